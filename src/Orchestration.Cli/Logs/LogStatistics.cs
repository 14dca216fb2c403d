using System.Globalization;
using Orchestration.Audit;
using Orchestration.Models;

namespace Orchestration.Cli.Logs;

/// <summary>What runs or attempts are summed up by.</summary>
internal enum StatisticsBy
{
    Graph,
    Model,
    Tenant,
    Day,
    Step,
}

/// <summary>Sums up a log by graph, model, tenant, day or step. Memory grows with the number of runs.</summary>
internal sealed class LogStatistics(StatisticsBy by)
{
    private readonly Dictionary<string, Group> _groups = new(StringComparer.Ordinal);
    private readonly Dictionary<RunId, (string Key, string Graph)> _runs = [];

    /// <summary>Whether attempts are counted, and not runs.</summary>
    public static bool IsOfAttempts(StatisticsBy by) => by is StatisticsBy.Model or StatisticsBy.Step;

    public IReadOnlyList<StatisticsRow> Rows => [.. _groups.OrderBy(static group => group.Key, StringComparer.Ordinal).Select(static group => group.Value.Row(group.Key))];

    public void Add(AuditRecord record)
    {
        switch (record.Kind)
        {
            case AuditKind.RunStarted when !_runs.ContainsKey(record.Run!.Value):
                var start = (RunStartedRecord)record.Body;
                _runs[record.Run.Value] = (KeyOf(record, start), start.Graph);
                break;

            case AuditKind.AttemptEnded when KeyOf(record) is { } key:
                GroupOf(key).Add((AttemptEndedRecord)record.Body, isOfAttempts: IsOfAttempts(by));
                break;

            case AuditKind.RunEnded when !IsOfAttempts(by) && _runs.TryGetValue(record.Run!.Value, out var run):
                GroupOf(run.Key).Add((RunEndedRecord)record.Body);
                break;
        }
    }

    private string KeyOf(AuditRecord record, RunStartedRecord start) => by switch
    {
        StatisticsBy.Tenant => record.Tenant,
        StatisticsBy.Day => record.Time.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        _ => start.Graph,
    };

    private string? KeyOf(AuditRecord attempt) => by == StatisticsBy.Model ? ((AttemptEndedRecord)attempt.Body).Model
        : !_runs.TryGetValue(attempt.Run!.Value, out var run) ? null
        : by == StatisticsBy.Step ? $"{run.Graph}/{Orchestration.Routing.Planning.StepPath.WithoutIndices(attempt.Step!)}"
        : run.Key;

    private Group GroupOf(string key) => _groups.TryGetValue(key, out var group) ? group : _groups[key] = new Group();

    private sealed class Group
    {
        private readonly List<double> _seconds = [];
        private readonly List<double> _firstToken = [];
        private long _count, _failed, _attempts, _failedAttempts, _unpriced;
        private decimal _costUsd;
        private Usage _usage = new();

        public void Add(AttemptEndedRecord attempt, bool isOfAttempts)
        {
            _attempts++;
            _failedAttempts += attempt.Failure is null ? 0 : 1;
            _costUsd += attempt.CostUsd ?? 0;
            _unpriced += attempt is { CostUsd: null, Failure: null } ? 1 : 0;
            _usage += attempt.Completion?.Usage ?? new Usage();
            if (attempt.TimeToFirstToken is { } first)
            {
                _firstToken.Add(first.TotalSeconds);
            }

            if (isOfAttempts)
            {
                _count++;
                _failed += attempt.Failure is null ? 0 : 1;
                _seconds.Add(attempt.Duration.TotalSeconds);
            }
        }

        public void Add(RunEndedRecord end)
        {
            _count++;
            _failed += end.Outcome == RunOutcome.Failed ? 1 : 0;
            _seconds.Add(end.Duration.TotalSeconds);
        }

        public StatisticsRow Row(string key) => new(
            key,
            _count,
            _failed,
            _attempts,
            _failedAttempts,
            _usage.InputTokens ?? 0,
            _usage.CachedInputTokens ?? 0,
            _usage.OutputTokens ?? 0,
            _costUsd,
            _unpriced,
            Quantile(_seconds, 0.5),
            Quantile(_seconds, 0.95),
            Quantile(_firstToken, 0.5),
            Quantile(_firstToken, 0.95));

        // The nearest rank: a value that was measured.
        private static double? Quantile(List<double> values, double quantile)
        {
            values.Sort();
            return values.Count == 0 ? null : values[(int)Math.Ceiling(quantile * values.Count) - 1];
        }
    }
}

/// <summary>One group's figures: of runs by graph, tenant and day, of attempts by model and step. Seconds, US dollars, tokens.</summary>
internal sealed record StatisticsRow(
    string Key, long Count, long Failed, long Attempts, long FailedAttempts, long InputTokens, long CachedInputTokens, long OutputTokens, decimal CostUsd, long UnpricedAttempts,
    double? MedianSeconds, double? P95Seconds, double? MedianFirstTokenSeconds, double? P95FirstTokenSeconds);
