using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Orchestration.Models;

namespace Orchestration.WireCases;

/// <summary>A conversation as an application says it.</summary>
internal sealed record Conversation(IReadOnlyList<ChatMessage> Messages, ChatOptions Options);

/// <summary>What came of a case: what the adapter made of it, or what <c>expect</c> says in the same terms. <see langword="null"/> = not said, and then not compared.</summary>
internal sealed record Outcome
{
    public string? Text { get; init; }

    public string? Reasoning { get; init; }

    public string? Refusal { get; init; }

    /// <summary>In the words of <see cref="ChatFinishReason"/>.</summary>
    public string? FinishReason { get; init; }

    /// <summary>Name, arguments and, where the provider gives one, id.</summary>
    public IReadOnlyList<(string? Id, string Name, string Arguments)>? ToolCalls { get; init; }

    /// <summary>The texts of all choices, when more than one was asked for.</summary>
    public IReadOnlyList<string>? Choices { get; init; }

    /// <summary>The types of what else the answer is made of, where the provider names them: calls of tools that it runs itself.</summary>
    public IReadOnlyList<string>? OtherItems { get; init; }

    /// <summary>All input tokens, cached and cache-written ones included.</summary>
    public long? InputTokens { get; init; }

    /// <summary>All output tokens, reasoning included.</summary>
    public long? OutputTokens { get; init; }

    public long? CachedInputTokens { get; init; }

    public long? CacheWriteTokens { get; init; }

    public long? ReasoningTokens { get; init; }

    /// <summary>The reason of the failure that the case ends with.</summary>
    public FailureReason? Failure { get; init; }

    public string? ProviderCode { get; init; }

    public string? RequestId { get; init; }

    public TimeSpan? RetryAfter { get; init; }

    public EmbeddingsOutcome? Embeddings { get; init; }
}

/// <summary>What came of a request for embeddings.</summary>
internal sealed record EmbeddingsOutcome(int Count, int? Dimensions, IReadOnlyList<double> FirstValues);

/// <summary>How one wire protocol is tried: the adapter that speaks it, the recorded conversation in an application's terms, and what its <c>expect</c> means in ours.</summary>
internal abstract class Protocol
{
    /// <summary>Whether a case is of this protocol.</summary>
    public abstract bool Owns(WireCase @case);

    /// <summary>The recorded request as an application would have made it; <see langword="null"/> when none was recorded, or the protocol is none of conversations.</summary>
    public virtual Conversation? Recorded(WireCase @case) => null;

    /// <summary>Runs the case through the adapter.</summary>
    /// <param name="case">The case.</param>
    /// <param name="http">Answers with the case's response.</param>
    /// <param name="server">The server's address, without a path.</param>
    public abstract Task<Outcome> RunAsync(WireCase @case, HttpClient http, Uri server);

    /// <summary>What <c>expect</c> says.</summary>
    public abstract Outcome Expected(WireCase @case);

    /// <summary>
    /// Brings a request body to its meaning, so that two bodies of equal meaning are equal: the allowed differences of the protocol, each with its reason
    /// in <c>known.md</c>. Called for the recorded and for the sent body.
    /// </summary>
    public abstract void Normalize(JsonObject body, WireCase @case);

    /// <summary>The differences of headers and path between the recorded and the sent request, one a line.</summary>
    public virtual IEnumerable<string> RequestDifferences(WireCase @case, SentRequest sent) => [];

    protected static string Raw(JsonElement json) => json.GetRawText();
}
