using Orchestration.Models;

namespace Orchestration.Policies;

/// <summary>When the same model is asked again. Delays grow exponentially with full jitter and respect the provider's Retry-After.</summary>
public sealed record Retry
{
    /// <summary>No second attempt on the same model.</summary>
    public static Retry Never { get; } = new() { MaxAttempts = 1 };

    /// <summary>The most attempts on one model, the first included. <see cref="StepPolicy.MaxAttempts"/> caps the sum over all models.</summary>
    /// <value>At least 1; 3 by default.</value>
    public int MaxAttempts { get; init; } = 3;

    /// <summary>The upper end of the first delay; it doubles with each further one. The delay itself is drawn between 0 and that end.</summary>
    /// <value>0.5 seconds by default.</value>
    public TimeSpan BaseDelay { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>Where the doubling ends.</summary>
    /// <value>20 seconds by default.</value>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>The longest Retry-After that is waited for. A provider that asks for more is given up for this call, and the next candidate is asked at once.</summary>
    /// <value>60 seconds by default.</value>
    public TimeSpan RetryAfterCap { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The reasons that are worth asking the same model again.</summary>
    /// <value><see cref="FailureReasons.Transient"/> by default.</value>
    public FailureReasons On { get; init; } = FailureReasons.Transient;

    /// <summary>How long to wait before the attempt after <paramref name="failedAttempts"/> failed ones; <see langword="null"/> = do not wait, go elsewhere.</summary>
    /// <param name="failedAttempts">From 1.</param>
    /// <param name="retryAfter">What the provider asked for.</param>
    /// <param name="draw">A random number in [0, 1).</param>
    internal TimeSpan? DelayAfter(int failedAttempts, TimeSpan? retryAfter, double draw)
    {
        if (retryAfter > RetryAfterCap)
        {
            return null;
        }

        var ceiling = Math.Min(MaxDelay.Ticks, BaseDelay.Ticks * Math.Pow(2, failedAttempts - 1));
        var jittered = TimeSpan.FromTicks((long)(draw * ceiling));
        return retryAfter > jittered ? retryAfter : jittered;
    }

    internal string? Fault() => this switch
    {
        { MaxAttempts: < 1 } => $"Retry.MaxAttempts is {MaxAttempts}; it counts the first attempt, so the least is 1",
        { BaseDelay.Ticks: < 0 } or { MaxDelay.Ticks: < 0 } or { RetryAfterCap.Ticks: < 0 } => "a delay of Retry is negative",
        _ => null,
    };
}
