namespace Orchestration.Policies;

/// <summary>How long a step may take. What arrives after its attempt has timed out is dropped.</summary>
/// <remarks>Time in which the reader of a stream keeps the model waiting is not held against the model.</remarks>
public sealed record Timeouts
{
    /// <summary>The whole step: all attempts and the waits between them. When it passes, the step fails.</summary>
    public TimeSpan? Total { get; init; }

    /// <summary>From a request to its first token. A failed attempt is retried as the policy says.</summary>
    public TimeSpan? FirstToken { get; init; }

    /// <summary>Between two tokens of a stream. A failed attempt is retried as the policy says.</summary>
    public TimeSpan? Idle { get; init; }

    /// <summary>One attempt from request to end. A failed attempt is retried as the policy says.</summary>
    public TimeSpan? Attempt { get; init; }

    /// <summary>A total of this length and no other limit.</summary>
    public static implicit operator Timeouts(TimeSpan total) => FromTimeSpan(total);

    /// <inheritdoc cref="op_Implicit"/>
    public static Timeouts FromTimeSpan(TimeSpan total) => new() { Total = total };

    // Timers count milliseconds in 32 bits.
    internal static TimeSpan Longest { get; } = TimeSpan.FromDays(49);

    internal string? Fault() =>
        IsOutside(Total) || IsOutside(FirstToken) || IsOutside(Idle) || IsOutside(Attempt)
            ? "a timeout is not positive, or longer than 49 days; leave it null for no limit"
            : null;

    private static bool IsOutside(TimeSpan? limit) => limit <= TimeSpan.Zero || limit > Longest;
}
