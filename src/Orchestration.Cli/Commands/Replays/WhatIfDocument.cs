using Orchestration.Evals.Reruns;
using Orchestration.Models;

namespace Orchestration.Cli.Commands.Replays;

/// <summary>What <c>replay what-if --json</c> writes: the estimate alone with <c>--dry-run</c>, and else the sample's figures. US dollars, seconds, shares.</summary>
internal sealed record WhatIfDocument
{
    /// <summary>Runs in the window.</summary>
    public required int Population { get; init; }

    /// <summary>What the window did cost.</summary>
    public required decimal BeforeUsd { get; init; }

    /// <summary>The recorded tokens at the other price; only of a dry run, and only where the price is known.</summary>
    public decimal? RepricedUsd { get; init; }

    /// <summary>Attempts left out of both, since their tokens or cost are not known; only of a dry run.</summary>
    public int? UnknownAttempts { get; init; }

    public bool? Partial { get; init; }

    public bool? BudgetExceeded { get; init; }

    public int? Compared { get; init; }

    public int? Errors { get; init; }

    public decimal? SpentUsd { get; init; }

    /// <summary>What the window would have cost, with its interval.</summary>
    public Interval? AfterUsd { get; init; }

    public LatencyDocument? LatencyBefore { get; init; }

    public LatencyDocument? LatencyAfter { get; init; }

    public Interval? FailuresBefore { get; init; }

    public Interval? FailuresAfter { get; init; }

    public IReadOnlyDictionary<string, ScoreChange>? Scores { get; init; }

    public IReadOnlyList<RunPair>? Runs { get; init; }

    public IReadOnlyList<string>? Refused { get; init; }

    public static WhatIfDocument Of(PriceEstimate estimate, bool isPriced) => new()
    {
        Population = estimate.Runs, BeforeUsd = estimate.BeforeUsd, RepricedUsd = isPriced ? estimate.AfterUsd : null, UnknownAttempts = isPriced ? estimate.UnknownAttempts : null,
    };

    public static WhatIfDocument Of(WhatIfReport report, bool isPartial) => new()
    {
        Population = report.Population,
        BeforeUsd = report.BeforeUsd,
        Partial = isPartial,
        BudgetExceeded = report.BudgetExceeded,
        Compared = report.Compared,
        Errors = report.Errors,
        SpentUsd = report.SpentUsd,
        AfterUsd = report.AfterUsd,
        LatencyBefore = LatencyDocument.Of(report.LatencyBefore),
        LatencyAfter = LatencyDocument.Of(report.LatencyAfter),
        FailuresBefore = report.FailuresBefore,
        FailuresAfter = report.FailuresAfter,
        Scores = report.Scores,
        Runs = [.. report.Runs.Select(static pair => new RunPair(pair.Before.Run, pair.After.Run))],
        Refused = report.Refused,
    };
}

/// <summary>Quantiles in seconds.</summary>
internal sealed record LatencyDocument(double P50, double P90, double P99)
{
    public static LatencyDocument? Of(LatencyQuantiles? quantiles) => quantiles is null ? null : new(quantiles.P50.TotalSeconds, quantiles.P90.TotalSeconds, quantiles.P99.TotalSeconds);
}

/// <summary>A recorded run and its rerun.</summary>
internal sealed record RunPair(RunId Before, RunId After);
