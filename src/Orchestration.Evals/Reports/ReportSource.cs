using Orchestration.Evals.GoldenSets;
using Orchestration.Evals.Running;

namespace Orchestration.Evals.Reports;

/// <summary>What a report is made of. Each stream can be read again from its start.</summary>
internal sealed record ReportSource(EvalManifest Manifest, Func<CancellationToken, IAsyncEnumerable<CaseResult>> Results, EvalReportOptions Options)
{
    public Func<CancellationToken, IAsyncEnumerable<GoldenCase>>? Golden { get; init; }

    public string? GoldenPath { get; init; }

    public Func<CancellationToken, IAsyncEnumerable<CaseResult>>? Others { get; init; }

    public string? OthersVariant { get; init; }

    /// <summary>Cases of the golden set, none where it is not known.</summary>
    public IAsyncEnumerable<GoldenCase> ReadGoldenAsync(CancellationToken cancellationToken) => Golden?.Invoke(cancellationToken) ?? AsyncEnumerable.Empty<GoldenCase>();

    /// <summary>What outputs are compared with: of each case one output, the first that there is.</summary>
    public IAsyncEnumerable<CaseResult> ReadOthersAsync(CancellationToken cancellationToken) =>
        (Others?.Invoke(cancellationToken) ?? AsyncEnumerable.Empty<CaseResult>()).Where(other => other.Variant == OthersVariant && !other.Output.IsEmpty).DistinctBy(static other => other.Case);
}
