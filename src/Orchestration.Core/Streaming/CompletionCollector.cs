using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Orchestration.Models;

namespace Orchestration.Streaming;

/// <summary>Puts a streamed answer together, and keeps what it was made of. Used by one reader.</summary>
internal sealed class CompletionCollector
{
    private readonly List<string> _pieces = [];
    private readonly ImmutableArray<Chunk>.Builder _chunks = ImmutableArray.CreateBuilder<Chunk>();
    private StringBuilder? _reasoning;
    private ImmutableArray<ToolCall>.Builder? _toolCalls;
    private string? _finishReason;
    private string? _modelId;
    private UsageDetails? _usage;

    /// <summary>Whether anything of the answer has come.</summary>
    public bool HasContent => _pieces.Count > 0 || _reasoning is not null || _toolCalls is not null;

    /// <summary>The first error that the provider sent inside the stream.</summary>
    public ErrorContent? Error { get; private set; }

    /// <summary>Takes a piece in.</summary>
    /// <returns>Its text; empty when it has none.</returns>
    public string Add(ChatResponseUpdate update, TimeSpan at)
    {
        _finishReason = update.FinishReason?.Value ?? _finishReason;
        _modelId = update.ModelId ?? _modelId;
        var text = string.Empty;
        foreach (var content in update.Contents)
        {
            switch (content)
            {
                case TextContent { Text.Length: > 0 } piece:
                    text = text.Length == 0 ? piece.Text : text + piece.Text;
                    break;

                case TextReasoningContent { Text.Length: > 0 } thought:
                    (_reasoning ??= new StringBuilder()).Append(thought.Text);
                    break;

                case FunctionCallContent call:
                    (_toolCalls ??= ImmutableArray.CreateBuilder<ToolCall>()).Add(new ToolCall(call.CallId, call.Name, Arguments(call)));
                    break;

                case UsageContent usage:
                    // Of several reports the last counts: those before it are running totals.
                    _usage = usage.Details;
                    break;

                case ErrorContent error:
                    Error ??= error;
                    break;
            }
        }

        if (text.Length > 0)
        {
            _pieces.Add(text);
            _chunks.Add(new Chunk(text.Length, at));
        }

        return text;
    }

    /// <summary>What has come so far.</summary>
    public Completion ToCompletion() => new()
    {
        Text = _pieces.Count == 1 ? _pieces[0] : string.Concat(_pieces),
        Chunks = _chunks.ToImmutable(),
        Reasoning = _reasoning?.ToString(),
        ToolCalls = _toolCalls?.ToImmutable() ?? [],
        FinishReason = _finishReason,
        ModelId = _modelId,
        Usage = _usage is null ? null : ProviderUsage.Read(_usage),
    };

    /// <summary>The usage as reported; empty when none was.</summary>
    public JsonBytes RawUsage() => _usage is null ? default : ProviderUsage.Raw(_usage);

    private static string Arguments(FunctionCallContent call) =>
        call.Arguments is null ? "{}" : JsonSerializer.Serialize(call.Arguments, (System.Text.Json.Serialization.Metadata.JsonTypeInfo<IDictionary<string, object?>>)AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(IDictionary<string, object?>)));
}
