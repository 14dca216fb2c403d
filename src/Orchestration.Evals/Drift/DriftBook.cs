using System.Collections.Immutable;
using System.Globalization;
using Orchestration.Audit;
using Orchestration.Models;

namespace Orchestration.Evals.Drift;

/// <summary>Takes the records of a log in its order and counts them.</summary>
/// <remarks>A run is remembered from its start to its end, and beyond it only if it was scored.</remarks>
internal sealed class DriftBook(DateOnly first, DateOnly last, ScoreSample scores, DriftAggregation options)
{
    private const string OtherTenants = "(other)";

    private readonly Dictionary<RunId, CountedRun> _open = [];
    private Queue<RunId> _started = new();
    private readonly Dictionary<RunId, CountedRun> _scored = [];
    private readonly Dictionary<DateOnly, Dictionary<DriftSeries, DriftCell>> _cells = [];
    private readonly Dictionary<DateOnly, List<string>> _routing = [];
    private readonly Dictionary<DateOnly, long> _unknown = [];

    /// <summary>Takes the next record.</summary>
    /// <param name="record">The record.</param>
    /// <param name="counted">Whether its time is within the days; those before only tell which runs are under way.</param>
    public void Add(AuditRecord record, bool counted)
    {
        if (record.Kind == AuditKind.RunStarted)
        {
            Start(record, (RunStartedRecord)record.Body);
        }
        else if (record.Kind == AuditKind.RoutingChanged)
        {
            if (counted)
            {
                Routing(record, (RoutingChangedRecord)record.Body);
            }
        }
        else if (record.Run is { } id && record.Kind is AuditKind.AttemptEnded or AuditKind.StepCompleted or AuditKind.RunEnded)
        {
            if (_open.GetValueOrDefault(id) is { } run)
            {
                Take(record, run, counted);
            }
            else if (counted)
            {
                var day = DayOf(record);
                _unknown[day] = _unknown.GetValueOrDefault(day) + 1;
            }
        }
    }

    public ImmutableArray<DriftDay> Days()
    {
        Score();
        var days = ImmutableArray.CreateBuilder<DriftDay>();
        for (var day = first; day <= last; day = day.AddDays(1))
        {
            var cells = _cells.GetValueOrDefault(day)?.Values.OrderBy(static cell => cell.Series, SeriesOrder.Instance).ToImmutableArray() ?? [];
            days.Add(new DriftDay(day, cells)
            {
                RoutingChanges = [.. _routing.GetValueOrDefault(day) ?? []],
                UnknownRunRecords = _unknown.GetValueOrDefault(day),
            });
        }

        return days.ToImmutable();
    }

    private static DateOnly DayOf(AuditRecord record) => DateOnly.FromDateTime(record.Time.UtcDateTime);

    private void Start(AuditRecord record, RunStartedRecord body)
    {
        var id = record.Run!.Value;
        _open.TryAdd(id, new CountedRun(id, record.Tenant, body));
        _started.Enqueue(id);
        while (_open.Count > options.MaxOpenRuns)
        {
            _open.Remove(_started.Dequeue());
        }

        // Those that ended stay in the queue until it is twice as long as it need be.
        if (_started.Count > 2 * (long)options.MaxOpenRuns)
        {
            _started = new(_started.Where(_open.ContainsKey));
        }
    }

    private void Take(AuditRecord record, CountedRun run, bool counted)
    {
        if (record.Kind == AuditKind.RunEnded)
        {
            _open.Remove(run.Id);
            if (run.Start.IsOriginal && scores.Contains(run.Id))
            {
                _scored[run.Id] = run;
            }

            return;
        }

        if (!run.Start.IsOriginal)
        {
            return;
        }

        var step = StepPath.Of(record.Step);
        if (record.Kind == AuditKind.AttemptEnded)
        {
            var ended = (AttemptEndedRecord)record.Body;
            var isFirstAnswer = ended.Failure is null or FailureReason.InvalidOutput && run.Answered.Add(record.Step!);
            if (counted)
            {
                AttemptCount.Add(Cell(record, run, step, ended.Model), run, ended, isFirstAnswer);
            }
        }
        else
        {
            var completed = (StepCompletedRecord)record.Body;
            run.Complete(record.Step!, step, completed.Model);
            if (counted && completed.Outcome is StepOutcome.New or StepOutcome.Cached or StepOutcome.Failed)
            {
                AttemptCount.Add(Cell(record, run, step, completed.Model ?? string.Empty), run, completed);
            }
        }
    }

    private void Routing(AuditRecord record, RoutingChangedRecord body)
    {
        var day = DayOf(record);
        if (!_routing.TryGetValue(day, out var changes))
        {
            _routing.Add(day, changes = []);
        }

        if (changes.Count < DriftCell.MostExamples * 4)
        {
            var what = body.Change == RoutingChange.Applied ? $"routing policy '{body.PolicyVersion ?? "(no version)"}' was applied" : $"canary '{body.Canary}' was rolled back";
            changes.Add(string.Create(CultureInfo.InvariantCulture, $"{record.Time.UtcDateTime:HH:mm} UTC: {what}{(body.Reason is { } reason ? $": {reason}" : string.Empty)}"));
        }
    }

    private void Score()
    {
        foreach (var (id, scored) in scores.Runs())
        {
            // A run may still be under way when its first step is scored.
            if ((_scored.GetValueOrDefault(id) ?? _open.GetValueOrDefault(id)) is not { Start.IsOriginal: true } run)
            {
                continue;
            }

            foreach (var (key, score) in scored)
            {
                var cell = Cell(key.Day, new DriftSeries(run.Start.Graph, key.Step, run.ModelOf(key.Step), run.Tenant));
                run.MarkOn(cell);
                cell.Add(DriftMetric.ScorePrefix + key.Metric, score);
                cell.Show(DriftMetric.ScorePrefix + key.Metric, id, score);
            }
        }
    }

    private DriftCell Cell(AuditRecord record, CountedRun run, string step, string model) => Cell(DayOf(record), new DriftSeries(run.Start.Graph, step, model, run.Tenant));

    private DriftCell Cell(DateOnly day, DriftSeries series)
    {
        if (!_cells.TryGetValue(day, out var cells))
        {
            _cells.Add(day, cells = []);
        }

        if (!cells.TryGetValue(series, out var cell))
        {
            if (cells.Count >= options.MaxCells && series.Tenant != OtherTenants)
            {
                return Cell(day, series with { Tenant = OtherTenants });
            }

            cells.Add(series, cell = new DriftCell(series));
        }

        return cell;
    }
}
