using System.Text.Json.Serialization;

namespace Orchestration.Simulator;

/// <summary>What a model answers. The request's token limit and stop sequences hold for all of them.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(AutoAnswer), "auto")]
[JsonDerivedType(typeof(TextAnswer), "text")]
[JsonDerivedType(typeof(GeneratedAnswer), "generated")]
[JsonDerivedType(typeof(EchoAnswer), "echo")]
[JsonDerivedType(typeof(JsonAnswer), "json")]
[JsonDerivedType(typeof(ToolCallAnswer), "toolCalls")]
public abstract record Answer
{
    private protected Answer()
    {
    }
}

/// <summary>What the request asks for: a tool call if it must have one, JSON if it names a schema or JSON mode, else words that follow from the prompt.</summary>
public sealed record AutoAnswer : Answer
{
    /// <summary>The length of an answer in words.</summary>
    public int Tokens { get; init; } = 60;
}

/// <summary>Always this text.</summary>
/// <param name="Text">The text.</param>
public sealed record TextAnswer(string Text) : Answer;

/// <summary>So many words; which, follows from the seed and the prompt.</summary>
/// <param name="Tokens">The length of the answer.</param>
public sealed record GeneratedAnswer(int Tokens) : Answer;

/// <summary>The text of the last message.</summary>
public sealed record EchoAnswer : Answer;

/// <summary>JSON that fits the requested schema, its values following from the seed and the prompt; <c>{"answer": ..}</c> where no schema was requested.</summary>
public sealed record JsonAnswer : Answer;

/// <summary>Calls of tools. Once their results are in the request, words.</summary>
public sealed record ToolCallAnswer : Answer
{
    /// <summary>The calls; empty = one call of the first tool that the request declares.</summary>
    public IReadOnlyList<ScriptedCall> Calls { get; init; } = [];
}

/// <summary>One call of a tool.</summary>
/// <param name="Name">The tool.</param>
/// <param name="Arguments">A JSON object; <see langword="null"/> = made to fit the tool's declaration.</param>
public sealed record ScriptedCall(string Name, string? Arguments = null);

/// <summary>An answer to certain prompts.</summary>
/// <param name="Contains">A text that the last message contains, whatever its case.</param>
/// <param name="Answer">The answer.</param>
public sealed record AnswerTo(string Contains, Answer Answer);
