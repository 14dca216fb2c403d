using System.Text.Json.Serialization;

namespace Orchestration.Simulator;

/// <summary>A way in which a provider fails. Each protocol says it in its own status, headers and body.</summary>
/// <remarks>"At byte N" is after N bytes of the body, wherever that is in an event. "At token N" is after the chunk with which N tokens are out; 0 is before the first byte of the body. A response that is not streamed breaks at that share of its body.</remarks>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(RateLimited), "rateLimited")]
[JsonDerivedType(typeof(QuotaExhausted), "quotaExhausted")]
[JsonDerivedType(typeof(HttpError), "httpError")]
[JsonDerivedType(typeof(Overloaded), "overloaded")]
[JsonDerivedType(typeof(ConnectionReset), "connectionReset")]
[JsonDerivedType(typeof(Stalled), "stalled")]
[JsonDerivedType(typeof(Truncated), "truncated")]
[JsonDerivedType(typeof(MalformedEvent), "malformedEvent")]
[JsonDerivedType(typeof(SlowDrip), "slowDrip")]
[JsonDerivedType(typeof(WrongJson), "wrongJson")]
[JsonDerivedType(typeof(UnknownEvents), "unknownEvents")]
[JsonDerivedType(typeof(Pings), "pings")]
public abstract record Fault
{
    private protected Fault()
    {
    }

    /// <summary>On every request.</summary>
    public FaultRule Always() => new(this);

    /// <summary>On these requests of the model, counted from 1.</summary>
    public FaultRule OnRequests(params int[] numbers) => new(this) { Requests = numbers };

    /// <summary>On every k-th request of the model.</summary>
    public FaultRule EveryNth(int k) => new(this) { Every = k };

    /// <summary>On this share of requests; which, follows from the seed and the request's number.</summary>
    public FaultRule WithProbability(double probability) => new(this) { Probability = probability };

    /// <summary>While this much time has passed since the server started or was reset.</summary>
    public FaultRule Between(TimeSpan from, TimeSpan until) => new(this) { From = from, Until = until };
}

/// <summary>429 that heals: slow down.</summary>
public sealed record RateLimited : Fault
{
    /// <summary>When to come again.</summary>
    /// <value><see langword="null"/>: not said.</value>
    public TimeSpan? RetryAfter { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How that is said. Gemini says it in the body, Ollama not at all.</summary>
    public RetryAfterForm Form { get; init; }
}

/// <summary>How a wait is put into a header.</summary>
public enum RetryAfterForm
{
    /// <summary><c>retry-after: 2</c>, whole seconds, rounded up.</summary>
    Seconds,

    /// <summary><c>retry-after: Wed, 21 Oct 2026 07:28:00 GMT</c>.</summary>
    Date,

    /// <summary><c>retry-after-ms: 1500</c>.</summary>
    Milliseconds,
}

/// <summary>429 that does not heal: the account has no quota left. At Anthropic a 400 that speaks of the credit balance.</summary>
public sealed record QuotaExhausted : Fault;

/// <summary>A response with an error status: 400, 401, 403, 404, 413, 500, 502, 503, ..</summary>
public sealed record HttpError : Fault
{
    /// <summary>The status, 400 to 599.</summary>
    public int Status { get; init; } = 500;

    /// <summary>When to come again; <see langword="null"/> = not said.</summary>
    public TimeSpan? RetryAfter { get; init; }
}

/// <summary>No capacity for anyone: 529 at Anthropic, 503 elsewhere; or an error event within a 200 stream.</summary>
public sealed record Overloaded : Fault
{
    /// <summary>Tokens after which the stream fails; 0 = its first event is the error.</summary>
    /// <value><see langword="null"/>, the default: the status says it. A response that is not streamed always says it so.</value>
    public int? AtToken { get; init; }
}

/// <summary>The connection is reset.</summary>
/// <remarks>With neither a byte nor a token, before the response's headers.</remarks>
public sealed record ConnectionReset : Fault
{
    /// <summary>Bytes of the body that go out before.</summary>
    public long? AtByte { get; init; }

    /// <summary>Tokens that go out before.</summary>
    public int? AtToken { get; init; }
}

/// <summary>Nothing more comes until the client leaves.</summary>
public sealed record Stalled : Fault
{
    /// <summary>Tokens that go out before.</summary>
    /// <value><see langword="null"/>, the default: not even the headers do.</value>
    public int? AtToken { get; init; }

    /// <summary>Bytes of the body that go out before; goes before <see cref="AtToken"/>.</summary>
    public long? AtByte { get; init; }
}

/// <summary>The response ends as HTTP wants it, but its body does not: no terminal event, or half a JSON object.</summary>
public sealed record Truncated : Fault
{
    /// <summary>Tokens that go out before. With as many as the answer has, only the end is missing.</summary>
    public int AtToken { get; init; }

    /// <summary>Bytes of the body that go out before; goes before <see cref="AtToken"/>.</summary>
    public long? AtByte { get; init; }
}

/// <summary>An event whose JSON is broken comes in between; a response that is not streamed is broken JSON.</summary>
/// <remarks>At a byte of a stream it is noise, bytes that are neither JSON nor UTF-8, and the body ends with it.</remarks>
public sealed record MalformedEvent : Fault
{
    /// <summary>Tokens that go out before.</summary>
    public int AtToken { get; init; }

    /// <summary>Bytes of the body that go out before; goes before <see cref="AtToken"/>.</summary>
    public long? AtByte { get; init; }
}

/// <summary>The bytes come one by one, or few by few.</summary>
public sealed record SlowDrip : Fault
{
    /// <summary>Bytes that come together.</summary>
    public int Bytes { get; init; } = 1;

    /// <summary>The wait between them.</summary>
    public TimeSpan Delay { get; init; } = TimeSpan.FromMilliseconds(1);
}

/// <summary>JSON, of an answer or of tool arguments, that does not fit its schema or is no JSON; text is left as it is.</summary>
public sealed record WrongJson : Fault;

/// <summary>Fields and events that no documentation names are mixed in.</summary>
public sealed record UnknownEvents : Fault;

/// <summary>Comments, pings and empty lines are mixed into the stream.</summary>
public sealed record Pings : Fault;
