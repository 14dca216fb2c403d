using Orchestration.Audit;
using Orchestration.Models;

namespace Orchestration.Replay;

/// <summary>Gathers the records of a run and makes of them what its reader saw.</summary>
internal sealed class StreamReconstruction(RunId run, string? only)
{
    private readonly Dictionary<string, StepReconstruction> _steps = new(StringComparer.Ordinal);
    private readonly List<StepReconstruction> _order = [];
    private readonly List<SeenEvent> _events = [];
    private RunStartedRecord? _start;
    private string _tenant = string.Empty;
    private DateTimeOffset _first;

    // When the process began that wrote what follows: times in its records count from there.
    private TimeSpan _base;

    public void Add(AuditRecord record)
    {
        var at = record.Time - _first;
        switch (record.Body)
        {
            case RunStartedRecord start when _start is null:
                (_start, _tenant, _first) = (start, record.Tenant, record.Time);
                break;

            case RunStartedRecord:
                CloseSteps();
                _base = at;
                _events.Add(new SeenResume(at));
                break;

            case AttemptStartedRecord started when Step(record) is { } step:
                step.Add(record.Attempt ?? 0, started);
                break;

            case AttemptEndedRecord ended when Step(record) is { } step:
                step.Add(record.Id, record.Attempt ?? 0, ended, at, _base);
                break;

            case StepCompletedRecord completed when Step(record) is { } step:
                step.Add(completed, at, _base);
                break;
        }
    }

    public RecordedStream ToStream()
    {
        if (_start is null)
        {
            throw new RunNotFoundException(run, "the audit log does not hold it. Look at the folder or store the log is configured with, and at its retention.");
        }

        CloseSteps();
        return new RecordedStream(run, _tenant, _start, [.. _events.OrderBy(static e => e.At)], [.. _order.Where(static step => step.IsInferred).Select(static step => step.Path).Distinct(StringComparer.Ordinal)]);
    }

    private StepReconstruction? Step(AuditRecord record)
    {
        if (_start is null || record.Step is not { } path || (only is not null && only != path))
        {
            return null;
        }

        if (!_steps.TryGetValue(path, out var step))
        {
            _steps[path] = step = new StepReconstruction(path);
            _order.Add(step);
        }

        return step;
    }

    private void CloseSteps()
    {
        foreach (var step in _steps.Values)
        {
            _events.AddRange(step.Events());
        }

        _steps.Clear();
    }
}
