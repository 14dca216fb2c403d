using System.Collections.Immutable;
using System.Text.Json.Serialization.Metadata;
using Orchestration.Models;
using Orchestration.Policies;
using Orchestration.Prompts;

namespace Orchestration.Graphs;

/// <summary>A step as the engine sees it: types erased, edges as ordinals.</summary>
internal abstract class StepNode(string name, StepKind kind, Type output, ImmutableArray<int> inputs)
{
    public string Name { get; } = name;

    public StepKind Kind { get; } = kind;

    public Type Output { get; } = output;

    /// <summary>The ordinals this step waits for, each once.</summary>
    public ImmutableArray<int> Inputs { get; } = inputs;

    /// <summary><see langword="null"/> where the kind has none, or the application's default applies.</summary>
    public virtual StepPolicy? Policy => null;

    /// <summary>The graphs within this step, by the name of their branch.</summary>
    public virtual ImmutableArray<Branch> Branches => [];
}

/// <summary>A graph within a step.</summary>
/// <param name="Label">Which branch it is: <c>then</c>, the case's key; empty where there is only one.</param>
/// <param name="Graph">What runs there.</param>
internal sealed record Branch(string Label, Graph Graph);

internal abstract class ComputeNode(string name, Type output, ImmutableArray<int> inputs) : StepNode(name, StepKind.Compute, output, inputs)
{
    public abstract object? Compute(Values values);
}

internal sealed class ComputeNode<T>(string name, ImmutableArray<int> inputs, Func<Values, T> body) : ComputeNode(name, typeof(T), inputs)
{
    public override object? Compute(Values values) => body(values);
}

internal sealed class AskNode(string name, Type output, ImmutableArray<int> inputs, Func<Values, Prompt> prompt, StepPolicy? policy, JsonTypeInfo? contract)
    : StepNode(name, StepKind.Ask, output, inputs)
{
    public override StepPolicy? Policy => policy;

    /// <summary>The output's contract, where one is known at definition; it is part of the fingerprint.</summary>
    public JsonTypeInfo? Contract => contract;

    public Prompt PromptFor(Values values) => prompt(values);
}

internal abstract class EffectNode(string name, Type output, ImmutableArray<int> inputs, StepPolicy? policy) : StepNode(name, StepKind.Effect, output, inputs)
{
    public override StepPolicy? Policy => policy;

    public abstract JsonTypeInfo Contract { get; }

    public abstract ValueTask<object?> RunAsync(Values values, EffectContext context, CancellationToken cancellationToken);

    public abstract JsonBytes Write(object? result);

    public abstract object? Read(JsonBytes result);
}

/// <summary>One of several graphs, or none, runs on one value: Include, When, Switch.</summary>
internal abstract class ChoiceNode(string name, StepKind kind, Type output, ImmutableArray<int> inputs, ImmutableArray<Branch> branches)
    : StepNode(name, kind, output, inputs)
{
    public override ImmutableArray<Branch> Branches => branches;

    /// <summary>The index of the branch to take, or -1; and the value it runs on.</summary>
    public abstract (int Branch, object? Input) Choose(Values values);

    /// <summary>The step's output if a branch gave <paramref name="result"/>.</summary>
    public abstract object? Taken(object? result);

    /// <summary>The step's output if no branch was taken.</summary>
    public virtual object? NotTaken() => null;
}

/// <summary>One graph runs on each of several values.</summary>
internal abstract class ForEachNode(string name, Type output, ImmutableArray<int> inputs, Graph body, int maxConcurrency)
    : StepNode(name, StepKind.ForEach, output, inputs)
{
    private readonly ImmutableArray<Branch> _branches = [new Branch(string.Empty, body)];

    public override ImmutableArray<Branch> Branches => _branches;

    public Graph Body => body;

    public int MaxConcurrency => maxConcurrency;

    public abstract IReadOnlyList<object?> Items(Values values);

    /// <summary>The step's output of its items' outputs, in the items' order.</summary>
    public abstract object Collect(object?[] results);
}
