namespace Orchestration.Policies;

/// <summary>How a step is run: which models, how often, how long, for how much, and what then. Immutable; derive with <c>with</c>.</summary>
/// <example>
/// <code>
/// public static readonly StepPolicy Cheap = new() { Route = "fast", Budget = Budget.Usd(0.02m), Timeout = TimeSpan.FromSeconds(30) };
/// public static readonly StepPolicy Careful = Cheap with { Route = "best", Fallback = Fallback.To("fast") };
/// </code>
/// </example>
public sealed record StepPolicy
{
    /// <summary>The route, or the one model, that the call goes to.</summary>
    /// <value>A registered name. <see langword="null"/>, the default, means the application's default route.</value>
    public string? Route { get; init; }

    /// <summary>The most attempts of one call over all its retries and fallbacks, so that the two never multiply.</summary>
    /// <value>At least 1; 6 by default.</value>
    public int MaxAttempts { get; init; } = 6;

    /// <inheritdoc cref="Policies.Retry"/>
    public Retry Retry { get; init; } = new();

    /// <summary>How long the step may take. A <see cref="TimeSpan"/> converts to a total.</summary>
    public Timeouts Timeout { get; init; } = new();

    /// <summary>The most the step may spend over all its attempts.</summary>
    /// <value><see langword="null"/>, the default, means no cap of its own; the run's still holds.</value>
    public Budget? Budget { get; init; }

    /// <summary>Where the call goes when its route's first candidate has failed.</summary>
    /// <value><see langword="null"/>, the default, means the route's other candidates, for the reasons in <see cref="Models.FailureReasons.Elsewhere"/>.</value>
    public Fallback? Fallback { get; init; }

    /// <summary>Whether, and how long, an answer may be used again for the same prompt.</summary>
    /// <value><see langword="null"/>, the default, means never.</value>
    public CachePolicy? Cache { get; init; }

    /// <summary>How an answer that breaks off while it is streamed is carried on by the next candidate.</summary>
    /// <value>On by default; <see cref="Policies.Splice.Never"/> turns it off.</value>
    public Splice Splice { get; init; } = new();

    /// <summary>Whether a second candidate is asked when the first token is late.</summary>
    /// <value><see langword="null"/>, the default, means never.</value>
    public Hedge? Hedge { get; init; }

    /// <summary>How an answer that has to be JSON is checked, and repaired.</summary>
    public StructuredOutput Output { get; init; } = new();

    /// <summary>What is wrong with this policy, in a sentence; <see langword="null"/> when it can hold.</summary>
    internal string? Fault() => this switch
    {
        { MaxAttempts: < 1 } => $"MaxAttempts is {MaxAttempts}; a call takes at least 1 attempt",
        { Route: "" } => "Route is empty; name a route or leave it null for the default one",
        _ => Retry.Fault() ?? Timeout.Fault() ?? Budget?.Fault() ?? Fallback?.Fault() ?? Cache?.Fault() ?? Splice.Fault() ?? Hedge?.Fault() ?? Output.Fault(),
    };
}
