using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Orchestration.Simulator.Answers;

namespace Orchestration.Simulator.Wire;

/// <summary>How an answer is dressed.</summary>
/// <param name="Dialect">Whose server plays it.</param>
/// <param name="HasUnknowns">Whether fields and events that nobody knows are mixed in.</param>
/// <param name="HasPings">Whether comments, pings or empty lines are.</param>
internal readonly record struct Dress(ChatDialect Dialect, bool HasUnknowns, bool HasPings);

/// <summary>What response headers tell of limits.</summary>
internal readonly record struct Limits(int RequestsPerMinute, int RemainingRequests, DateTimeOffset Now, DateTimeOffset ResetsAt);

/// <summary>One wire protocol: reads its requests, writes its answers and its errors.</summary>
internal abstract class WireProtocol
{
    /// <summary>The media type of most streams.</summary>
    public const string EventStream = "text/event-stream; charset=utf-8";

    protected const string Json = "application/json";

    public abstract Protocol Name { get; }

    /// <summary>The key that a request brings, or <see langword="null"/>.</summary>
    public abstract string? KeyOf(HttpRequest request);

    /// <exception cref="FormatException">The request lacks what the protocol demands; the message says what.</exception>
    public abstract Asked Read(JsonElement body, HttpRequest request);

    public abstract FrameSet Whole(Asked asked, Reply reply, ModelScript script, Dress dress);

    public virtual FrameSet Stream(Asked asked, Reply reply, ModelScript script, Dress dress) => Whole(asked, reply, script, dress);

    /// <summary>The provider's status for a refusal.</summary>
    public virtual int StatusOf(Problem problem) => problem.Status;

    /// <summary>The media type of a refusal.</summary>
    public virtual string RefusalType(Asked? asked) => Json;

    /// <summary>The body of a refusal.</summary>
    public abstract Frame Refusal(Problem problem, string model, Dress dress, bool asArray);

    /// <summary>The headers that the provider adds to its responses.</summary>
    public abstract void SetHeaders(IHeaderDictionary headers, Stamp stamp, Limits limits, Problem? problem, Dress dress);

    /// <summary>The id of a response as its body or headers name it.</summary>
    public abstract string IdOf(Stamp stamp);

    protected static string? Bearer(HttpRequest request) =>
        request.Headers.Authorization.ToString() is var value && value.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? value["Bearer ".Length..] : null;

    /// <summary>What no documentation names: a client must not mind.</summary>
    protected static void WriteUnknown(Utf8JsonWriter json, Dress dress)
    {
        if (dress.HasUnknowns)
        {
            json.WriteStartObject("simulated_unknown");
            json.WriteNull("nothing");
            json.WriteStartArray("things");
            json.WriteNumberValue(1.5);
            json.WriteStringValue("two");
            json.WriteEndArray();
            json.WriteEndObject();
        }
    }
}
