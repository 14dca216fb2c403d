using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Orchestration.Evals.Running;
using Orchestration.Evals.Scorers;
using Orchestration.Models;

namespace Orchestration.Evals.Reports;

/// <summary>The page for people. Numbers come first and are drawn at once; texts of cases follow, each in an element of its own that is parsed when somebody opens the case.</summary>
internal static class HtmlReport
{
    private const int MaxReason = 4000;

    private static readonly string[] Scripts = ["dom.js", "diff.js", "charts.js", "case.js", "table.js", "page.js"];

    public static async Task WriteAsync(ReportSource source, ReportTable table, EvalSummary summary, Stream stream, CancellationToken cancellationToken)
    {
        var css = Resource("report.css");
        var script = "\"use strict\";\n" + string.Concat(Scripts.Select(Resource));
        // No source but these two texts is let in, and nothing at all from a network.
        var policy = $"default-src 'none'; script-src {Hash(script)}; style-src {Hash(css)}; base-uri 'none'; form-action 'none'";
        var page = Resource("report.html")
            .Replace("{{title}}", WebUtility.HtmlEncode(summary.Manifest.Eval).Replace("{", "&#123;", StringComparison.Ordinal), StringComparison.Ordinal)
            .Replace("{{policy}}", policy, StringComparison.Ordinal)
            .Replace("{{css}}", css, StringComparison.Ordinal);
        var parts = page.Split("{{data}}");
        var foot = parts[1].Split("{{texts}}");
        await WriteAsync(parts[0], stream, cancellationToken).ConfigureAwait(false);
        await JsonReport.WriteAsync(source, table, summary, new ScriptSafeStream(stream), cancellationToken).ConfigureAwait(false);
        await WriteAsync(foot[0].Replace("{{script}}", script, StringComparison.Ordinal), stream, cancellationToken).ConfigureAwait(false);
        await WriteTextsAsync(source, table, Fitting(table, source.Options.MaxTextBytes), stream, cancellationToken).ConfigureAwait(false);
        await WriteAsync(foot[1], stream, cancellationToken).ConfigureAwait(false);
        await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    // Those that someone will look at first. One that is too long leaves its place to shorter ones.
    private static HashSet<int> Fitting(ReportTable table, long left)
    {
        var fitting = new HashSet<int>();
        foreach (var row in table.WorstFirst().Where(row => row.TextBytes <= left))
        {
            if (row.TextBytes <= left)
            {
                left -= row.TextBytes;
                fitting.Add(row.Index);
            }
        }

        return fitting;
    }

    private static async Task WriteTextsAsync(ReportSource source, ReportTable table, HashSet<int> fitting, Stream stream, CancellationToken cancellationToken)
    {
        await foreach (var result in source.Results(cancellationToken).ConfigureAwait(false))
        {
            await WriteTextAsync(result.Case, "run", writer => WriteRun(writer, result, table.VariantOf(result.Variant))).ConfigureAwait(false);
        }

        await foreach (var golden in source.ReadGoldenAsync(cancellationToken).ConfigureAwait(false))
        {
            await WriteTextAsync(golden.Id, "golden", writer =>
            {
                WriteOutput(writer, "input", golden.Input);
                WriteOutput(writer, "reference", golden.Reference);
            }).ConfigureAwait(false);
        }

        await foreach (var other in source.ReadOthersAsync(cancellationToken).Where(other => table.Find(other.Case)?.Hash == other.CaseHash).ConfigureAwait(false))
        {
            await WriteTextAsync(other.Case, "other", writer =>
            {
                writer.WriteString("variant", other.Variant);
                WriteOutput(writer, "output", other.Output);
            }).ConfigureAwait(false);
        }

        async Task WriteTextAsync(string id, string kind, Action<Utf8JsonWriter> write)
        {
            if (table.Find(id) is not { } row || !fitting.Contains(row.Index))
            {
                return;
            }

            await WriteAsync(FormattableString.Invariant($"<script type=\"application/json\" data-case=\"{row.Index}\" data-kind=\"{kind}\">"), stream, cancellationToken).ConfigureAwait(false);
            var writer = new Utf8JsonWriter(new ScriptSafeStream(stream), JsonReport.WriterOptions);
            await using (writer.ConfigureAwait(false))
            {
                writer.WriteStartObject();
                write(writer);
                writer.WriteEndObject();
            }

            await WriteAsync("</script>\n", stream, cancellationToken).ConfigureAwait(false);
        }
    }

    private static void WriteRun(Utf8JsonWriter writer, CaseResult result, int variant)
    {
        writer.WriteNumber("variant", variant);
        writer.WriteNumber("repeat", result.Repeat);
        writer.WriteString("outcome", result.Outcome.ToString());
        writer.WriteString("run", result.Run.Run.ToString());
        writer.WriteNumber("costUsd", result.Run.CostUsd);
        writer.WriteNumber("seconds", Math.Round(result.Run.Duration.TotalSeconds, 3));
        writer.WriteNumber("attempts", result.Run.Attempts);
        writer.WriteString("error", result.Error is { } error ? OutputText.Shorten(error, MaxReason) : null);
        writer.WriteString("models", string.Join(", ", result.Models.Select(static step => $"{step.Key}: {step.Value}")));
        writer.WriteStartArray("scores");
        foreach (var (metric, score) in result.Scores)
        {
            writer.WriteStartObject();
            writer.WriteString("metric", metric);
            writer.WriteString("kind", score.Kind.ToString());
            if (score.Kind == ScoreKind.Scored)
            {
                writer.WriteNumber("value", Math.Round(score.Value, 6));
            }

            writer.WriteString("reason", OutputText.Shorten(score.Reason, MaxReason));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        WriteOutput(writer, "output", result.Output);
    }

    private static void WriteOutput(Utf8JsonWriter writer, string name, JsonBytes output)
    {
        if (output.IsEmpty)
        {
            return;
        }

        var (text, isJson) = OutputText.Of(output);
        writer.WriteStartObject(name);
        writer.WriteBoolean("json", isJson);
        writer.WriteString("text", text);
        writer.WriteEndObject();
    }

    private static string Resource(string name)
    {
        using var stream = typeof(HtmlReport).Assembly.GetManifestResourceStream($"Orchestration.Evals.Reports.Html.{name}")!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        // The policy's hash is over what a browser reads, and it reads every line end as this one.
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }

    private static string Hash(string text) => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}'";

    private static Task WriteAsync(string text, Stream stream, CancellationToken cancellationToken) => stream.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken).AsTask();
}
