using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.AI;
using Orchestration.Models;
using Orchestration.Schemas;

namespace Orchestration.Prompts;

/// <summary>What an answer must be, and how it becomes a value.</summary>
internal abstract class Output<T>
{
    public virtual ChatResponseFormat? Format => null;

    /// <summary>Whether the answer has no form that it must have.</summary>
    public virtual bool IsText => Format is null;

    public abstract T Read(Completion completion);
}

internal sealed class TextOutput : Output<string>
{
    public static readonly TextOutput Instance = new();

    public override string Read(Completion completion) => completion switch
    {
        { Text.Length: > 0 } => completion.Text,
        { ToolCalls.Length: > 0 } => throw new InvalidOutputException($"The model called the tool '{completion.ToolCalls[0].Name}' where text was asked for; end the prompt with AsCompletion() to receive tool calls."),
        _ => throw new InvalidOutputException("The answer is empty."),
    };
}

internal sealed class CompletionOutput : Output<Completion>
{
    public static readonly CompletionOutput Instance = new();

    public override Completion Read(Completion completion) => completion;
}

internal sealed class JsonOutput<T> : Output<T>
{
    // A contract lives as long as its JsonSerializerContext; the schema made of it is kept beside it.
    private static readonly ConditionalWeakTable<JsonTypeInfo<T>, JsonOutput<T>> Known = [];

    private readonly JsonTypeInfo<T> _contract;

    private JsonOutput(JsonTypeInfo<T> contract)
    {
        _contract = Strict(contract);
        Format = ChatResponseFormat.ForJsonSchema(OutputSchema.Of(contract), OutputSchema.NameOf(typeof(T)));
    }

    public override ChatResponseFormat Format { get; }

    public static JsonOutput<T> For(JsonTypeInfo<T> contract) => Known.GetValue(contract, static c => new JsonOutput<T>(c));

    public override T Read(Completion completion)
    {
        if (completion.FinishReason == ChatFinishReason.Length.Value)
        {
            throw new InvalidOutputException("The JSON was cut off by the token limit; raise MaxOutputTokens.");
        }

        try
        {
            return JsonSerializer.Deserialize(completion.Text, _contract)
                ?? throw new InvalidOutputException("The answer is the JSON value null.");
        }
        catch (JsonException e)
        {
            throw new InvalidOutputException($"The answer is not valid JSON of the shape {typeof(T).Name}{At(e)}.", e);
        }
    }

    /// <summary>The contract with everything enforced that its schema says: an answer without a required value, or with null for one, is not an output.</summary>
    private static JsonTypeInfo<T> Strict(JsonTypeInfo<T> contract)
    {
        if (contract.Options is not { TypeInfoResolver: { } resolver })
        {
            return contract;
        }

        var options = new JsonSerializerOptions(contract.Options) { TypeInfoResolver = resolver, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true };
        return options.TryGetTypeInfo(typeof(T), out var strict) ? (JsonTypeInfo<T>)strict : contract;
    }

    // The exception's own message may quote the answer; only the place is taken over.
    private static string At(JsonException e) =>
        string.IsNullOrEmpty(e.Path) ? string.Empty : FormattableString.Invariant($", at {e.Path} (line {e.LineNumber + 1}, byte {e.BytePositionInLine})");
}
