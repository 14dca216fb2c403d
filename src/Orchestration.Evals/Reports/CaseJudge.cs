using System.Globalization;
using Orchestration.Evals.Gates;

namespace Orchestration.Evals.Reports;

/// <summary>What a report says of a case, worst first.</summary>
internal enum CaseStatus
{
    Failed,
    Error,
    Skipped,
    Passed,
}

/// <summary>Gives a case its status. What fails here is what the gate fails on, so that a CI server's count of failures and the exit code never disagree.</summary>
internal sealed class CaseJudge(EvalReportOptions options, List<string> metrics)
{
    private readonly ILookup<string, CaseFinding> _findings = options.Findings.ToLookup(static finding => finding.Case, StringComparer.Ordinal);

    public void Judge(CaseRow row) => (row.Status, row.Message) = row.Cells[0] is { } cell ? Judge(row.Id, cell, gated: true) : (CaseStatus.Skipped, "It was not run.");

    public (CaseStatus Status, string? Message) Judge(string id, CaseCell cell, bool gated)
    {
        if (options.Verdict is not null && !gated)
        {
            return (CaseStatus.Skipped, "This variant is compared, not gated.");
        }

        var reasons = options.Verdict is not null ? _findings[id].Select(static finding => finding.Message).Distinct(StringComparer.Ordinal).ToList() : BelowPass(cell);
        if (reasons.Count > 0)
        {
            return (CaseStatus.Failed, string.Join(' ', reasons));
        }

        if (cell.Errors == cell.Repeats)
        {
            return (CaseStatus.Error, cell.Error ?? "No run of it could be judged.");
        }

        if (metrics.FindIndex(metric => cell.HasOnlyErrors(metrics.IndexOf(metric))) is >= 0 and var lost)
        {
            return (CaseStatus.Error, $"'{metrics[lost]}' could not judge it.");
        }

        return cell.Lowest() is null ? (CaseStatus.Skipped, "No metric has anything to say about it.") : (CaseStatus.Passed, null);
    }

    private List<string> BelowPass(CaseCell cell)
    {
        var reasons = new List<string>();
        if (cell.Failed > 0)
        {
            reasons.Add(string.Create(CultureInfo.InvariantCulture, $"{cell.Failed} of {cell.Repeats} runs failed: {cell.Error}"));
        }

        for (var i = 0; i < metrics.Count; i++)
        {
            if (cell.Mean(i) < options.PassAt)
            {
                reasons.Add(string.Create(CultureInfo.InvariantCulture, $"{metrics[i]} is {cell.Mean(i):0.00}, below {options.PassAt:0.00}."));
            }
        }

        return reasons;
    }
}
