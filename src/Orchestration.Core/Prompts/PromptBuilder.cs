using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Orchestration.Models;
using Orchestration.Schemas;

namespace Orchestration.Prompts;

/// <summary>A prompt in the making: messages so far, before it is said what the answer must be. Immutable; each call returns a new one.</summary>
/// <example>
/// <code>
/// Prompt.System($"You write for {brief.Audience}.")
///       .User($"Describe this picture.", new ImagePart(png, "image/png"))
///       .With(new() { Temperature = 0.2f, MaxOutputTokens = 300 })
///       .AsText()
/// </code>
/// </example>
public sealed class PromptBuilder
{
    private readonly ImmutableArray<PromptMessage> _messages;
    private readonly PromptOptions _options;

    internal PromptBuilder()
        : this([], new PromptOptions())
    {
    }

    private PromptBuilder(ImmutableArray<PromptMessage> messages, PromptOptions options) => (_messages, _options) = (messages, options);

    /// <summary>Adds standing instructions.</summary>
    public PromptBuilder System(string text) => Add(PromptRole.System, new TextPart(text));

    /// <inheritdoc cref="System(string)"/>
    public PromptBuilder System(PromptText text) => System(text.Finish());

    /// <summary>Adds a message of the one who asks.</summary>
    /// <param name="text">The text.</param>
    /// <param name="attachments">Images that follow it.</param>
    public PromptBuilder User(string text, params ReadOnlySpan<PromptPart> attachments) => Add(PromptRole.User, [new TextPart(text), .. attachments]);

    /// <inheritdoc cref="User(string, ReadOnlySpan{PromptPart})"/>
    public PromptBuilder User(PromptText text, params ReadOnlySpan<PromptPart> attachments) => User(text.Finish(), attachments);

    /// <summary>Adds what the model said in an earlier turn.</summary>
    public PromptBuilder Assistant(string text) => Add(PromptRole.Assistant, new TextPart(text));

    /// <inheritdoc cref="Assistant(string)"/>
    public PromptBuilder Assistant(PromptText text) => Assistant(text.Finish());

    /// <summary>Adds an earlier answer of the model with the tool calls it asked for.</summary>
    public PromptBuilder Assistant(Completion completion)
    {
        var parts = ImmutableArray.CreateBuilder<PromptPart>();
        if (completion.Text.Length > 0)
        {
            parts.Add(new TextPart(completion.Text));
        }

        foreach (var call in completion.ToolCalls)
        {
            parts.Add(new ToolCallPart(call));
        }

        return Add(PromptRole.Assistant, parts.DrainToImmutable());
    }

    /// <summary>Adds the result of a tool call.</summary>
    /// <param name="callId">The <see cref="ToolCall.Id"/> that it answers.</param>
    /// <param name="result">What the tool gave, as text or JSON text.</param>
    public PromptBuilder ToolResult(string callId, string result) => Add(PromptRole.Tool, new ToolResultPart(callId, result));

    /// <summary>Adds any message.</summary>
    public PromptBuilder Message(PromptMessage message) => new(_messages.Add(message), _options);

    /// <summary>Sets the options; those set before are replaced.</summary>
    public PromptBuilder With(PromptOptions options) => new(_messages, options);

    /// <summary>The answer is text.</summary>
    public Prompt<string> AsText() => new(_messages, _options, TextOutput.Instance);

    /// <summary>The answer is JSON of the contract's shape; the schema that the model is shown is made of it.</summary>
    public Prompt<T> AsJson<T>(JsonTypeInfo<T> contract) => new(_messages, _options, JsonOutput<T>.For(contract));

    /// <summary>The answer is JSON of a hand-written schema, read by a contract. What the contract does not know is left out; what the schema does not ask for may be absent.</summary>
    /// <param name="contract">From a source-generated <c>JsonSerializerContext</c>.</param>
    /// <param name="schema">What the answer must be, in the place of the schema that the contract would give.</param>
    public Prompt<T> AsJson<T>(JsonTypeInfo<T> contract, JsonSchema schema) => new(_messages, _options, JsonOutput<T>.For(contract, schema));

    /// <summary>The answer is JSON of a hand-written schema.</summary>
    public Prompt<JsonElement> AsJson(JsonSchema schema) => AsJson(AnyJson.Default.JsonElement, schema);

    /// <summary>The answer is taken as it is, tool calls included.</summary>
    public Prompt<Completion> AsCompletion() => new(_messages, _options, CompletionOutput.Instance);

    private PromptBuilder Add(PromptRole role, params ImmutableArray<PromptPart> parts) => Message(new PromptMessage(role, parts));
}
