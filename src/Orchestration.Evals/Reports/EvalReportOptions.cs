using System.Collections.Immutable;
using Orchestration.Evals.Gates;
using Orchestration.Evals.GoldenSets;
using Orchestration.Evals.Running;

namespace Orchestration.Evals.Reports;

/// <summary>What a report shows beside the results.</summary>
public sealed record EvalReportOptions
{
    /// <summary>The gate's decision on the first variant.</summary>
    /// <value><see langword="null"/>, the default, means that nothing was gated: cases fail below <see cref="PassAt"/>.</value>
    public GateVerdict? Verdict { get; init; }

    /// <summary>What was accepted when, oldest first: <see cref="Baseline.History"/>.</summary>
    public IReadOnlyList<AcceptedResults> History { get; init; } = [];

    /// <summary>The golden set: inputs, references to compare outputs with, and the lines that annotations point to.</summary>
    public GoldenSet? GoldenSet { get; init; }

    /// <summary>Other results of the same golden set, such as those that were accepted, whose outputs are compared with where they have the case under the same hash. Their first variant counts.</summary>
    public EvalResults? ComparedWith { get; init; }

    /// <summary>The mean score below which a case counts as failed where no gate has decided.</summary>
    /// <value>0.5 by default.</value>
    public double PassAt { get; init; } = 0.5;

    /// <summary>How many bytes of inputs, outputs and reasons the HTML page holds. Cases that failed and those with low scores go first; the page says which have none.</summary>
    /// <value>64 MiB by default.</value>
    public long MaxTextBytes { get; init; } = 64L << 20;

    /// <summary>The most bytes of Markdown. What does not fit is left out, and the report says so.</summary>
    /// <value>1 MiB by default, what GitHub takes as the summary of a step; a comment there takes 65,536 characters.</value>
    public int MaxMarkdownBytes { get; init; } = 1 << 20;

    /// <summary>The folder that annotations' files are relative to: the root of the repository.</summary>
    /// <value>The current folder by default.</value>
    public string Root { get; init; } = Directory.GetCurrentDirectory();

    internal ImmutableArray<CaseFinding> Findings => Verdict is null
        ? []
        : [.. Verdict.Findings, .. Verdict.Metrics.Where(static metric => metric.Regressed).SelectMany(static metric => metric.Worst)];
}
