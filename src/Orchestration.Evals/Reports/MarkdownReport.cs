using System.Globalization;
using System.Text;
using Orchestration.Evals.Gates;

namespace Orchestration.Evals.Reports;

/// <summary>The report for a reviewer on GitHub: what was decided and why, then the cases that show it.</summary>
internal static class MarkdownReport
{
    private const int MaxCases = 20;
    private const int MaxDiffLines = 40;
    private const int MaxRows = 100;

    public static async Task WriteAsync(ReportSource source, ReportTable table, EvalSummary summary, TextWriter writer, CancellationToken cancellationToken)
    {
        var failed = table.WorstFirst().TakeWhile(static row => row.Status == CaseStatus.Failed).ToList();
        var texts = await CaseTexts.ReadAsync(source, failed.Take(MaxCases), cancellationToken).ConfigureAwait(false);
        var paper = new Paper(source.Options.MaxMarkdownBytes);
        Head(paper, source, summary);
        if (source.Options.Verdict is { } verdict)
        {
            Gate(paper, verdict);
        }

        Variants(paper, summary);
        Cases(paper, failed, texts);
        Foot(paper, summary, table);
        await writer.WriteAsync(paper.ToString().AsMemory(), cancellationToken).ConfigureAwait(false);
    }

    private static void Head(Paper paper, ReportSource source, EvalSummary summary)
    {
        var name = MarkdownText.Escape(summary.Manifest.Eval);
        if (source.Options.Verdict is not { } verdict)
        {
            paper.Add($"## {name}\n\n");
            return;
        }

        var (sign, word) = verdict.Outcome switch
        {
            GateOutcome.Ok => ("✅", "no regression"),
            GateOutcome.Regression => ("❌", "regression"),
            GateOutcome.Inconclusive => ("⚠️", "inconclusive"),
            GateOutcome.BudgetExceeded => ("⚠️", "budget exceeded"),
            _ => ("⚠️", "too many errors"),
        };
        paper.Add($"## {sign} {name}: {word}\n\n{MarkdownText.Escape(verdict.Summary)}\n\n");
    }

    private static void Gate(Paper paper, GateVerdict verdict)
    {
        paper.Add("| metric | baseline | now | drop | p | margin | smallest visible | |\n|---|--:|--:|--:|--:|--:|--:|---|\n");
        foreach (var metric in verdict.Metrics.Take(MaxRows))
        {
            var result = metric.Regressed ? "❌ regressed" : MarkdownText.Escape(Numbers.Remark(metric));
            paper.Add($"| {MarkdownText.Escape(metric.Metric)} | {Numbers.Baseline(metric)} | {Numbers.Mean(metric.Metric, metric.Now)} | {Numbers.Change(metric.Metric, metric.Drop)} | {Numbers.P(metric.AdjustedP)} | {Numbers.Change(metric.Metric, metric.Margin)} | {Numbers.Change(metric.Metric, metric.SmallestVisible)} | {result} |\n");
        }

        var test = verdict.Test == GateTest.WithinCase ? "exact permutation within each case" : "exact sign flip over cases";
        paper.Add(string.Create(CultureInfo.InvariantCulture, $"\n{verdict.ComparedCases} cases compared, {verdict.NewCases} new, {verdict.Errors} errors; {test}; *smallest visible* is the drop seen with a power of 80 %.\n\n"));
    }

    private static void Variants(Paper paper, EvalSummary summary)
    {
        var metrics = summary.Variants[0].Metrics.Take(MaxRows).Select(static metric => metric.Metric).ToList();
        paper.Add($"| variant |{string.Concat(metrics.Select(static metric => $" {MarkdownText.Escape(metric)} |"))} cost a run | p50 | p95 | runs | failed | errors |\n|---|{string.Concat(metrics.Select(static _ => "--:|"))}--:|--:|--:|--:|--:|--:|\n");
        foreach (var variant in summary.Variants.Take(MaxRows))
        {
            var means = string.Concat(variant.Metrics.Take(metrics.Count).Select(static metric => $" {Numbers.Score(metric.Mean)} |"));
            paper.Add(string.Create(CultureInfo.InvariantCulture, $"| {MarkdownText.Escape(variant.Variant)} |{means} {Numbers.Usd(variant.MeanCostUsd)} | {Numbers.Time(variant.P50)} | {Numbers.Time(variant.P95)} | {variant.Runs} | {variant.Failed} | {variant.Errors} |\n"));
        }

        paper.Add("\n");
    }

    private static void Cases(Paper paper, List<CaseRow> failed, CaseTexts texts)
    {
        if (failed.Count == 0)
        {
            return;
        }

        paper.Add("### Cases\n\n");
        var shown = 0;
        foreach (var row in failed.Take(MaxCases))
        {
            if (!paper.Add(Case(row, texts)))
            {
                break;
            }

            shown++;
        }

        if (shown < failed.Count)
        {
            paper.Close(string.Create(CultureInfo.InvariantCulture, $"{failed.Count - shown} of {failed.Count} cases are left out here; they are in the JUnit, JSON and HTML reports.\n\n"));
        }
    }

    private static string Case(CaseRow row, CaseTexts texts)
    {
        var (title, lines) = texts.Diff(row.Id, MaxDiffLines);
        var text = new StringBuilder();
        text.Append("<details><summary>").Append(MarkdownText.Html(row.Id)).Append(row.Critical ? " (critical)" : string.Empty).Append(": ").Append(MarkdownText.Html(OutputText.Shorten(row.Message!, 300))).Append("</summary>\n\n");
        foreach (var reason in texts.Reasons(row.Id))
        {
            text.Append("- ").Append(MarkdownText.Escape(reason)).Append('\n');
        }

        text.Append('\n').Append(MarkdownText.Escape(title)).Append("\n\n");
        if (lines.Count > 0)
        {
            text.Append(MarkdownText.Fence("diff", lines)).Append("\n\n");
        }

        return text.Append("</details>\n\n").ToString();
    }

    private static void Foot(Paper paper, EvalSummary summary, ReportTable table)
    {
        var manifest = summary.Manifest;
        var version = manifest.GoldenSetVersion is { } known ? " " + known : string.Empty;
        var revision = manifest.Revision is { } commit ? $", revision {commit}" : string.Empty;
        paper.Close(string.Create(CultureInfo.InvariantCulture, $"{table.Rows.Count} cases of {MarkdownText.Escape(manifest.GoldenSet + version)}, {manifest.Repeats} repeats, {Numbers.Usd(manifest.SpentUsd)} spent{MarkdownText.Escape(revision)}.\n"));
    }

    /// <summary>Takes whole pieces while there is room, and always has some left for the closing words.</summary>
    private sealed class Paper(int maxBytes)
    {
        private const int Reserve = 1024;

        private readonly StringBuilder _text = new();
        private long _bytes;

        public bool Add(string piece)
        {
            var bytes = Encoding.UTF8.GetByteCount(piece);
            if (_bytes + bytes > maxBytes - Reserve)
            {
                return false;
            }

            _text.Append(piece);
            _bytes += bytes;
            return true;
        }

        public void Close(string words)
        {
            _text.Append(OutputText.Shorten(words, 200));
        }

        public override string ToString() => _text.ToString();
    }
}
