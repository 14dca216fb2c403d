using System.Globalization;
using Orchestration.Cli.Display;
using Orchestration.Cli.Evals;
using Orchestration.Evals.Gates;
using Spectre.Console;

namespace Orchestration.Cli.Commands.Evals;

/// <summary>What was accepted.</summary>
/// <param name="Path">The baseline's file.</param>
/// <param name="From">The results.</param>
/// <param name="IsNew">Whether it was not accepted before.</param>
/// <param name="Before">The baseline as it was.</param>
/// <param name="After">The baseline as it is.</param>
internal sealed record Accepted(string Path, string From, bool IsNew, Baseline? Before, Baseline After)
{
    public AcceptedResults Entry => After.History[^1];

    public AcceptedResults? EntryBefore => Before?.History[^1];

    /// <summary>How many runs each case has now: least and most.</summary>
    public (int Least, int Most) Runs => After.Cases.IsEmpty ? (0, 0) : (After.Cases.Min(static each => each.Runs), After.Cases.Max(static each => each.Runs));
}

/// <summary>Shows what was accepted.</summary>
internal static class AcceptView
{
    public static void Show(Tool tool, Accepted accepted, bool isJson)
    {
        if (isJson)
        {
            var (before, after) = (accepted.EntryBefore?.Means, accepted.Entry.Means);
            Json.Document(tool.Screen, new AcceptDocument(
                accepted.After.Eval, accepted.Path, accepted.From, accepted.IsNew, accepted.Entry.Variant, accepted.Entry.Cases, accepted.Entry.Repeats, accepted.Runs.Least, accepted.Runs.Most, before, after));
            return;
        }

        var (screen, entry, path) = (tool.Screen, accepted.Entry, tool.Shown(accepted.Path));
        if (!accepted.IsNew)
        {
            screen.Line($"The results in '{tool.Shown(accepted.From)}' are accepted already. Nothing has changed.");
            return;
        }

        screen.Markup($"[bold green]{(screen.Unicode ? "✓" : "+")} Accepted[/] {Markup.Escape($"{entry.Variant} of '{accepted.After.Eval}': {Words.Count(entry.Cases, "case")}, {Words.Count(entry.Repeats, "repeat")}, from {tool.Shown(accepted.From)}")}");
        ShowMeans(screen, accepted);
        var (least, most) = accepted.Runs;
        screen.Line($"The baseline has {(least == most ? Words.Count(least, "run") : $"{Words.Count(least)} to {Words.Count(most)} runs")} of each case{(most > entry.Repeats ? ", those of earlier acceptances included" : string.Empty)}.");
        screen.Markup($"[dim]Next:[/] {Markup.Escape($"commit the file: git add {Typed.Quoted(path)}")}");
    }

    private static void ShowMeans(Screen screen, Accepted accepted)
    {
        var (before, now) = (accepted.EntryBefore, accepted.Entry);
        var table = Tables.New(screen, [("Metric", false), ("Before", true), ("Accepted", true)]);
        foreach (var (metric, mean) in now.Means.OrderBy(static mean => mean.Key, StringComparer.Ordinal))
        {
            table.AddRow(metric, before?.Means.TryGetValue(metric, out var old) == true ? Score(old) : "–", Score(mean));
        }

        table.AddRow("cost of a run", before is null ? "–" : Words.Usd(before.CostUsd), Words.Usd(now.CostUsd));
        table.AddRow("time of a run", before is null ? "–" : Words.Seconds(before.Duration), Words.Seconds(now.Duration));
        screen.Console.Write(table);
    }

    private static string Score(double mean) => mean.ToString("0.000", CultureInfo.InvariantCulture);
}

/// <summary>What <c>eval accept --json</c> writes.</summary>
/// <param name="Eval">The eval.</param>
/// <param name="Baseline">The file.</param>
/// <param name="From">The results.</param>
/// <param name="Changed">Whether the file was written; false if they were accepted before.</param>
/// <param name="Variant">Which variant.</param>
/// <param name="Cases">Its cases.</param>
/// <param name="Repeats">The repeats that were accepted.</param>
/// <param name="LeastRuns">Runs of the case that has fewest, earlier ones included.</param>
/// <param name="MostRuns">Runs of the case that has most.</param>
/// <param name="Before">The means that were accepted last.</param>
/// <param name="After">The means accepted now.</param>
internal sealed record AcceptDocument(
    string Eval, string Baseline, string From, bool Changed, string Variant, int Cases, int Repeats, int LeastRuns, int MostRuns, IReadOnlyDictionary<string, double>? Before, IReadOnlyDictionary<string, double> After);
