using Orchestration.Evals.Drift;

namespace Orchestration.Cli.Commands.Drift;

/// <summary>A report as far as it is asked for.</summary>
internal static class DriftView
{
    /// <summary>What concerns a graph: its own alerts, and those over all graphs that it shows too.</summary>
    public static DriftReport Of(DriftReport report, string? graph) => graph is null ? report : report with
    {
        Alerts = [.. report.Alerts.Where(alert => alert.Finding.Series.Graph == graph || (alert.Finding.Series.Graph is null && alert.Also.Any(series => series.Graph == graph)))],
        Findings = [.. report.Findings.Where(finding => finding.Series.Graph == graph)],
    };
}
