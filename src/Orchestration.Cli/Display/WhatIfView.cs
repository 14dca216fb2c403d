using System.Globalization;
using Orchestration.Evals.Reruns;
using Spectre.Console;

namespace Orchestration.Cli.Display;

/// <summary>Shows what traffic would have been like in another way.</summary>
internal static class WhatIfView
{
    /// <summary>What is known before anything is spent.</summary>
    /// <param name="screen">Where to.</param>
    /// <param name="estimate">The window's tokens at the other price.</param>
    /// <param name="isPriced">Whether there is another price.</param>
    /// <param name="model">The other model.</param>
    /// <param name="sample">How many runs would be done again.</param>
    public static void ShowEstimate(Screen screen, PriceEstimate estimate, bool isPriced, string? model, int sample)
    {
        if (estimate.Runs == 0)
        {
            screen.Line("The log has no such run in that time. See what it holds: " + App.Name + " audit list");
            return;
        }

        var perSample = Words.Usd((isPriced ? estimate.AfterUsd : estimate.BeforeUsd) / estimate.Runs * sample);
        screen.Markup($"{Words.Count(estimate.Runs, "run")} in the window did cost [bold]{Words.Usd(estimate.BeforeUsd)}[/].{(isPriced ? $" Their tokens at the price of {Markup.Escape(model!)}: [bold]{Words.Usd(estimate.AfterUsd)}[/]{Share(estimate)}." : model is null ? string.Empty : $" The price of {Markup.Escape(model)} is not known: it is a route, or a model without a price.")}");
        if (isPriced && estimate.UnknownAttempts > 0)
        {
            screen.Markup($"[yellow]{Words.Count(estimate.UnknownAttempts, "attempt")} of them left out of both: tokens or cost are not known.[/]");
        }

        screen.Markup($"[dim]An estimate: another model counts tokens in its own way and answers at another length. A sample of {Words.Count(sample)} would cost about {perSample}.[/]");
    }

    public static string NameOf(WhatIfOptions options) => string.Join(
        ' ', new[] { options.Traffic.Graph ?? "all graphs", options.GraphVersion is { } version ? FormattableString.Invariant($"v{version}") : null, options.Model is { } model ? $"on {model}" : null }.OfType<string>());

    /// <param name="screen">Where to.</param>
    /// <param name="report">The figures.</param>
    /// <param name="name">What was tried.</param>
    /// <param name="folder">Where the reruns are recorded.</param>
    public static void Show(Screen screen, WhatIfReport report, string name, string folder)
    {
        screen.Markup($"[bold]{Markup.Escape(name)}[/]: {Words.Count(report.Compared)} of {Words.Count(report.Population, "run")} done again and compared, for [bold]{Words.Usd(report.SpentUsd)}[/]");
        var table = Tables.New(screen, [(string.Empty, false), ("Recorded", true), ("What if", true), ("95 % interval", true)]);
        table.AddRow(new Text("cost of the window"), new Text(Words.Usd(report.BeforeUsd)), new Text(report.AfterUsd is { } after ? Usd(after.Value) : "unknown"), new Text(report.AfterUsd is { } usd ? $"{Usd(usd.Low)} to {Usd(usd.High)}" : string.Empty));
        AddLatency(table, "time p50", report, static quantiles => quantiles.P50);
        AddLatency(table, "time p90", report, static quantiles => quantiles.P90);
        AddLatency(table, "time p99", report, static quantiles => quantiles.P99);
        table.AddRow(new Text("failures"), Share(report.FailuresBefore, withInterval: true), Share(report.FailuresAfter, withInterval: false), new Text(report.FailuresAfter is { } share ? $"{Words.Percent(share.Low)} to {Words.Percent(share.High)}" : string.Empty));
        foreach (var (metric, score) in report.Scores)
        {
            table.AddRow(
                new Text(metric),
                new Text(Score(score.Before)),
                new Text(Score(score.After), new Style(score.Change switch { { High: < 0 } => Color.Red, { Low: > 0 } => Color.Green, _ => Color.Default })),
                new Text(score.Change is { } change ? $"change {Signed(change.Low)} to {Signed(change.High)}" : string.Empty));
        }

        screen.Console.Write(table);
        foreach (var remark in Remarks(report))
        {
            screen.Markup($"[yellow]{Markup.Escape(remark)}[/]");
        }

        if (report.Runs is [var first, ..])
        {
            screen.Markup($"[dim]{Markup.Escape($"One of the reruns: {App.Name} audit show {first.After.Run} --audit {folder}")}[/]");
        }
    }

    private static IEnumerable<string> Remarks(WhatIfReport report)
    {
        if (report.BudgetExceeded)
        {
            yield return "The budget was spent before the sample was done. A higher --budget does the rest of the same sample.";
        }

        if (report.Errors > 0)
        {
            yield return $"{Words.Count(report.Errors, "rerun")} are part of no figure: a provider, a limit or the budget was in the way. One said: {report.Runs.First(static run => run.Judgement == Orchestration.Evals.Running.CaseOutcome.Error).After.Failure}";
        }

        if (report.PricedPairs < report.Compared)
        {
            yield return $"The cost rests on {Words.Count(report.PricedPairs, "pair")}: of {Words.Count(report.Compared - report.PricedPairs)} more, some attempt's cost is not known. It is too low by as much as those did cost.";
        }

        foreach (var refused in report.Refused.Take(3))
        {
            yield return refused;
        }

        if (report.Refused.Length > 3)
        {
            yield return $"{Words.Count(report.Refused.Length - 3)} more could not be done again at all.";
        }

        foreach (var (metric, score) in report.Scores.Where(static score => score.Value.Errors > 0))
        {
            yield return $"{metric}: {Words.Count(score.Errors, "pair")} could not be judged.";
        }

        var cached = report.Runs.Count(static run => run.Notes.Any(static note => note.StartsWith("In the rerun a cache", StringComparison.Ordinal)));
        if (cached > 0)
        {
            yield return $"In {Words.Count(cached, "rerun")} a cache answered some step: cost and time are too low by that.";
        }
    }

    private static void AddLatency(Table table, string name, WhatIfReport report, Func<LatencyQuantiles, TimeSpan> quantile) => table.AddRow(
        new Text(name), new Text(report.LatencyBefore is { } before ? Words.Seconds(quantile(before)) : string.Empty), new Text(report.LatencyAfter is { } after ? Words.Seconds(quantile(after)) : string.Empty), new Text(string.Empty));

    private static string Share(PriceEstimate estimate) => estimate.BeforeUsd > 0 ? $" ({Words.Change((double)(estimate.AfterUsd / estimate.BeforeUsd) - 1)})" : string.Empty;

    private static Text Share(Interval? share, bool withInterval) => new(share is not { } known ? string.Empty : $"{Words.Percent(known.Value)}{(withInterval ? $" ({Words.Percent(known.Low)} to {Words.Percent(known.High)})" : string.Empty)}");

    private static string Usd(double usd) => Words.Usd((decimal)usd);

    private static string Score(double score) => score.ToString("0.000", CultureInfo.InvariantCulture);

    private static string Signed(double change) => change.ToString("+0.000;-0.000;0", CultureInfo.InvariantCulture);
}
