using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Orchestration.Models;
using Orchestration.Policies;

namespace Orchestration.Graphs;

internal sealed class EffectNode<T>(
    string name,
    ImmutableArray<int> inputs,
    Func<Values, EffectContext, CancellationToken, ValueTask<T>> body,
    StepPolicy? policy,
    JsonTypeInfo<T> contract)
    : EffectNode(name, typeof(T), inputs, policy)
{
    public override JsonTypeInfo Contract => contract;

    public override async ValueTask<object?> RunAsync(Values values, EffectContext context, CancellationToken cancellationToken) =>
        await body(values, context, cancellationToken).ConfigureAwait(false);

    public override JsonBytes Write(object? result) => new(JsonSerializer.SerializeToUtf8Bytes((T)result!, contract));

    public override object? Read(JsonBytes result) => JsonSerializer.Deserialize(result.Utf8.Span, contract);
}

internal sealed class IncludeNode<TIn, TOut>(string name, Step<TIn> input, Graph<TIn, TOut> graph)
    : ChoiceNode(name, StepKind.Include, typeof(TOut), [input.Ordinal], [new Branch(string.Empty, graph)])
{
    public override (int Branch, object? Input) Choose(Values values) => (0, values.Of(input));

    public override object? Taken(object? result) => result;
}

internal sealed class WhenNode<TIn, TOut>(string name, Step<TIn> input, Func<TIn, bool> condition, Graph<TIn, TOut> then)
    : ChoiceNode(name, StepKind.When, typeof(Optional<TOut>), [input.Ordinal], [new Branch("then", then)])
{
    public override (int Branch, object? Input) Choose(Values values)
    {
        var value = values.Of(input);
        return (condition(value) ? 0 : -1, value);
    }

    public override object Taken(object? result) => Optional<TOut>.Of((TOut)result!);

    public override object NotTaken() => Optional<TOut>.Skipped;
}

internal sealed class SwitchNode<TIn, TOut>(string name, StepKind kind, Step<TIn> input, Func<TIn, int> choose, ImmutableArray<Branch> branches)
    : ChoiceNode(name, kind, typeof(TOut), [input.Ordinal], branches)
{
    public override (int Branch, object? Input) Choose(Values values)
    {
        var value = values.Of(input);
        return (choose(value), value);
    }

    public override object? Taken(object? result) => result;
}

internal sealed class ForEachNode<TIn, TItem, TOut>(string name, Step<TIn> input, Func<TIn, IEnumerable<TItem>> items, Graph<TItem, TOut> body, int maxConcurrency)
    : ForEachNode(name, typeof(IReadOnlyList<TOut>), [input.Ordinal], body, maxConcurrency)
{
    public override IReadOnlyList<object?> Items(Values values) => [.. items(values.Of(input))];

    public override object Collect(object?[] results)
    {
        var outputs = new TOut[results.Length];
        for (var i = 0; i < outputs.Length; i++)
        {
            outputs[i] = (TOut)results[i]!;
        }

        return outputs;
    }
}
