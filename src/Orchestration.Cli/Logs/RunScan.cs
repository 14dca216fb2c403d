using Orchestration.Audit;
using Orchestration.Models;

namespace Orchestration.Cli.Logs;

/// <summary>Reads a log once and sums up its runs. Memory grows with the number of runs, not of records.</summary>
internal sealed class RunScan(RunFilter filter)
{
    private readonly Dictionary<RunId, RunSummary> _runs = [];
    private readonly HashSet<RunId> _asked = [];

    /// <summary>Whether the reading was ended before the end of the log.</summary>
    public bool IsPartial { get; private set; }

    /// <summary>Those that are meant, newest first.</summary>
    public IEnumerable<RunSummary> Runs => _runs.Values
        .Where(run => (filter.Model is null || _asked.Contains(run.Run)) && (!filter.Failed || run.Outcome == RunOutcome.Failed))
        .OrderByDescending(static run => run.Started)
        .ThenByDescending(static run => run.Run.Value);

    /// <summary>Reads until the end, or until it is cancelled: then what was read so far is there.</summary>
    public async Task ReadAsync(AuditFolder log, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var record in log.ReadAsync(new AuditQuery { From = filter.From }, cancellationToken).ConfigureAwait(false))
            {
                Add(record);
            }
        }
        catch (OperationCanceledException)
        {
            IsPartial = true;
        }
    }

    private void Add(AuditRecord record)
    {
        if (record.Run is not { } run)
        {
            return;
        }

        switch (record.Kind)
        {
            case AuditKind.RunStarted:
                var start = (RunStartedRecord)record.Body;
                if (_runs.TryGetValue(run, out var begun))
                {
                    _runs[run] = begun.GoOn();
                }
                else if ((filter.To is null || record.Time < filter.To) && (filter.Graph is null || filter.Graph == start.Graph))
                {
                    _runs[run] = RunSummary.Begin(record, start);
                }

                break;

            case AuditKind.AttemptStarted when filter.Model is not null && !_asked.Contains(run) && ((AttemptStartedRecord)record.Body).Model == filter.Model:
                _asked.Add(run);
                break;

            case AuditKind.RunEnded when _runs.TryGetValue(run, out var known):
                _runs[run] = known.End((RunEndedRecord)record.Body);
                break;
        }
    }
}
