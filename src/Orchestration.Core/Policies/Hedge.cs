namespace Orchestration.Policies;

/// <summary>
/// Asks a second candidate when the first token of the first is late. The first token wins; the other request is cancelled, and what it cost is recorded as unknown, for a provider may charge for it.
/// </summary>
/// <remarks>Both attempts count for <see cref="StepPolicy.MaxAttempts"/>, reserve budget and are audited.</remarks>
public sealed record Hedge
{
    /// <summary>How long the first token is waited for before the next candidate is asked as well.</summary>
    /// <value>&gt; 0.</value>
    public required TimeSpan After { get; init; }

    /// <summary>A second candidate after this long without a first token.</summary>
    public static Hedge AfterDelay(TimeSpan delay) => new() { After = delay };

    internal string? Fault() => After <= TimeSpan.Zero || After > Timeouts.Longest ? "Hedge.After is not positive, or longer than 49 days; leave Hedge null to ask one candidate at a time" : null;
}
