using Orchestration.Audit;

namespace Orchestration.Billing;

/// <summary>Compares the audit log with what a provider says it served and charges.</summary>
public static class Reconciliation
{
    /// <summary>Compares the attempts of the log with an export, per day in UTC, provider and model.</summary>
    /// <param name="log">The log. Read once; memory grows with days and models, and with attempts that have not ended.</param>
    /// <param name="export">What the provider says.</param>
    /// <param name="options">What to compare; <see langword="null"/> = all models on the days of the export.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The report; the same whatever the order of the export's lines. Empty when there is no day to compare.</returns>
    /// <exception cref="ArgumentException">The first day is after the last.</exception>
    public static async Task<ReconciliationReport> CompareAsync(IAuditLog log, UsageExport export, ReconciliationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(log);
        ArgumentNullException.ThrowIfNull(export);
        options ??= new ReconciliationOptions();
        var from = options.From ?? export.Rows.Select(static row => row.Day).DefaultIfEmpty().Min();
        var to = options.To ?? export.Rows.Select(static row => row.Day).DefaultIfEmpty(from).Max();
        if (from > to)
        {
            throw new ArgumentException($"The first day, {from:yyyy-MM-dd}, is after the last, {to:yyyy-MM-dd}.", nameof(options));
        }

        // A day more on both sides: attempts that the provider books there, and the ends of those that began within.
        var ledger = new LogLedger(options.Midnight);
        var query = new AuditQuery { Tenant = options.Tenant, From = Start(from, -1), To = Start(to, 2) };
        await foreach (var record in log.ReadAsync(query, cancellationToken).ConfigureAwait(false))
        {
            ledger.Add(record);
        }

        var book = new ReconciliationBook(ledger, options);
        foreach (var row in export.Rows.Where(row => row.Day >= from && row.Day <= to))
        {
            book.Add(row);
        }

        var rows = book.Rows(from, to);
        return new ReconciliationReport
        {
            From = from,
            To = to,
            Rows = rows,
            UnknownModels = book.UnknownModels,
            Problems = export.Problems,
            OutsideDays = [.. export.Rows.Where(row => row.Day < from || row.Day > to)],
        };
    }

    private static DateTimeOffset Start(DateOnly day, int plusDays)
    {
        var at = new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        return plusDays < 0 && at == DateTimeOffset.MinValue ? at : at.AddDays(plusDays);
    }
}
