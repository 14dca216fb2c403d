namespace Orchestration.Routing;

/// <summary>What a model must meet to be asked: a ceiling of cost, targets of latency, a floor of quality. A bound that is <see langword="null"/>, as all are by default, binds nothing.</summary>
/// <remarks>Cost and quality are hard: a model outside of them is not asked, even if no other answers. Latency is a preference: a model that misses its target comes after those that meet it.</remarks>
public sealed record Envelope
{
    /// <summary>The most that one call may be expected to cost, in US dollars. A model whose price is not known does not meet it.</summary>
    /// <value>&gt;= 0; 0 leaves only models that are free.</value>
    /// <remarks>An expectation, not a cap: the step's <c>Budget</c> holds the worst case.</remarks>
    public decimal? MaxCostUsd { get; init; }

    /// <summary>The time to the first token that 95 of 100 answers of late must have kept. A model that has not been measured meets it.</summary>
    /// <value>&gt; 0.</value>
    public TimeSpan? FirstToken { get; init; }

    /// <summary>The time to the end of the answer that 95 of 100 answers of late must have kept. A model that has not been measured meets it.</summary>
    /// <value>&gt; 0.</value>
    public TimeSpan? Total { get; init; }

    /// <summary>The least quality on the step, by <see cref="QualityScores"/> or else by the model's profile. A model of which neither knows it does not meet it.</summary>
    /// <value>From 0 to 1.</value>
    public double? MinQuality { get; init; }

    /// <summary>This envelope with the bounds that the other one has in place of its own.</summary>
    internal Envelope Under(Envelope? other) => other is null ? this : new()
    {
        MaxCostUsd = other.MaxCostUsd ?? MaxCostUsd,
        FirstToken = other.FirstToken ?? FirstToken,
        Total = other.Total ?? Total,
        MinQuality = other.MinQuality ?? MinQuality,
    };

    internal string? Fault() => this switch
    {
        { MaxCostUsd: < 0 } => FormattableString.Invariant($"MaxCostUsd is {MaxCostUsd}; a ceiling is at least 0 US dollars, or left out for none"),
        { FirstToken: { Ticks: <= 0 } } => "FirstToken is not positive; leave it out for no target",
        { Total: { Ticks: <= 0 } } => "Total is not positive; leave it out for no target",
        { MinQuality: not null and not (>= 0 and <= 1) } => FormattableString.Invariant($"MinQuality is {MinQuality}; quality is from 0 to 1, or left out for no floor"),
        _ => null,
    };
}
