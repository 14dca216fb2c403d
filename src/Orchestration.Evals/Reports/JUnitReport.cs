using System.Globalization;
using System.Text;
using System.Xml;
using Orchestration.Evals.Gates;

namespace Orchestration.Evals.Reports;

/// <summary>JUnit XML as Jenkins' xUnit plugin defines it (junit-4.xsd), which GitLab, Azure Pipelines, CircleCI and the actions on GitHub read too.</summary>
internal static class JUnitReport
{
    // A difference is worth its memory for the cases that someone will look at.
    private const int MaxDiffs = 200;
    private const int MaxDiffLines = 60;

    private static readonly XmlWriterSettings Settings = new() { Async = true, Indent = true, Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), NewLineChars = "\n" };

    public static async Task WriteAsync(ReportSource source, ReportTable table, EvalSummary summary, Stream stream, CancellationToken cancellationToken)
    {
        var texts = await CaseTexts.ReadAsync(source, table.WorstFirst().TakeWhile(static row => row.Status is CaseStatus.Failed or CaseStatus.Error).Take(MaxDiffs), cancellationToken).ConfigureAwait(false);
        var judge = new CaseJudge(source.Options, [.. table.Metrics]);
        var writer = XmlWriter.Create(stream, Settings);
        await using (writer.ConfigureAwait(false))
        {
            writer.WriteStartDocument();
            writer.WriteStartElement("testsuites");
            Attribute(writer, "name", summary.Manifest.Eval);
            if (source.Options.Verdict is { } verdict)
            {
                WriteGate(writer, summary, verdict);
            }

            for (var i = 0; i < summary.Variants.Length; i++)
            {
                var cases = table.Rows.Where(row => row.Cells[i] is not null).Select(row => new Test(row, row.Cells[i]!, i == 0 ? (row.Status, row.Message) : judge.Judge(row.Id, row.Cells[i]!, gated: false))).ToList();
                WriteSuiteHead(writer, $"{summary.Manifest.Eval}: {summary.Variants[i].Variant}", cases.ConvertAll(static test => test.Verdict.Status), cases.Sum(static test => test.Cell.Seconds), summary);
                WriteProperties(writer, summary, summary.Variants[i]);
                foreach (var test in cases)
                {
                    WriteCase(writer, summary, summary.Variants[i], table.Metrics, test, i == 0 ? texts : null);
                    await writer.FlushAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
                }

                await writer.WriteEndElementAsync().ConfigureAwait(false);
            }

            await writer.WriteEndElementAsync().ConfigureAwait(false);
        }
    }

    private static void WriteGate(XmlWriter writer, EvalSummary summary, GateVerdict verdict)
    {
        var verdictStatus = verdict.Outcome switch { GateOutcome.Ok => CaseStatus.Passed, GateOutcome.Regression => CaseStatus.Failed, _ => CaseStatus.Error };
        var tests = verdict.Metrics.Select(static metric => (metric.Metric, Status: metric.Regressed ? CaseStatus.Failed : metric is { Gated: true, IsCompared: true } ? CaseStatus.Passed : CaseStatus.Skipped, Message: Numbers.Sentence(metric)))
            .Prepend((Metric: "verdict", Status: verdictStatus, Message: verdict.Summary))
            .ToList();
        WriteSuiteHead(writer, $"{summary.Manifest.Eval}: gate", tests.ConvertAll(static test => test.Status), 0, summary);
        foreach (var (metric, status, message) in tests)
        {
            WriteTestHead(writer, metric, $"{summary.Manifest.Eval}.gate", 0);
            WriteStatus(writer, status, status == CaseStatus.Skipped ? "Shown, not gated. " + message : message, message, metric == "verdict" ? verdict.Outcome.ToString() : "Regression");
            if (status == CaseStatus.Passed)
            {
                Element(writer, "system-out", message);
            }

            writer.WriteEndElement();
        }

        writer.WriteEndElement();
    }

    private static void WriteCase(XmlWriter writer, EvalSummary summary, VariantSummary variant, IReadOnlyList<string> metrics, Test test, CaseTexts? texts)
    {
        var (row, cell, (status, message)) = test;
        WriteTestHead(writer, row.Id, $"{summary.Manifest.Eval}.{variant.Variant}", cell.Seconds);
        WriteStatus(writer, status, message ?? string.Empty, Body(row.Id, status, message, texts), cell.Failed > 0 ? "RunFailed" : "Score");
        var scores = metrics.Select((metric, i) => cell.Mean(i) is { } mean ? string.Create(CultureInfo.InvariantCulture, $"{metric} {mean:0.00}") : null).Where(static score => score is not null);
        Element(writer, "system-out", string.Create(CultureInfo.InvariantCulture, $"{string.Join(", ", scores)}; {cell.Repeats} repeats, {cell.CostUsd:0.######} USD"));
        writer.WriteEndElement();
    }

    private static string Body(string id, CaseStatus status, string? message, CaseTexts? texts)
    {
        if (texts is null || status is CaseStatus.Passed or CaseStatus.Skipped)
        {
            return message ?? string.Empty;
        }

        var (title, lines) = texts.Diff(id, MaxDiffLines);
        return string.Join('\n', [.. texts.Reasons(id).DefaultIfEmpty(message!), string.Empty, title + ":", .. lines]);
    }

    private static void WriteStatus(XmlWriter writer, CaseStatus status, string message, string body, string type)
    {
        if (status == CaseStatus.Skipped)
        {
            Element(writer, "skipped", message);
        }
        else if (status is CaseStatus.Failed or CaseStatus.Error)
        {
            writer.WriteStartElement(status == CaseStatus.Failed ? "failure" : "error");
            Attribute(writer, "message", OutputText.Shorten(message, 1000));
            Attribute(writer, "type", type);
            writer.WriteString(XmlText.Of(body));
            writer.WriteEndElement();
        }
    }

    private static void WriteSuiteHead(XmlWriter writer, string name, List<CaseStatus> statuses, double seconds, EvalSummary summary)
    {
        writer.WriteStartElement("testsuite");
        Attribute(writer, "name", name);
        Attribute(writer, "tests", statuses.Count);
        Attribute(writer, "failures", statuses.Count(static status => status == CaseStatus.Failed));
        Attribute(writer, "errors", statuses.Count(static status => status == CaseStatus.Error));
        Attribute(writer, "skipped", statuses.Count(static status => status == CaseStatus.Skipped));
        Attribute(writer, "time", seconds.ToString("0.000", CultureInfo.InvariantCulture));
        Attribute(writer, "timestamp", summary.Manifest.Started.UtcDateTime.ToString("s", CultureInfo.InvariantCulture));
    }

    private static void WriteProperties(XmlWriter writer, EvalSummary summary, VariantSummary variant)
    {
        writer.WriteStartElement("properties");
        Property(writer, "goldenSet", summary.Manifest.GoldenSet);
        Property(writer, "goldenSetHash", summary.Manifest.GoldenSetHash);
        Property(writer, "fingerprint", variant.Fingerprint);
        Property(writer, "repeats", summary.Manifest.Repeats.ToString(CultureInfo.InvariantCulture));
        Property(writer, "runs", variant.Runs.ToString(CultureInfo.InvariantCulture));
        Property(writer, "costUsd", variant.CostUsd.ToString(CultureInfo.InvariantCulture));
        Property(writer, "judgeCostUsd", variant.JudgeCostUsd.ToString(CultureInfo.InvariantCulture));
        foreach (var metric in variant.Metrics.Where(static metric => metric.Mean is not null))
        {
            Property(writer, $"mean.{metric.Metric}", metric.Mean!.Value.ToString("0.####", CultureInfo.InvariantCulture));
        }

        writer.WriteEndElement();
    }

    private static void WriteTestHead(XmlWriter writer, string name, string className, double seconds)
    {
        writer.WriteStartElement("testcase");
        Attribute(writer, "name", name);
        Attribute(writer, "classname", className);
        Attribute(writer, "time", seconds.ToString("0.000", CultureInfo.InvariantCulture));
    }

    private static void Property(XmlWriter writer, string name, string value)
    {
        writer.WriteStartElement("property");
        Attribute(writer, "name", name);
        Attribute(writer, "value", value);
        writer.WriteEndElement();
    }

    private static void Element(XmlWriter writer, string name, string text) => writer.WriteElementString(name, XmlText.Of(text));

    private static void Attribute(XmlWriter writer, string name, string value) => writer.WriteAttributeString(name, XmlText.Of(value));

    private static void Attribute(XmlWriter writer, string name, int value) => Attribute(writer, name, value.ToString(CultureInfo.InvariantCulture));

    private sealed record Test(CaseRow Row, CaseCell Cell, (CaseStatus Status, string? Message) Verdict);
}
