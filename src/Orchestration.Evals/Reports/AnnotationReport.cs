using System.Globalization;
using Orchestration.Evals.Gates;

namespace Orchestration.Evals.Reports;

/// <summary>Workflow commands of GitHub Actions, written as its toolkit does: <c>%</c>, line ends, and in properties <c>:</c> and <c>,</c> are escaped, so that no text begins a command of its own.</summary>
internal static class AnnotationReport
{
    // GitHub shows ten of a kind and step.
    private const int Max = 10;
    private const int MaxMessage = 2000;

    public static async Task WriteAsync(ReportSource source, ReportTable table, TextWriter writer, CancellationToken cancellationToken)
    {
        var eval = source.Manifest.Eval;
        var verdict = source.Options.Verdict;
        var failed = table.WorstFirst().TakeWhile(static row => row.Status == CaseStatus.Failed).ToList();
        var shown = failed.Take(Max - 2).ToList();
        var texts = await CaseTexts.ReadAsync(source, shown, cancellationToken).ConfigureAwait(false);
        var lines = await CaseLines.FindAsync(source.GoldenPath, source.Options.Root, shown.Select(static row => row.Id).ToHashSet(StringComparer.Ordinal), cancellationToken).ConfigureAwait(false);
        if (verdict is not null)
        {
            await writer.WriteLineAsync(Command(verdict.Outcome == GateOutcome.Ok ? "notice" : "error", null, $"{eval}: {verdict.Outcome}", verdict.Summary)).ConfigureAwait(false);
        }

        foreach (var row in shown)
        {
            var message = string.Join('\n', texts.Reasons(row.Id).Prepend(row.Message!).Distinct(StringComparer.Ordinal));
            await writer.WriteLineAsync(Command("error", lines.TryGetValue(row.Id, out var place) ? place : null, $"{eval}: {row.Id}", message)).ConfigureAwait(false);
        }

        if (failed.Count > shown.Count)
        {
            await writer.WriteLineAsync(Command("error", null, eval, string.Create(CultureInfo.InvariantCulture, $"{failed.Count - shown.Count} of {failed.Count} cases are left out here, since GitHub shows ten annotations of a step."))).ConfigureAwait(false);
        }

        await writer.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    internal static string Command(string kind, (string File, int Line)? place, string title, string message)
    {
        var where = place is { } known ? string.Create(CultureInfo.InvariantCulture, $"file={Property(known.File)},line={known.Line},") : string.Empty;
        return $"::{kind} {where}title={Property(OutputText.Shorten(title, 200))}::{Data(OutputText.Shorten(message, MaxMessage))}";
    }

    private static string Data(string text) => text.Replace("%", "%25", StringComparison.Ordinal).Replace("\r", "%0D", StringComparison.Ordinal).Replace("\n", "%0A", StringComparison.Ordinal);

    private static string Property(string text) => Data(text).Replace(":", "%3A", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal);
}
