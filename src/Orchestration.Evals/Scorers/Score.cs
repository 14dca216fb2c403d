namespace Orchestration.Evals.Scorers;

/// <summary>A scorer's verdict: a number with its reason, or an error in judging, or that there was nothing to judge.</summary>
public sealed record Score
{
    private Score(ScoreKind kind, double value, string reason) => (Kind, Value, Reason) = (kind, value, reason);

    /// <inheritdoc cref="ScoreKind"/>
    public ScoreKind Kind { get; }

    /// <summary>From 0 to 1; 0 unless <see cref="Kind"/> is <see cref="ScoreKind.Scored"/>.</summary>
    public double Value { get; }

    /// <summary>Why, in a sentence that someone who sees only it understands.</summary>
    public string Reason { get; }

    /// <summary>US dollars that judging cost; 0 for a scorer that asks no model.</summary>
    public decimal CostUsd { get; init; }

    /// <summary>A score.</summary>
    /// <param name="value">From 0 to 1.</param>
    /// <param name="reason">Why.</param>
    public static Score Of(double value, string reason) => value is >= 0 and <= 1
        ? new(ScoreKind.Scored, value, reason)
        : throw new ArgumentOutOfRangeException(nameof(value), value, "A score is from 0 to 1.");

    /// <summary>1 or 0.</summary>
    public static Score Pass(bool passed, string reason) => Of(passed ? 1 : 0, reason);

    /// <summary>Judging failed: neither a pass nor a fail.</summary>
    public static Score Error(string reason) => new(ScoreKind.Error, 0, reason);

    /// <summary>The case says nothing that this scorer could hold the output to.</summary>
    public static Score NotApplicable(string reason) => new(ScoreKind.NotApplicable, 0, reason);
}

/// <summary>What kind of verdict it is.</summary>
public enum ScoreKind
{
    /// <summary>A number from 0 to 1.</summary>
    Scored,

    /// <summary>Judging failed, as a judge that did not answer: neither a pass nor a fail.</summary>
    Error,

    /// <summary>There was nothing to judge.</summary>
    NotApplicable,
}
