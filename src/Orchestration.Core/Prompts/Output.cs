using Microsoft.Extensions.AI;
using Orchestration.Models;
using Orchestration.Schemas;

namespace Orchestration.Prompts;

/// <summary>What an answer must be, and how it becomes a value.</summary>
internal abstract class Output<T>
{
    /// <summary>Whether the answer has no form that it must have.</summary>
    public virtual bool IsText => true;

    /// <summary>What the provider is told of the answer's form.</summary>
    public virtual ChatResponseFormat? Format(UnknownFields unknown) => null;

    /// <summary>What the answer's JSON must be; <see langword="null"/> when it need not be any.</summary>
    public virtual JsonSchema? Schema(UnknownFields unknown) => null;

    /// <param name="completion">The answer.</param>
    /// <param name="rules">How it is read.</param>
    /// <param name="mended">What was put right.</param>
    /// <exception cref="InvalidOutputException">It is not what was asked for.</exception>
    public abstract T Read(Completion completion, OutputRules rules, out JsonTolerance mended);

    /// <summary>A value as JSON: text is a JSON string.</summary>
    public abstract JsonBytes Write(T value);

    /// <summary>A value of a document that is only begun: what has not come yet is at its default.</summary>
    /// <param name="utf8Json">The document so far, closed.</param>
    /// <param name="value">The value.</param>
    /// <returns>False when there is none yet.</returns>
    public virtual bool TryReadPart(ReadOnlySpan<byte> utf8Json, out object? value)
    {
        value = null;
        return false;
    }
}

internal sealed class TextOutput : Output<string>
{
    public static readonly TextOutput Instance = new();

    public override string Read(Completion completion, OutputRules rules, out JsonTolerance mended)
    {
        mended = JsonTolerance.None;
        return completion switch
        {
            { Text.Length: > 0 } => completion.Text,
            { ToolCalls.Length: > 0 } => throw new InvalidOutputException($"The model called the tool '{completion.ToolCalls[0].Name}' where text was asked for; end the prompt with AsCompletion() to receive tool calls."),
            _ => throw new InvalidOutputException("The answer is empty."),
        };
    }

    public override JsonBytes Write(string value) => JsonText.Of(value);
}

internal sealed class CompletionOutput : Output<Completion>
{
    public static readonly CompletionOutput Instance = new();

    public override Completion Read(Completion completion, OutputRules rules, out JsonTolerance mended)
    {
        mended = JsonTolerance.None;
        return completion;
    }

    public override JsonBytes Write(Completion value) => JsonText.Of(value.Text);
}
