using System.Collections.Immutable;

namespace Orchestration.Evals.Drift;

/// <summary>When a change is an alert.</summary>
public sealed record DriftOptions
{
    /// <summary>An upper bound of the probability that a quiet day gives any alert, over all series and metrics together (Holm's correction).</summary>
    /// <value>0.03 by default: less than one false alarm in a month of 30 days.</value>
    public double Alpha { get; init => field = value is > 0 and < 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Alpha lies between 0 and 1."); } = 0.03;

    /// <summary>How many days before the day the reference begins.</summary>
    /// <value>28 by default.</value>
    public int ReferenceFrom { get; init; } = 28;

    /// <summary>How many days before the day the reference ends; that day is in it. Some distance keeps a slow change from being its own reference.</summary>
    /// <value>7 by default.</value>
    public int ReferenceTo { get; init; } = 7;

    /// <summary>Days before this one are not compared with: set it to the day of a change that is meant to stay. <see langword="null"/> = all are.</summary>
    public DateOnly? ReferenceSince { get; init; }

    /// <summary>Changes that are meant to stay.</summary>
    /// <value>None by default, beside those that the store holds.</value>
    public ImmutableArray<DriftAcceptance> Accepted { get; init; } = [];

    /// <summary>How many days, the last one being the day asked for, are compared as one. More see smaller changes, later.</summary>
    /// <value>1 by default.</value>
    public int WindowDays { get; init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "WindowDays is at least 1."); } = 1;

    /// <inheritdoc cref="Drift.Seasonality"/>
    public Seasonality Seasonality { get; init; } = Seasonality.Auto;

    /// <summary>Reference days below which nothing is compared, at least 5.</summary>
    /// <value>7 by default.</value>
    public int MinimumReferenceDays { get; init => field = value >= 5 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "MinimumReferenceDays is at least 5."); } = 7;

    /// <summary>Calls, attempts or scores that a series must have on a day to be compared, or to be compared with.</summary>
    /// <value>50 by default.</value>
    public int MinimumCalls { get; init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "MinimumCalls is at least 1."); } = 50;

    /// <summary>The least drop of a mean score that is an alert.</summary>
    /// <value>0.01 by default.</value>
    public double MinimumScoreDrop { get; init; } = 0.01;

    /// <summary>The least change of a share (validity, refusals, failures, cache hits, splices) that is an alert.</summary>
    /// <value>0.01 by default.</value>
    public double MinimumShareChange { get; init; } = 0.01;

    /// <summary>The least relative change of latency, tokens and cost (of their geometric means) that is an alert.</summary>
    /// <value>0.1 by default.</value>
    public double MinimumRelativeChange { get; init; } = 0.1;

    /// <summary>The least population stability index at which the shape of a distribution is an alert.</summary>
    /// <value>0.1 by default.</value>
    public double MinimumStabilityIndex { get; init; } = 0.1;

    /// <summary>The first day after an accepted change on which there are reference days enough again.</summary>
    /// <param name="accepted">The change.</param>
    public DateOnly ComparedAgainOn(DriftAcceptance accepted)
    {
        ArgumentNullException.ThrowIfNull(accepted);
        return accepted.Day.AddDays(ReferenceTo + MinimumReferenceDays - 1);
    }

    /// <summary>The days, among those of the reference, that a series is compared with.</summary>
    internal List<DriftDay> ReferenceOf(DriftSeries series, DateOnly day, List<DriftDay> reference)
    {
        var since = Accepted.Where(change => change.Day <= day && change.Concerns(series)).Select(static change => change.Day).DefaultIfEmpty().Max();
        return since == default ? reference : [.. reference.Where(one => one.Day >= since)];
    }

    // What two options say together; each alone is judged as it is set.
    internal void Check(string parameter)
    {
        if (ReferenceTo < WindowDays || ReferenceFrom - ReferenceTo + 1 < MinimumReferenceDays)
        {
            throw new ArgumentException(
                $"The reference from {ReferenceFrom} to {ReferenceTo} days before must end before the window of {WindowDays} days, and hold at least {MinimumReferenceDays} days: change ReferenceFrom, ReferenceTo or MinimumReferenceDays.",
                parameter);
        }
    }
}

/// <summary>Which days of the reference a day is compared with.</summary>
public enum Seasonality
{
    /// <summary>All, or working days with working days and weekends with weekends: whichever predicts the reference better.</summary>
    Auto,

    /// <summary>All.</summary>
    None,

    /// <summary>Those of the same weekday. For traffic whose Mondays are not like its Tuesdays; with 22 reference days, three or four are left of each.</summary>
    Weekday,
}
