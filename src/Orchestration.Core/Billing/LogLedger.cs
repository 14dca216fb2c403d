using Orchestration.Audit;
using Orchestration.Models;

namespace Orchestration.Billing;

/// <summary>Sums the attempts of a log by day, provider and model. The order of the records makes no difference.</summary>
internal sealed class LogLedger(TimeSpan midnight)
{
    private readonly Dictionary<(RunId? Run, string? Step, int? Attempt), Open> _open = [];

    /// <summary>By the name that the model is registered under and the name that its answers give, if they do.</summary>
    public Dictionary<(DateOnly Day, string Provider, string Registered, string? ModelId), DayAccount> Accounts { get; } = [];

    public void Add(AuditRecord record)
    {
        if (record.Kind == AuditKind.AttemptStarted)
        {
            Match(record, (AttemptStartedRecord)record.Body);
        }
        else if (record.Kind == AuditKind.AttemptEnded)
        {
            Match(record, null);
            End(record, (AttemptEndedRecord)record.Body);
        }
    }

    /// <summary>Books the attempts that started and never ended. Call it once, after the last record.</summary>
    public void Close()
    {
        foreach (var open in _open.Values)
        {
            foreach (var (time, started) in open.Started.Take(Math.Max(0, open.Started.Count - open.Ended)))
            {
                var account = Account(time, started.Provider, started.Model, null);
                var usage = new Usage { InputTokens = started.EstimatedInputTokens };
                account.Attempts++;
                NotReported(account, ReconciliationClass.Unfinished, usage, new Amount(started.EstimatedInputTokens, 0));
            }
        }

        _open.Clear();
    }

    private void Match(AuditRecord record, AttemptStartedRecord? started)
    {
        var key = (record.Run, record.Step, record.Attempt);
        if (!_open.TryGetValue(key, out var open))
        {
            _open[key] = open = new Open();
        }

        if (started is null)
        {
            open.Ended++;
        }
        else
        {
            open.Started.Add((record.Time, started));
        }

        if (open.Ended == open.Started.Count)
        {
            _open.Remove(key);
        }
    }

    private void End(AuditRecord record, AttemptEndedRecord ended)
    {
        var usage = ended.Completion?.Usage;
        if (usage is null && !MayBeCharged(ended.Failure))
        {
            return;
        }

        var account = Account(record.Time, ended.Provider, ended.Model, ended.Completion?.ModelId);
        account.Attempts++;
        account.See((record.Time, record.Id, ended.Price));
        account.Unpriced += ended.CostUsd is null ? 1 : 0;
        var estimated = ended.EstimatedUsage ?? Usage.None;
        var estimate = new Amount(Tokens(estimated), ended.EstimatedCostUsd ?? Cost.Of(estimated, ended.Price)?.ToUsd() ?? 0);
        if (usage is null)
        {
            var reason = ended.Failure switch { null => ReconciliationClass.MissingUsage, FailureReason.Cancelled => ReconciliationClass.Cancelled, _ => ReconciliationClass.Failed };
            NotReported(account, reason, estimated, estimate);
            return;
        }

        var reported = new Amount(Tokens(usage), ended.CostUsd ?? 0);
        account.EstimatedUsage += estimated;
        account.Estimated += estimate;
        account.ReportedUsage += usage;
        account.Reported += reported;
        Explain(account.Differences, reported - estimate, usage, ended.CostUsd is null ? null : ended.Price);
        NearMidnight(account, record.Time, ended.Duration, reported);
    }

    private static void NotReported(DayAccount account, ReconciliationClass reason, Usage usage, Amount estimate)
    {
        account.WithoutUsage++;
        account.EstimatedUsage += usage;
        account.Estimated += estimate;
        account.Differences.Add(reason, default(Amount) - estimate);
        account.Unreported.Add(reason, estimate);
    }

    /// <summary>Caches change what tokens cost and not how many there are; reasoning is in no text; the rest is the estimate's error.</summary>
    private static void Explain(Explanation differences, Amount difference, Usage usage, Price? price)
    {
        var reasoning = usage.ReasoningTokens ?? 0;
        Amount[] parts =
        [
            new(0, TokenRates.Cached(price) * (usage.CachedInputTokens ?? 0)),
            new(0, (TokenRates.Write(price) * (usage.CacheWriteTokens ?? 0)) + (TokenRates.Write1h(price) * (usage.CacheWrite1hTokens ?? 0))),
            new(reasoning, TokenRates.Reasoning(price) * reasoning),
        ];
        differences.Add(ReconciliationClass.Cached, parts[0]);
        differences.Add(ReconciliationClass.CacheWrite, parts[1]);
        differences.Add(ReconciliationClass.Reasoning, parts[2]);
        differences.Add(ReconciliationClass.Estimate, difference - parts[0] - parts[1] - parts[2]);
    }

    private void NearMidnight(DayAccount account, DateTimeOffset end, TimeSpan duration, Amount reported)
    {
        var sinceMidnight = end.UtcDateTime.TimeOfDay;
        if (sinceMidnight - duration < midnight)
        {
            account.MaybeBefore += reported;
        }

        if (TimeSpan.FromDays(1) - sinceMidnight <= midnight)
        {
            account.MaybeAfter += reported;
        }
    }

    private DayAccount Account(DateTimeOffset time, string? provider, string model, string? modelId)
    {
        var key = (DateOnly.FromDateTime(time.UtcDateTime), provider ?? string.Empty, model, modelId);
        return Accounts.TryGetValue(key, out var account) ? account : Accounts[key] = new DayAccount();
    }

    private static long Tokens(Usage usage) => (usage.InputTokens ?? 0) + (usage.OutputTokens ?? 0);

    /// <summary>A request that was refused at the door costs nothing.</summary>
    private static bool MayBeCharged(FailureReason? failure) => failure is not (FailureReason.RateLimited or FailureReason.Overloaded or FailureReason.QuotaExhausted
        or FailureReason.InvalidRequest or FailureReason.Authentication or FailureReason.NotFound or FailureReason.ContextTooLong or FailureReason.Budget
        or FailureReason.CircuitOpen or FailureReason.OutsideEnvelope);

    private sealed class Open
    {
        public List<(DateTimeOffset Time, AttemptStartedRecord Started)> Started { get; } = [];

        public int Ended { get; set; }
    }
}
