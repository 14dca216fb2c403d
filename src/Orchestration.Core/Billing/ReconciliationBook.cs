using System.Collections.Immutable;
using Orchestration.Models;

namespace Orchestration.Billing;

/// <summary>Brings the accounts of the log and the lines of an export under the same names, and explains what is left between them.</summary>
internal sealed class ReconciliationBook
{
    private static readonly ReconciliationClass[] Legs = [ReconciliationClass.Cancelled, ReconciliationClass.Failed, ReconciliationClass.MissingUsage, ReconciliationClass.Unfinished];

    private readonly ModelNames _names;
    private readonly SortedDictionary<(string Provider, string Model), SortedDictionary<DateOnly, Cell>> _models = new(ByName);
    private readonly SortedSet<string> _unknown = new(StringComparer.Ordinal);

    public ReconciliationBook(LogLedger ledger, ReconciliationOptions options)
    {
        ledger.Close();
        _names = new ModelNames(ledger.Accounts.Keys, options.Models);
        foreach (var ((day, provider, registered, modelId), account) in ledger.Accounts)
        {
            var cell = CellOf(day, provider, _names.OfLog(registered, modelId));
            cell.Log ??= new DayAccount();
            cell.Log.Add(account);
        }
    }

    public ImmutableArray<string> UnknownModels => [.. _unknown];

    private static Comparer<(string Provider, string Model)> ByName { get; } = Comparer<(string Provider, string Model)>.Create(static (left, right) =>
        string.CompareOrdinal(left.Provider, right.Provider) is not 0 and var order ? order : string.CompareOrdinal(left.Model, right.Model));

    public void Add(UsageRow row)
    {
        var (provider, model, isKnown) = _names.OfExport(row.Provider, row.Model);
        if (!isKnown && model.Length > 0)
        {
            _unknown.Add(model);
        }

        CellOf(row.Day, provider, model).Lines.Add(row);
    }

    public ImmutableArray<ReconciliationRow> Rows(DateOnly from, DateOnly to)
    {
        foreach (var days in _models.Values)
        {
            foreach (var cell in days.Values)
            {
                cell.Begin();
            }

            MoveOverMidnight(days, from, to);
        }

        return
        [
            .. _models.SelectMany(static model => model.Value.Select(day => (Key: model.Key, Day: day.Key, Cell: day.Value)))
                .Where(one => one.Day >= from && one.Day <= to)
                .OrderBy(static one => one.Day).ThenBy(static one => one.Key, ByName)
                .Select(static one => Row(one.Day, one.Key, one.Cell)),
        ];
    }

    /// <summary>What one day lacks and the next has too much, as far as attempts about midnight amount to it, was booked on the other day; and the other way round.</summary>
    private static void MoveOverMidnight(SortedDictionary<DateOnly, Cell> days, DateOnly from, DateOnly to)
    {
        foreach (var (day, cell) in days)
        {
            if (day < from || day > to || !days.TryGetValue(day.AddDays(1), out var next))
            {
                continue;
            }

            // The neighbours of the period have no lines: what may be booked there is taken to be.
            var (isEdge, tokens) = (day == to, 0L);
            if (cell.Left.Tokens < 0)
            {
                tokens = -long.Min(-cell.Left.Tokens, cell.Log?.MaybeAfter.Tokens ?? 0);
                tokens = isEdge ? tokens : -long.Min(-tokens, long.Max(0, next.Left.Tokens));
                cell.Move(tokens, cell.Log?.MaybeAfter);
                next.Move(-tokens, cell.Log?.MaybeAfter);
            }
            else
            {
                tokens = long.Min(cell.Left.Tokens, next.Log?.MaybeBefore.Tokens ?? 0);
                tokens = isEdge ? tokens : long.Min(tokens, long.Max(0, -next.Left.Tokens));
                cell.Move(tokens, next.Log?.MaybeBefore);
                next.Move(-tokens, next.Log?.MaybeBefore);
            }
        }

        if (days.TryGetValue(from, out var first) && first.Left.Tokens < 0)
        {
            first.Move(-long.Min(-first.Left.Tokens, first.Log?.MaybeBefore.Tokens ?? 0), first.Log?.MaybeBefore);
        }
        else if (first is { Left.Tokens: > 0 } && days.TryGetValue(from.AddDays(-1), out var before))
        {
            first.Move(long.Min(first.Left.Tokens, before.Log?.MaybeAfter.Tokens ?? 0), before.Log?.MaybeAfter);
        }
    }

    private static ReconciliationRow Row(DateOnly day, (string Provider, string Model) key, Cell cell)
    {
        var log = cell.Log ?? new DayAccount();
        cell.End();
        return new ReconciliationRow
        {
            Day = day,
            Provider = key.Provider,
            Model = key.Model,
            Estimated = new ReconciliationSide(log.Estimated.Tokens, log.Estimated.Usd, log.EstimatedUsage, log.Attempts),
            Reported = new ReconciliationSide(log.Reported.Tokens, log.Reported.Usd, log.ReportedUsage, log.Attempts - log.WithoutUsage),
            Invoiced = cell.Invoiced,
            FromEstimateToReport = [.. log.Differences.Differences()],
            FromReportToInvoice = [.. cell.Differences.Differences()],
            AttemptsWithoutUsage = log.WithoutUsage,
            UnpricedAttempts = log.Unpriced,
            Lines = [.. cell.Lines.Select(static line => line.Location).Order(StringComparer.Ordinal)],
        };
    }

    private Cell CellOf(DateOnly day, string provider, string model)
    {
        if (!_models.TryGetValue((provider, model), out var days))
        {
            _models[(provider, model)] = days = [];
        }

        return days.TryGetValue(day, out var cell) ? cell : days[day] = new Cell();
    }

    /// <summary>A model's day in both books.</summary>
    private sealed class Cell
    {
        public DayAccount? Log { get; set; }

        public List<UsageRow> Lines { get; } = [];

        public Explanation Differences { get; } = new();

        /// <summary>What is not explained yet of invoiced less reported.</summary>
        public Amount Left { get; private set; }

        public ReconciliationSide Invoiced { get; private set; } = null!;

        private bool HasTokens => Invoiced.Tokens is not null;

        private bool HasUsd => Invoiced.Usd is not null;

        /// <summary>Sums the lines, and explains what needs no neighbour.</summary>
        public void Begin()
        {
            Invoiced = Sum(Lines);
            var reported = Log?.Reported ?? default;
            Left = Seen(new Amount(Invoiced.Tokens ?? 0, Invoiced.Usd ?? 0) - reported);
            var repeated = Sum([.. Lines.GroupBy(static line => line.Identity, StringComparer.Ordinal).SelectMany(static same => same.Skip(1))]);
            Explain(ReconciliationClass.Duplicate, new Amount(repeated.Tokens ?? 0, repeated.Usd ?? 0));
            if (Log is not null && Lines.Count > 0 && HasTokens && HasUsd)
            {
                var (price, ours, theirs, twice) = (Log.Latest.Price, Log.ReportedUsage, Invoiced.Usage, repeated.Usage);
                Explain(ReconciliationClass.Cached, new Amount(0, TokenRates.Cached(price) * Beyond(theirs.CachedInputTokens, ours.CachedInputTokens, twice.CachedInputTokens)));
                Explain(ReconciliationClass.CacheWrite, new Amount(0, (TokenRates.Write(price) * Beyond(theirs.CacheWriteTokens, ours.CacheWriteTokens, twice.CacheWriteTokens))
                    + (TokenRates.Write1h(price) * Beyond(theirs.CacheWrite1hTokens, ours.CacheWrite1hTokens, twice.CacheWrite1hTokens))));
            }
        }

        /// <summary>Explains tokens that stand on the neighbouring day, at the average cost of those that may.</summary>
        public void Move(long tokens, Amount? candidates)
        {
            if (tokens != 0 && candidates is { Tokens: > 0 } all)
            {
                Explain(ReconciliationClass.Midnight, new Amount(tokens, all.Usd * tokens / all.Tokens));
            }
        }

        /// <summary>Explains a surplus by what was never reported, and the rest by nothing.</summary>
        public void End()
        {
            if (Lines.Count == 0)
            {
                Explain(ReconciliationClass.NotInvoiced, Left);
                return;
            }

            foreach (var leg in Legs)
            {
                var estimate = Log?.Unreported[leg] ?? default;
                var share = HasTokens ? Share(Left.Tokens, estimate.Tokens) : Share(Left.Usd, estimate.Usd);
                Explain(leg, new Amount(HasTokens ? long.Clamp(Left.Tokens, 0, estimate.Tokens) : 0, estimate.Usd * share));
            }

            Explain(Log is null or { Attempts: 0 } ? ReconciliationClass.NotInLog : ReconciliationClass.Unknown, Left);
        }

        private static decimal Share(decimal left, decimal estimate) => estimate <= 0 ? 0 : decimal.Clamp(left / estimate, 0, 1);

        private static long Beyond(long? theirs, long? ours, long? twice) => theirs is null ? 0 : theirs.Value - (ours ?? 0) - (twice ?? 0);

        private void Explain(ReconciliationClass reason, Amount amount)
        {
            amount = Seen(amount);
            Differences.Add(reason, amount);
            Left -= amount;
        }

        /// <summary>Without what the export does not count.</summary>
        private Amount Seen(Amount amount) => new(HasTokens ? amount.Tokens : 0, HasUsd ? amount.Usd : 0);

        private static ReconciliationSide Sum(List<UsageRow> lines)
        {
            if (lines.Count == 0)
            {
                return new ReconciliationSide(0, 0, Usage.None, 0);
            }

            var usage = lines.Aggregate(Usage.None, static (sum, line) => line.Usage is null ? sum : sum + line.Usage);
            return new ReconciliationSide(
                lines.Any(static line => line.Usage is not null) ? (usage.InputTokens ?? 0) + (usage.OutputTokens ?? 0) : null,
                lines.Any(static line => line.CostUsd is not null) ? lines.Sum(static line => line.CostUsd ?? 0) : null,
                usage,
                lines.Any(static line => line.Requests is not null) ? lines.Sum(static line => line.Requests ?? 0) : null);
        }
    }
}
