using System.Collections.Immutable;
using Orchestration.Audit;
using Orchestration.Models;
using Orchestration.Replay;

namespace Orchestration.Evals.Reruns;

/// <summary>Reads a run's side of a comparison from the log.</summary>
internal static class RecordedSide
{
    /// <exception cref="RunNotFoundException">The log does not hold the run.</exception>
    public static async Task<(RunStartedRecord Start, string Tenant, RunSide Side, RecordedAnswers Answers)> LoadAsync(IAuditLog log, RunId run, CancellationToken cancellationToken)
    {
        var answers = await RecordedAnswers.LoadAsync(log, run, cancellationToken).ConfigureAwait(false);
        AuditRecord? started = null;
        RunEndedRecord? end = null;
        var attempts = new Dictionary<string, List<AttemptEndedRecord>>(StringComparer.Ordinal);
        var completed = new Dictionary<string, StepCompletedRecord>(StringComparer.Ordinal);
        await foreach (var record in log.ReadAsync(new AuditQuery { Run = run }, cancellationToken).ConfigureAwait(false))
        {
            switch (record.Body)
            {
                case RunStartedRecord:
                    started ??= record;
                    break;

                case AttemptEndedRecord attempt:
                    (attempts.TryGetValue(record.Step!, out var earlier) ? earlier : attempts[record.Step!] = []).Add(attempt);
                    break;

                case StepCompletedRecord step:
                    completed[record.Step!] = step;
                    break;

                case RunEndedRecord ended:
                    end = ended;
                    break;
            }
        }

        var steps = completed.ToImmutableSortedDictionary(
            static step => step.Key,
            step => Step(step.Value, attempts.GetValueOrDefault(step.Key) ?? [], answers.Completions.GetValueOrDefault(step.Key)),
            StringComparer.Ordinal);
        var side = new RunSide
        {
            Run = run,
            Outcome = end?.Outcome,
            Failure = end?.Failure is { } reason ? $"step '{end.FailedStep}': {reason}" : end?.FailedStep,
            CostUsd = end?.CostUsd ?? steps.Values.Sum(static step => step.CostUsd),
            UnpricedAttempts = end?.UnpricedAttempts ?? steps.Values.Sum(static step => step.UnpricedAttempts),
            Usage = end?.Usage ?? Total(attempts.Values.SelectMany(static step => step)),
            Duration = end?.Duration ?? TimeSpan.Zero,
            Attempts = end?.Attempts ?? steps.Values.Sum(static step => step.Attempts),
            Steps = steps,
            Effects = answers.Effects,
        };
        return ((RunStartedRecord)started!.Body, started.Tenant, side, answers);
    }

    /// <summary>The side of a run that one step of it is.</summary>
    public static RunSide Of(RunSide run, string path) => run.Steps.GetValueOrDefault(path) is not { } step
        ? run with { Output = default, CostUsd = 0, UnpricedAttempts = 0, Usage = new Usage(), Duration = TimeSpan.Zero, Attempts = 0, Steps = run.Steps.Clear() }
        : run with
        {
            Outcome = step.Outcome == StepOutcome.Failed ? RunOutcome.Failed : RunOutcome.Succeeded,
            Failure = step.Outcome == StepOutcome.Failed ? run.Failure : null,
            Output = step.Text is null ? default : OutputJson.OfAnswer(step.Text),
            CostUsd = step.CostUsd,
            UnpricedAttempts = step.UnpricedAttempts,
            Usage = step.Usage,
            Duration = step.Duration,
            Attempts = step.Attempts,
            Steps = run.Steps.Clear().Add(path, step),
        };

    private static StepSide Step(StepCompletedRecord step, List<AttemptEndedRecord> attempts, string? text) => new()
    {
        Outcome = step.Outcome,
        Model = step.Model,
        Text = text,
        CostUsd = attempts.Sum(static attempt => attempt.CostUsd ?? 0),
        UnpricedAttempts = attempts.Count(static attempt => attempt.CostUsd is null),
        Usage = Total(attempts),
        Duration = attempts.Aggregate(TimeSpan.Zero, static (sum, attempt) => sum + attempt.Duration),
        Attempts = attempts.Count,
    };

    private static Usage Total(IEnumerable<AttemptEndedRecord> attempts) =>
        attempts.Select(static attempt => attempt.Completion?.Usage).OfType<Usage>().Aggregate(new Usage(), static (sum, usage) => sum + usage);
}
