using System.Text.RegularExpressions;
using Orchestration.Audit;
using Orchestration.Models;

namespace Orchestration.Evals.GoldenSets.Sampling;

/// <summary>Keeps the first few runs of each stratum while the log goes by.</summary>
internal sealed partial class Strata(SamplingOptions options)
{
    // Of those kept, some fall out as copies of others.
    private const int Spares = 4;

    private readonly SortedDictionary<string, SortedSet<Unit>> _kept = new(StringComparer.Ordinal);
    private readonly HashSet<RunId> _runs = [];

    public void Add(AuditRecord record)
    {
        if (record.Run is not { } run)
        {
            return;
        }

        if (record.Body is RunStartedRecord start && IsWanted(record, start))
        {
            _runs.Add(run);
        }

        if (_runs.Contains(run) && UnitOf(record, run) is { } unit)
        {
            foreach (var key in Keys(record).Where(static key => key is not null))
            {
                Offer(key!, unit);
            }
        }
    }

    /// <summary>The kept, with their strata, which take turns.</summary>
    public IEnumerable<(Unit Unit, string[] Strata)> Candidates()
    {
        var turns = _kept.SelectMany(static stratum => stratum.Value.Select((unit, turn) => (unit, turn, stratum.Key)));
        return turns.OrderBy(static one => one.turn).ThenBy(static one => one.Key, StringComparer.Ordinal)
            .Select(static one => one.unit).Distinct()
            .Select(unit => (unit, _kept.Where(stratum => stratum.Value.Contains(unit)).Select(static stratum => stratum.Key).ToArray()));
    }

    private bool IsWanted(AuditRecord record, RunStartedRecord start) =>
        start.IsOriginal && !start.Resumed && !start.Input.IsEmpty
        && (options.Graph is null || options.Graph == start.Graph)
        && (options.To is null || record.Time < options.To);

    private Unit? UnitOf(AuditRecord record, RunId run)
    {
        if (options.Step is null)
        {
            return new Unit(run, null);
        }

        return record.Step is { } path && (path == options.Step || Index().Replace(path, string.Empty) == options.Step) ? new Unit(run, path) : null;
    }

    private IEnumerable<string?> Keys(AuditRecord record) => options.Strata.Select(stratum => (stratum, record.Body) switch
    {
        (Stratum.Graph, RunStartedRecord start) => $"graph:{start.Graph}",
        (Stratum.Step, StepCompletedRecord) => $"step:{Index().Replace(record.Step!, string.Empty)}",
        (Stratum.Model, AttemptEndedRecord attempt) => $"model:{attempt.Model}",
        (Stratum.Tenant, RunStartedRecord or StepCompletedRecord) => $"tenant:{record.Tenant}",
        (Stratum.Failure, StepCompletedRecord { Failure: { } failure }) => $"failure:{failure}",
        (Stratum.Failure, RunEndedRecord { Failure: { } failure }) => $"failure:{failure}",
        (Stratum.LowScore, ScoredRecord score) when score.Score < options.LowScore => $"low-score:{score.Metric}",
        (Stratum.NearBudget, StepCompletedRecord { Failure: FailureReason.Budget } or RunEndedRecord { Failure: FailureReason.Budget }) => "near-budget",
        (Stratum.NearBudget, StepCompletedRecord step) when options.Step is not null && step.CostUsd >= options.NearBudgetUsd => "near-budget",
        (Stratum.NearBudget, RunEndedRecord end) when end.CostUsd >= options.NearBudgetUsd => "near-budget",
        (Stratum.Graph, StepCompletedRecord) when options.Step is not null => options.Graph is { } graph ? $"graph:{graph}" : "graph",
        _ => null,
    });

    private void Offer(string key, Unit unit)
    {
        if (!_kept.TryGetValue(key, out var kept))
        {
            _kept[key] = kept = new SortedSet<Unit>(Unit.ByHash);
        }

        kept.Add(unit);
        if (kept.Count > (long)options.PerStratum * Spares)
        {
            kept.Remove(kept.Max!);
        }
    }

    [GeneratedRegex(@"\[[0-9]+\]", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Index();
}
