using System.Text.Encodings.Web;
using System.Text.Json;
using Orchestration.Evals.Gates;
using Orchestration.Evals.Running;

namespace Orchestration.Evals.Reports;

/// <summary>The report for programs; the HTML page is drawn from it too. Its members are listed in <c>docs/reports.md</c>.</summary>
internal static class JsonReport
{
    // Characters of other scripts stay readable. Who puts it into a page must see to its '<'.
    public static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private const int FlushBytes = 1 << 16;

    public static async Task WriteAsync(ReportSource source, ReportTable table, EvalSummary summary, Stream stream, CancellationToken cancellationToken)
    {
        var writer = new Utf8JsonWriter(stream, WriterOptions);
        await using (writer.ConfigureAwait(false))
        {
            writer.WriteStartObject();
            writer.WriteString("format", "orchestration-eval-report");
            writer.WriteNumber("version", 1);
            WriteManifest(writer, summary.Manifest);
            writer.WriteNumber("passAt", source.Options.PassAt);
            WriteVerdict(writer, source.Options.Verdict);
            writer.WriteStartArray("history");
            foreach (var accepted in source.Options.History)
            {
                WriteAccepted(writer, accepted);
            }

            writer.WriteEndArray();
            writer.WriteStartArray("variants");
            foreach (var variant in summary.Variants)
            {
                WriteVariant(writer, variant);
            }

            writer.WriteEndArray();
            writer.WriteStartArray("cases");
            foreach (var row in table.Rows)
            {
                WriteCase(writer, row, table.Metrics);
                if (writer.BytesPending > FlushBytes)
                {
                    await writer.FlushAsync(cancellationToken).ConfigureAwait(false);
                }
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }
    }

    private static void WriteManifest(Utf8JsonWriter writer, EvalManifest manifest)
    {
        writer.WriteString("eval", manifest.Eval);
        writer.WriteStartObject("goldenSet");
        writer.WriteString("name", manifest.GoldenSet);
        writer.WriteString("version", manifest.GoldenSetVersion);
        writer.WriteString("hash", manifest.GoldenSetHash);
        writer.WriteEndObject();
        writer.WriteString("revision", manifest.Revision);
        writer.WriteString("filter", manifest.Filter);
        writer.WriteString("shard", manifest.Shard);
        writer.WriteNumber("plannedCases", manifest.Cases);
        writer.WriteNumber("repeats", manifest.Repeats);
        writer.WriteString("started", manifest.Started);
        Write(writer, "ended", manifest.Ended);
        writer.WriteBoolean("budgetExceeded", manifest.BudgetExceeded);
        writer.WriteNumber("spentUsd", manifest.SpentUsd);
    }

    private static void WriteVerdict(Utf8JsonWriter writer, GateVerdict? verdict)
    {
        if (verdict is null)
        {
            writer.WriteNull("verdict");
            return;
        }

        writer.WriteStartObject("verdict");
        writer.WriteString("outcome", verdict.Outcome.ToString());
        writer.WriteNumber("exitCode", (int)verdict.Outcome);
        writer.WriteString("summary", verdict.Summary);
        writer.WriteString("test", verdict.Test.ToString());
        writer.WriteNumber("comparedCases", verdict.ComparedCases);
        writer.WriteNumber("newCases", verdict.NewCases);
        writer.WriteNumber("errors", verdict.Errors);
        writer.WriteNumber("confirmWithRepeats", verdict.ConfirmWithRepeats);
        writer.WriteStartArray("metrics");
        foreach (var metric in verdict.Metrics)
        {
            writer.WriteStartObject();
            writer.WriteString("metric", metric.Metric);
            writer.WriteBoolean("gated", metric.Gated);
            Write(writer, "baseline", metric.Baseline);
            Write(writer, "now", metric.Now);
            Write(writer, "drop", metric.Drop);
            Write(writer, "p", metric.P);
            Write(writer, "adjustedP", metric.AdjustedP);
            Write(writer, "margin", metric.Margin);
            Write(writer, "smallestVisible", metric.SmallestVisible);
            writer.WriteBoolean("regressed", metric.Regressed);
            writer.WriteBoolean("compared", metric.IsCompared);
            writer.WriteString("note", metric.Note);
            WriteFindings(writer, "worst", metric.Worst);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        WriteFindings(writer, "findings", verdict.Findings);
        writer.WriteEndObject();
    }

    private static void WriteFindings(Utf8JsonWriter writer, string name, IEnumerable<CaseFinding> findings)
    {
        writer.WriteStartArray(name);
        foreach (var finding in findings)
        {
            writer.WriteStartObject();
            writer.WriteString("case", finding.Case);
            writer.WriteString("metric", finding.Metric);
            Write(writer, "baseline", finding.Baseline);
            Write(writer, "now", finding.Now);
            writer.WriteString("message", finding.Message);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteAccepted(Utf8JsonWriter writer, AcceptedResults accepted)
    {
        writer.WriteStartObject();
        writer.WriteString("time", accepted.Time);
        writer.WriteString("variant", accepted.Variant);
        writer.WriteString("fingerprint", accepted.Fingerprint);
        writer.WriteString("revision", accepted.Revision);
        writer.WriteString("note", accepted.Note);
        writer.WriteNumber("cases", accepted.Cases);
        writer.WriteStartObject("means");
        foreach (var (metric, mean) in accepted.Means.OrderBy(static mean => mean.Key, StringComparer.Ordinal))
        {
            Write(writer, metric, mean);
        }

        writer.WriteEndObject();
        writer.WriteNumber("costUsd", accepted.CostUsd);
        writer.WriteNumber("seconds", accepted.Duration.TotalSeconds);
        writer.WriteEndObject();
    }

    private static void WriteVariant(Utf8JsonWriter writer, VariantSummary variant)
    {
        writer.WriteStartObject();
        writer.WriteString("variant", variant.Variant);
        writer.WriteString("fingerprint", variant.Fingerprint);
        writer.WriteNumber("cases", variant.Cases);
        writer.WriteNumber("runs", variant.Runs);
        writer.WriteNumber("failed", variant.Failed);
        writer.WriteNumber("errors", variant.Errors);
        writer.WriteNumber("costUsd", variant.CostUsd);
        writer.WriteNumber("judgeCostUsd", variant.JudgeCostUsd);
        writer.WriteNumber("unpricedAttempts", variant.UnpricedAttempts);
        Write(writer, "meanCostUsd", (double?)variant.MeanCostUsd);
        Write(writer, "p50Seconds", variant.P50?.TotalSeconds);
        Write(writer, "p95Seconds", variant.P95?.TotalSeconds);
        writer.WriteStartArray("metrics");
        foreach (var metric in variant.Metrics)
        {
            writer.WriteStartObject();
            writer.WriteString("metric", metric.Metric);
            Write(writer, "mean", metric.Mean);
            writer.WriteNumber("scored", metric.Scored);
            writer.WriteNumber("errors", metric.Errors);
            writer.WriteNumber("notApplicable", metric.NotApplicable);
            writer.WriteStartArray("distribution");
            foreach (var count in metric.Distribution)
            {
                writer.WriteNumberValue(count);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteCase(Utf8JsonWriter writer, CaseRow row, IReadOnlyList<string> metrics)
    {
        writer.WriteStartObject();
        writer.WriteString("id", row.Id);
        writer.WriteString("status", row.Status.ToString());
        writer.WriteString("message", row.Message);
        writer.WriteBoolean("critical", row.Critical);
        Write(writer, "weight", row.Weight);
        writer.WriteStartArray("tags");
        foreach (var tag in row.Tags)
        {
            writer.WriteStringValue(tag);
        }

        writer.WriteEndArray();
        writer.WriteStartArray("variants");
        foreach (var cell in row.Cells)
        {
            WriteCell(writer, cell, metrics);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteCell(Utf8JsonWriter writer, CaseCell? cell, IReadOnlyList<string> metrics)
    {
        if (cell is null)
        {
            writer.WriteNullValue();
            return;
        }

        var judged = cell.Repeats - cell.Errors;
        writer.WriteStartObject();
        writer.WriteNumber("repeats", cell.Repeats);
        writer.WriteNumber("failed", cell.Failed);
        writer.WriteNumber("errors", cell.Errors);
        Write(writer, "costUsd", judged > 0 ? (double)(cell.CostUsd / judged) : null);
        Write(writer, "seconds", judged > 0 ? Math.Round(cell.Seconds / judged, 3) : null);
        writer.WriteStartObject("scores");
        for (var i = 0; i < metrics.Count; i++)
        {
            if (cell.Mean(i) is { } mean)
            {
                writer.WriteNumber(metrics[i], Math.Round(mean, 6));
            }
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    // JSON has no word for infinity and for what is not a number.
    private static void Write(Utf8JsonWriter writer, string name, double? value)
    {
        if (value is { } number && double.IsFinite(number))
        {
            writer.WriteNumber(name, number);
        }
        else
        {
            writer.WriteNull(name);
        }
    }

    private static void Write(Utf8JsonWriter writer, string name, DateTimeOffset? time)
    {
        if (time is { } known)
        {
            writer.WriteString(name, known);
        }
        else
        {
            writer.WriteNull(name);
        }
    }
}
