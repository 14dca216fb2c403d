using System.Globalization;
using Orchestration.Evals.Reruns;
using Orchestration.Evals.Scorers;
using Spectre.Console;

namespace Orchestration.Cli.Display;

/// <summary>Shows since when a graph is worse.</summary>
internal static class BisectView
{
    /// <param name="screen">Where to.</param>
    /// <param name="graph">The graph's name.</param>
    /// <param name="report">The finding; <see langword="null"/> where it was cancelled.</param>
    /// <param name="probes">The versions that were run, in their order.</param>
    public static void Show(Screen screen, string graph, BisectReport? report, IReadOnlyList<BisectProbe> probes)
    {
        if (report is not null)
        {
            var color = report.Outcome switch { BisectOutcome.Found => "red", BisectOutcome.NeverBad => "green", _ => "yellow" };
            screen.Markup($"[bold]{Markup.Escape(graph)}[/]  [{color}]{Markup.Escape(report.Summary)}[/]");
        }

        if (probes.Count == 0)
        {
            return;
        }

        var table = Tables.New(screen, [("Version", true), ("Verdict", false), ("Scores", false), ("Cost", true), ("Why", false)]);
        foreach (var probe in probes)
        {
            table.AddRow(
                new Text(probe.Version.ToString(CultureInfo.InvariantCulture)),
                new Text(Verdict(probe), new Style(probe.IsBad switch { true => Color.Red, false => Color.Green, _ => Color.Yellow })),
                new Text(string.Join("  ", probe.Scores.Select(static score => score.Kind == ScoreKind.Scored ? score.Value.ToString("0.##", CultureInfo.InvariantCulture) : "error"))),
                new Text(Words.Usd(probe.SpentUsd)),
                new Text(Visible.Of(Words.Shorten(Decisive(probe).Reason.ReplaceLineEndings(" "), 80))));
        }

        screen.Console.Write(table);
        screen.Markup($"{Words.Count(probes.Count, "version")} run for [bold]{Words.Usd(probes.Sum(static probe => probe.SpentUsd))}[/].{(report is { FirstBad: { } first, LastGood: { } last } ? $" [dim]See what has changed: {App.Name} graph show {Markup.Escape(graph)}@{first}, and the same for @{last}[/]" : string.Empty)}");
    }

    public static string Verdict(BisectProbe probe) => probe.IsBad switch { true => "worse", false => "good", _ => "not judged" };

    /// <summary>What a search that was stopped knows, as the options that go on from there.</summary>
    public static string HowToGoOn(IReadOnlyList<BisectProbe> probes)
    {
        var (good, bad) = (probes.LastOrDefault(static probe => probe.IsBad == false)?.Version, probes.FirstOrDefault(static probe => probe.IsBad == true)?.Version);
        return good is null && bad is null
            ? "Cancelled before a version was judged."
            : $"Cancelled. Go on with{(good is null ? string.Empty : FormattableString.Invariant($" --good {good}"))}{(bad is null ? string.Empty : FormattableString.Invariant($" --bad {bad}"))}.";
    }

    // The score that speaks for the verdict.
    private static Score Decisive(BisectProbe probe) => probe.IsBad switch
    {
        true => probe.Scores.Where(static score => score.Kind == ScoreKind.Scored).MinBy(static score => score.Value)!,
        false => probe.Scores.Where(static score => score.Kind == ScoreKind.Scored).MaxBy(static score => score.Value)!,
        _ => probe.Scores[^1],
    };
}
