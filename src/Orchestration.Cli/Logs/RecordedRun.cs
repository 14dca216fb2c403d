using Orchestration.Audit;

namespace Orchestration.Cli.Logs;

/// <summary>A run as the log has it, put together from its records.</summary>
internal sealed class RecordedRun
{
    private readonly List<(DateTimeOffset From, DateTimeOffset To)> _legs = [];

    private RecordedRun(RunSummary summary, RunStartedRecord start) => (Summary, Start) = (summary, start);

    public RunSummary Summary { get; private set; }

    public RunStartedRecord Start { get; }

    /// <summary>What holds the run's steps.</summary>
    public RecordedStep Root { get; } = new(string.Empty, string.Empty);

    /// <summary>The times in which it ran: one, and one for each time it was taken up again.</summary>
    public IReadOnlyList<(DateTimeOffset From, DateTimeOffset To)> Legs => _legs;

    /// <summary>Who has looked at it before.</summary>
    public List<(DateTimeOffset Time, AccessedRecord Look)> Looks { get; } = [];

    /// <summary>How its output was judged.</summary>
    public List<(string? Step, ScoredRecord Score)> Scores { get; } = [];

    public DateTimeOffset Begun => _legs[0].From;

    public DateTimeOffset Ended => _legs[^1].To;

    /// <returns><see langword="null"/> when the records are not those of a run.</returns>
    public static RecordedRun? Of(IReadOnlyList<AuditRecord> records)
    {
        if (records.FirstOrDefault(static record => record.Kind == AuditKind.RunStarted) is not { } first)
        {
            return null;
        }

        var start = (RunStartedRecord)first.Body;
        var run = new RecordedRun(RunSummary.Begin(first, start) with { Resumed = 0 }, start);
        foreach (var record in records)
        {
            run.Add(record, isFirst: record == first);
        }

        return run;
    }

    private void Add(AuditRecord record, bool isFirst)
    {
        switch (record.Body)
        {
            case RunStartedRecord:
                _legs.Add((record.Time, record.Time));
                Summary = isFirst ? Summary : Summary.GoOn();
                return;

            case AccessedRecord look:
                Looks.Add((record.Time, look));
                return;

            case ScoredRecord score:
                Scores.Add((record.Step, score));
                return;

            case AttemptStartedRecord intent:
                Root.At(record.Step!).Attempts.Add(new RecordedAttempt(record.Attempt ?? 1, intent, record.Time));
                break;

            case AttemptEndedRecord result:
                End(record, result);
                break;

            case EffectRecord effect:
                var outside = Root.At(record.Step!);
                (outside.Effect, outside.RecordedAt) = (effect, record.Time);
                break;

            case StepCompletedRecord completed:
                var step = Root.At(record.Step!);
                (step.Completed, step.RecordedAt) = (completed, record.Time);
                break;

            case RunEndedRecord end:
                Summary = Summary.End(end);
                break;
        }

        if (_legs.Count > 0)
        {
            _legs[^1] = (_legs[^1].From, record.Time > _legs[^1].To ? record.Time : _legs[^1].To);
        }
    }

    private void End(AuditRecord record, AttemptEndedRecord result)
    {
        var attempts = Root.At(record.Step!).Attempts;
        var number = record.Attempt ?? 1;
        var open = attempts.FindLastIndex(attempt => attempt.Number == number && attempt.Result is null);
        var begun = open >= 0 ? attempts[open] : new RecordedAttempt(number, null, record.Time - result.Duration);
        var ended = begun with { Result = result, Ended = record.Time };
        if (open >= 0)
        {
            attempts[open] = ended;
        }
        else
        {
            attempts.Add(ended);
        }
    }
}
