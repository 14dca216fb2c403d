using Orchestration.Cli.Display;
using Orchestration.Evals.Gates;
using Orchestration.Evals.Reports;
using Orchestration.Evals.Running;

namespace Orchestration.Cli.Evals;

/// <summary>An evaluation on the screen: the verdict first, then what it rests on.</summary>
internal static class ResultView
{
    /// <param name="screen">Where to.</param>
    /// <param name="name">The eval, if there are several.</param>
    /// <param name="results">The results.</param>
    /// <param name="report">Their numbers.</param>
    /// <param name="verdict">The gate's decision, if there is one.</param>
    /// <param name="passAt">The score from which on a case has passed.</param>
    /// <param name="all">Whether every case is listed.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task ShowAsync(Screen screen, string? name, EvalResults results, EvalReport report, GateVerdict? verdict, double passAt, bool all, CancellationToken cancellationToken)
    {
        screen.Line();
        if (verdict is not null)
        {
            VerdictView.Line(screen, name, verdict);
        }

        if (verdict is { ComparedCases: > 0 })
        {
            VerdictView.Metrics(screen, verdict);
        }
        else
        {
            VariantView.Means(screen, report.Summary.Variants[0]);
        }

        CaseView.Show(screen, report, verdict, passAt, all);
        await ErrorView.ShowAsync(screen, results, cancellationToken).ConfigureAwait(false);
        VariantView.Show(screen, report.Summary);
    }
}
