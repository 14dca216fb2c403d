using System.Text.Json;

namespace Orchestration.Simulator;

/// <summary>A request that the simulator has served: the truth that what clients report is checked against.</summary>
public sealed record ServedRequest
{
    /// <summary>The request's number, from 1, in the order of arrival.</summary>
    public required int Number { get; init; }

    /// <summary>When its body had arrived.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Until its response was over.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>What it spoke.</summary>
    public required Protocol Protocol { get; init; }

    /// <summary>Path and query as sent, a key in it left out.</summary>
    public required string Path { get; init; }

    /// <summary>The model it asked for; empty if it named none.</summary>
    public required string Model { get; init; }

    /// <summary>Whether it asked for a stream.</summary>
    public bool IsStreaming { get; init; }

    /// <summary>Its body.</summary>
    /// <value><see langword="null"/>: it was no JSON, or bodies are not kept.</value>
    public JsonElement? Body { get; init; }

    /// <summary>The response's status; 0 = no response came.</summary>
    public int Status { get; init; }

    /// <summary>The id that the response's headers or body named.</summary>
    public required string Id { get; init; }

    /// <summary>The faults that the script had for it.</summary>
    public IReadOnlyList<Fault> Faults { get; init; } = [];

    /// <summary>Tokens of the answer, reasoning included, that were sent.</summary>
    public int TokensSent { get; init; }

    /// <summary>Bytes of the body that were sent.</summary>
    public long BytesSent { get; init; }

    /// <summary>What was billed: nothing if it was refused, what was sent if a stream broke off, the whole answer if it was not streamed.</summary>
    public BilledTokens Billed { get; init; }

    /// <summary>What that costs by the model's price.</summary>
    public decimal CostUsd { get; init; }

    /// <summary>Whether the answer was a good one.</summary>
    public bool IsGood { get; init; }

    /// <summary>How the response ended.</summary>
    public required Delivery Delivery { get; init; }
}

/// <summary>How a response ended.</summary>
public enum Delivery
{
    /// <summary>All of it was sent, be it an answer or an error, and the client was still there.</summary>
    Complete,

    /// <summary>The client left before.</summary>
    Cancelled,

    /// <summary>The simulator broke it off, by a fault or because it was stopped.</summary>
    Cut,
}

/// <summary>A wire protocol, and what is asked over it.</summary>
public enum Protocol
{
    /// <summary>None of the others.</summary>
    Unknown,

    /// <summary>OpenAI <c>/v1/chat/completions</c>, also of compatible servers.</summary>
    OpenAIChat,

    /// <summary>OpenAI <c>/v1/responses</c>.</summary>
    OpenAIResponses,

    /// <summary>OpenAI <c>/v1/embeddings</c>.</summary>
    OpenAIEmbeddings,

    /// <summary>Anthropic <c>/v1/messages</c>.</summary>
    AnthropicMessages,

    /// <summary>Gemini <c>:generateContent</c> and <c>:streamGenerateContent</c>.</summary>
    Gemini,

    /// <summary>Gemini <c>:embedContent</c> and <c>:batchEmbedContents</c>.</summary>
    GeminiEmbeddings,

    /// <summary>Ollama <c>/api/chat</c>.</summary>
    OllamaChat,

    /// <summary>Ollama <c>/api/embed</c>.</summary>
    OllamaEmbeddings,
}
