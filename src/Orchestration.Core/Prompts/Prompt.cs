using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.AI;
using Orchestration.Models;
using Orchestration.Schemas;

namespace Orchestration.Prompts;

/// <summary>The description of a model call: messages, options, and what the answer must be. Making one calls nothing. Immutable.</summary>
public abstract record Prompt
{
    private protected Prompt(ImmutableArray<PromptMessage> messages) => Messages = messages;

    /// <summary>The conversation, in order.</summary>
    public ImmutableArray<PromptMessage> Messages { get; init; }

    /// <summary>Temperature, token limit, tools and the like.</summary>
    public PromptOptions Options { get; init; } = new();

    /// <summary>The request that stands for messages and options, if it came in the words of Microsoft.Extensions.AI.</summary>
    internal ChatRequest? Given { get; private protected init; }

    /// <summary>Whether the answer is text, with no form that it must have.</summary>
    internal abstract bool IsText { get; }

    /// <summary>Whether there is a value for the case that no model gives one.</summary>
    internal abstract bool HasFallback { get; }

    /// <summary>A prompt of one user message whose answer is text.</summary>
    /// <example><code>Prompt.Text($"Write {outline.Sections.Count} sections about {topic.Name}.")</code></example>
    public static Prompt<string> Text(string text) => User(text).AsText();

    /// <inheritdoc cref="Text(string)"/>
    public static Prompt<string> Text(PromptText text) => User(text.Finish()).AsText();

    /// <summary>A prompt of one user message whose answer is JSON of the given contract's shape.</summary>
    /// <param name="contract">From a source-generated <c>JsonSerializerContext</c>; the schema that the model is shown is made of it.</param>
    /// <param name="text">The message.</param>
    /// <example><code>Prompt.Json(ArticleJson.Default.Notes, $"List facts about {brief.Topic}.")</code></example>
    public static Prompt<T> Json<T>(JsonTypeInfo<T> contract, string text) => User(text).AsJson(contract);

    /// <inheritdoc cref="Json{T}(JsonTypeInfo{T}, string)"/>
    public static Prompt<T> Json<T>(JsonTypeInfo<T> contract, PromptText text) => User(text.Finish()).AsJson(contract);

    /// <summary>A prompt of one user message whose answer is JSON of a hand-written schema.</summary>
    /// <param name="schema">What the answer must be. The model is shown it as it was written.</param>
    /// <param name="text">The message.</param>
    public static Prompt<JsonElement> Json(JsonSchema schema, string text) => User(text).AsJson(schema);

    /// <inheritdoc cref="Json(JsonSchema, string)"/>
    public static Prompt<JsonElement> Json(JsonSchema schema, PromptText text) => User(text.Finish()).AsJson(schema);

    /// <summary>Begins a prompt with the application's standing instructions.</summary>
    public static PromptBuilder System(string text) => new PromptBuilder().System(text);

    /// <inheritdoc cref="System(string)"/>
    public static PromptBuilder System(PromptText text) => new PromptBuilder().System(text.Finish());

    /// <summary>Begins a prompt with a user message.</summary>
    /// <param name="text">The text.</param>
    /// <param name="attachments">Images that follow it.</param>
    public static PromptBuilder User(string text, params ReadOnlySpan<PromptPart> attachments) => new PromptBuilder().User(text, attachments);

    /// <inheritdoc cref="User(string, ReadOnlySpan{PromptPart})"/>
    public static PromptBuilder User(PromptText text, params ReadOnlySpan<PromptPart> attachments) => new PromptBuilder().User(text.Finish(), attachments);

    internal static Prompt<Completion> Of(ChatRequest request) => new(request);

    /// <summary>The messages in the form of the model boundary.</summary>
    internal List<ChatMessage> ToChatMessages()
    {
        if (Given is { } given)
        {
            return [.. given.Messages];
        }

        var messages = new List<ChatMessage>(Messages.Length);
        foreach (var message in Messages)
        {
            messages.Add(ChatMessages.From(message));
        }

        return messages;
    }

    /// <summary>The options in the form of the model boundary.</summary>
    internal ChatOptions ToChatOptions(UnknownFields unknown = UnknownFields.Refuse) => Given?.Options.Clone() ?? Options.ToChatOptions(Format(unknown));

    /// <summary>What the provider is told of the answer's form.</summary>
    internal abstract ChatResponseFormat? Format(UnknownFields unknown);

    /// <summary>What the answer's JSON must be; <see langword="null"/> when it need not be any.</summary>
    internal abstract JsonSchema? Schema(UnknownFields unknown);

    /// <summary>Makes the output of a completion.</summary>
    /// <param name="completion">The answer.</param>
    /// <param name="rules">How JSON is read.</param>
    /// <param name="mended">What of the JSON was put right.</param>
    /// <exception cref="InvalidOutputException">The completion is not what the prompt asks for.</exception>
    internal abstract object? Read(Completion completion, OutputRules rules, out JsonTolerance mended);

    /// <summary>A value of the prompt's type as JSON: text is a JSON string.</summary>
    internal abstract JsonBytes Write(object? value);

    /// <summary>Makes a value of what has come of a document, closed. False when there is none yet.</summary>
    internal abstract bool TryReadPart(ReadOnlySpan<byte> utf8Json, out object? value);

    /// <summary>The value for the case that no model gives one.</summary>
    internal abstract object? FallbackValue();
}

/// <summary>A prompt whose answer becomes a <typeparamref name="T"/>.</summary>
/// <typeparam name="T">The step's output.</typeparam>
public sealed record Prompt<T> : Prompt
{
    private readonly Output<T> _output;
    private readonly Func<T>? _fallback;

    internal Prompt(ImmutableArray<PromptMessage> messages, PromptOptions options, Output<T> output)
        : base(messages)
    {
        Options = options;
        _output = output;
    }

    internal Prompt(ChatRequest request)
        : base([])
    {
        Given = request;
        _output = (Output<T>)(object)ChatOutput.For(request);
    }

    internal override bool IsText => _output.IsText && Given is null or { IsLive: true };

    internal override bool HasFallback => _fallback is not null;

    /// <summary>The same prompt with a value, computed from the step's inputs, that is the output when every candidate has failed for a reason the policy falls back on.</summary>
    public Prompt<T> WithFallback(T value) => WithFallback(() => value);

    /// <inheritdoc cref="WithFallback(T)"/>
    /// <param name="value">Pure; called at most once a call.</param>
    public Prompt<T> WithFallback(Func<T> value) => new(this, value);

    internal override ChatResponseFormat? Format(UnknownFields unknown) => _output.Format(unknown);

    internal override JsonSchema? Schema(UnknownFields unknown) => _output.Schema(unknown);

    internal override object? Read(Completion completion, OutputRules rules, out JsonTolerance mended) => _output.Read(completion, rules, out mended);

    internal override JsonBytes Write(object? value) => _output.Write((T)value!);

    internal override bool TryReadPart(ReadOnlySpan<byte> utf8Json, out object? value) => _output.TryReadPart(utf8Json, out value);

    internal override object? FallbackValue() => _fallback!();

    private Prompt(Prompt<T> original, Func<T> fallback)
        : base(original)
    {
        _output = original._output;
        _fallback = fallback;
    }
}
