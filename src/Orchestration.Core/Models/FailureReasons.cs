using System.Collections;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Orchestration.Models;

/// <summary>A set of <see cref="FailureReason"/>s, as policies name them.</summary>
/// <example><code>FailureReasons reasons = [FailureReason.RateLimited, FailureReason.Timeout];</code></example>
[CollectionBuilder(typeof(FailureReasons), nameof(Of))]
[JsonConverter(typeof(FailureReasonsConverter))]
public readonly record struct FailureReasons : IEnumerable<FailureReason>
{
    private readonly uint _bits;

    private FailureReasons(uint bits) => _bits = bits;

    /// <summary>Reasons that may heal by themselves: what a retry on the same model is for.</summary>
    public static FailureReasons Transient =>
    [
        FailureReason.RateLimited, FailureReason.Overloaded, FailureReason.Timeout, FailureReason.ConnectionLost,
        FailureReason.StreamInterrupted, FailureReason.ServerError, FailureReason.InvalidOutput,
    ];

    /// <summary>
    /// Reasons for which another model may do better. Not in it: a malformed request, a refusal and a content filter, since to shop around for a model that
    /// does not object is a decision for the application to make; and the caller's cancellation.
    /// </summary>
    public static FailureReasons Elsewhere => Transient |
    [
        FailureReason.QuotaExhausted, FailureReason.Authentication, FailureReason.NotFound, FailureReason.ContextTooLong,
        FailureReason.Budget, FailureReason.CircuitOpen, FailureReason.JoinRejected, FailureReason.OutsideEnvelope, FailureReason.Unknown,
    ];

    /// <summary>Everything but the caller's cancellation.</summary>
    public static FailureReasons Any => new((1u << (Enum.GetValues<FailureReason>().Length)) - 1 & ~(1u << (int)FailureReason.Cancelled));

    /// <summary>The set of the reasons given; duplicates count once.</summary>
    public static FailureReasons Of(params ReadOnlySpan<FailureReason> reasons)
    {
        var bits = 0u;
        foreach (var reason in reasons)
        {
            bits |= 1u << (int)reason;
        }

        return new FailureReasons(bits);
    }

    /// <summary>The union of two sets.</summary>
    public static FailureReasons operator |(FailureReasons left, FailureReasons right) => new(left._bits | right._bits);

    /// <inheritdoc cref="op_BitwiseOr"/>
    public static FailureReasons BitwiseOr(FailureReasons left, FailureReasons right) => left | right;

    /// <summary>Whether the reason is in the set.</summary>
    public bool Contains(FailureReason reason) => (_bits & (1u << (int)reason)) != 0;

    /// <summary>The reasons, in the order of the enumeration.</summary>
    public IEnumerator<FailureReason> GetEnumerator()
    {
        foreach (var reason in Enum.GetValues<FailureReason>())
        {
            if (Contains(reason))
            {
                yield return reason;
            }
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The reasons' names, separated by commas.</summary>
    public override string ToString() => string.Join(", ", this);
}

internal sealed class FailureReasonsConverter : JsonConverter<FailureReasons>
{
    public override FailureReasons Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var reasons = FailureReasons.Of();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            reasons |= [Enum.Parse<FailureReason>(reader.GetString()!)];
        }

        return reasons;
    }

    public override void Write(Utf8JsonWriter writer, FailureReasons value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (var reason in value)
        {
            writer.WriteStringValue(reason.ToString());
        }

        writer.WriteEndArray();
    }
}
