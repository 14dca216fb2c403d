using Orchestration.Evals.Gates;
using Orchestration.Evals.Reports;
using Orchestration.Evals.Running;

namespace Orchestration.Cli.Evals;

/// <summary>How an eval came out.</summary>
internal sealed record EvalEnd
{
    // What is missing does not undo what was proven.
    private static readonly int[] WorstFirst = [ExitCodes.Cancelled, ExitCodes.Regression, ExitCodes.BudgetExceeded, ExitCodes.TooManyErrors, ExitCodes.Inconclusive, ExitCodes.Ok];

    public required string Eval { get; init; }

    public required int ExitCode { get; init; }

    public EvalEstimate? Estimate { get; init; }

    /// <summary>Where the results lie; <see langword="null"/> when nothing was run.</summary>
    public string? Folder { get; init; }

    /// <summary>Where the HTML page is; <see langword="null"/> for none.</summary>
    public string? Page { get; init; }

    public EvalReport? Report { get; init; }

    /// <summary><see langword="null"/> where nothing was decided: of a part, a shard, or when it was not asked for.</summary>
    public GateVerdict? Verdict { get; init; }

    /// <summary>Which of several decides the exit code.</summary>
    public static EvalEnd Worst(IEnumerable<EvalEnd> ends) => ends.MinBy(static end => Array.IndexOf(WorstFirst, end.ExitCode))!;

    /// <summary>The exit code of results that no gate decides on, such as a shard's.</summary>
    public static int CodeOf(EvalSummary summary, GateRules rules) =>
        summary.Manifest.BudgetExceeded ? ExitCodes.BudgetExceeded
        : summary.Variants[0] is { Runs: > 0 } gated && (double)gated.Errors / gated.Runs > rules.MaxErrors ? ExitCodes.TooManyErrors
        : ExitCodes.Ok;
}
