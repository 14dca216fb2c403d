using System.Globalization;
using System.Text;
using Orchestration.Audit;

namespace Orchestration.Cli.Logs;

/// <summary>Writes records for other programs: as they are, or the attempts as a table.</summary>
internal sealed class RecordExport(TextWriter writer, bool isCsv)
{
    private static readonly string[] Columns =
    [
        "time", "tenant", "run", "step", "attempt", "model", "provider", "provider_model", "outcome", "input_tokens", "cached_input_tokens", "output_tokens", "reasoning_tokens", "cost_usd",
        "estimated_cost_usd", "seconds", "first_token_seconds", "finish_reason", "request_id", "request_hash",
    ];

    /// <summary>Lines, the header not counted.</summary>
    public long Written { get; private set; }

    public void Write(AuditRecord record)
    {
        if (!isCsv)
        {
            writer.Write(Encoding.UTF8.GetString(record.Utf8.Span) + "\n");
        }
        else if (record.Body is AttemptEndedRecord attempt)
        {
            if (Written == 0)
            {
                Line(Columns);
            }

            Line(Cells(record, attempt));
        }
        else
        {
            return;
        }

        Written++;
    }

    private static IEnumerable<string> Cells(AuditRecord record, AttemptEndedRecord attempt)
    {
        var usage = attempt.Completion?.Usage;
        return
        [
            record.Time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
            record.Tenant,
            $"{record.Run}",
            record.Step ?? string.Empty,
            $"{record.Attempt}",
            attempt.Model,
            attempt.Provider ?? string.Empty,
            attempt.Completion?.ModelId ?? string.Empty,
            attempt.Failure is { } why ? Display.Words.Of(why) : "ok",
            Figure(usage?.InputTokens),
            Figure(usage?.CachedInputTokens),
            Figure(usage?.OutputTokens),
            Figure(usage?.ReasoningTokens),
            Figure(attempt.CostUsd),
            Figure(attempt.EstimatedCostUsd),
            Figure((decimal?)attempt.Duration.Ticks / TimeSpan.TicksPerSecond),
            Figure((decimal?)attempt.TimeToFirstToken?.Ticks / TimeSpan.TicksPerSecond),
            attempt.Completion?.FinishReason ?? string.Empty,
            attempt.RequestId ?? string.Empty,
            attempt.RequestHash,
        ];
    }

    // Unknown is empty, which is not 0.
    private static string Figure<T>(T? value)
        where T : struct, IFormattable => value?.ToString(null, CultureInfo.InvariantCulture) ?? string.Empty;

    private void Line(IEnumerable<string> cells) => writer.Write(string.Join(',', cells.Select(Quoted)) + "\n");

    /// <summary>By RFC 4180. A text that a spreadsheet would take for a formula has an apostrophe before it.</summary>
    private static string Quoted(string text)
    {
        var safe = text is ['=' or '@' or '+' or '\t', ..] || (text is ['-', var next, ..] && !char.IsAsciiDigit(next)) ? $"'{text}" : text;
        return safe.AsSpan().IndexOfAny(",\"\r\n") >= 0 ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : safe;
    }
}
