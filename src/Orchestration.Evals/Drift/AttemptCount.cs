using Orchestration.Audit;
using Orchestration.Models;

namespace Orchestration.Evals.Drift;

/// <summary>What an attempt's end, and a call's end, add to their cell.</summary>
internal static class AttemptCount
{
    private const decimal NanoPerUsd = 1_000_000_000m;

    public static void Add(DriftCell cell, CountedRun run, AttemptEndedRecord ended, bool firstAnswer)
    {
        // No request was sent, or the caller took it back: neither says anything of the model.
        if (ended.Failure is FailureReason.Cancelled or FailureReason.Budget or FailureReason.CircuitOpen or FailureReason.OutsideEnvelope)
        {
            cell.Count(Counts.ReasonPrefix + ended.Failure);
            return;
        }

        cell.Count(Counts.Attempts);
        run.MarkOn(cell);
        cell.Mark(Marks.ModelId, ended.Completion?.ModelId);
        cell.Mark(Marks.Provider, ended.Provider);
        if (ended.Failure is { } reason)
        {
            cell.Count(Counts.ReasonPrefix + reason);
        }

        if (firstAnswer)
        {
            Answer(cell, run, ended);
        }

        if (ended.Failure is FailureReason.Refused or FailureReason.ContentFiltered || ended.Completion?.FinishReason is "content_filter" or "refusal")
        {
            cell.Count(Counts.Refused);
            cell.Show("refusals", run.Id, 1);
        }
        else if (ended.Failure is not (null or FailureReason.InvalidOutput))
        {
            cell.Count(Counts.Failed);
            cell.Show("failures", run.Id, 1);
        }

        if (ended.Seam is not null)
        {
            cell.Count(Counts.Spliced);
            cell.Show("splices", run.Id, 1);
        }

        Measure(cell, run, ended);
    }

    public static void Add(DriftCell cell, CountedRun run, StepCompletedRecord completed)
    {
        cell.Count(Counts.Calls);
        run.MarkOn(cell);
        if (completed.Outcome == StepOutcome.Cached)
        {
            cell.Count(Counts.Cached);
        }
        else if (completed.Outcome == StepOutcome.Failed)
        {
            cell.Count(Counts.FailedCalls);
            cell.Show("failed-calls", run.Id, 1);
        }
    }

    private static void Answer(DriftCell cell, CountedRun run, AttemptEndedRecord ended)
    {
        cell.Count(Counts.Answers);
        if (ended.Failure is null && ended.ValidationErrors.IsDefaultOrEmpty)
        {
            cell.Count(Counts.Valid);
        }
        else
        {
            cell.Show("validity", run.Id, 1);
        }
    }

    private static void Measure(DriftCell cell, CountedRun run, AttemptEndedRecord ended)
    {
        // How long a failure took tells of timeouts, not of the model.
        if (ended.Failure is null)
        {
            Measure(cell, run, Histograms.Latency, Math.Max(1, ended.Duration.TotalMilliseconds));
            if (ended.TimeToFirstToken is { } first)
            {
                Measure(cell, run, Histograms.FirstToken, Math.Max(1, first.TotalMilliseconds));
            }
        }

        if (ended.Completion?.Usage is { } usage)
        {
            cell.Count(Counts.InputTokens, usage.InputTokens ?? 0);
            cell.Count(Counts.OutputTokens, usage.OutputTokens ?? 0);
            if (usage.InputTokens is { } input)
            {
                Measure(cell, run, Histograms.InputTokens, Math.Max(1, input));
            }

            if (usage.OutputTokens is { } output && ended.Failure is null)
            {
                Measure(cell, run, Histograms.OutputTokens, Math.Max(1, output));
            }
        }

        if (ended.CostUsd is { } cost)
        {
            cell.Count(Counts.NanoUsd, (long)decimal.Round(cost * NanoPerUsd));
            Measure(cell, run, Histograms.Cost, (double)cost);
        }
    }

    private static void Measure(DriftCell cell, CountedRun run, string histogram, double value)
    {
        cell.Add(histogram, value);
        cell.Show(histogram, run.Id, value);
    }
}
