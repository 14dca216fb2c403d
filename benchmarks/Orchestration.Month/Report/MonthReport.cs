using System.Text;
using Orchestration.Month.Figures;
using Orchestration.Month.Systems;
using Orchestration.Month.Workload;
using Orchestration.Month.World;

namespace Orchestration.Month.Report;

/// <summary>The month in tables, with what was assumed.</summary>
internal sealed class MonthReport(ulong seed, Arrivals arrivals, IReadOnlyList<SystemMonth> months, IReadOnlyList<SystemMonth> alone)
{
    private SystemMonth Base => months[0];

    private SystemMonth Whole => months[^1];

    /// <summary>The first tables, also for the benchmarks' README.</summary>
    public string Headline()
    {
        var text = new StringBuilder();
        var saved = 1 - (Whole.CostUsd / Base.CostUsd);
        var better = Whole.MeanQuality - Base.MeanQuality;
        var worst = Incident.All.Select(incident => (Incident: incident, Share: ShareOf(Whole.During(incident)))).MinBy(static one => one.Share);
        var broken = Whole.Outcomes.Count(static outcome => outcome.IsBroken);
        text.Append("| target | reached? | figure |\n|---|---|---|\n");
        Target("cost at least 50 % below the single model", saved >= 0.5m, $"{Math.Abs(saved):P1} {(saved >= 0 ? "below" : "above")} ({Usd(Whole.CostUsd)} against {Usd(Base.CostUsd)})");
        Target("at equal or better quality", better >= 0, $"{Whole.MeanQuality:0.0000} against {Base.MeanQuality:0.0000} of the answers given; {Whole.GoodInHundred:0.00} against {Base.GoodInHundred:0.00} good answers in 100 requests");
        Target("at least 99.99 % success, in the month", Whole.SuccessShare >= 0.9999, $"{Percent(Whole.SuccessShare)}, {Whole.Outcomes.Count(static outcome => !outcome.Succeeded)} of {Whole.Outcomes.Count:N0} failed");
        Target("at least 99.99 % success, through every incident", worst.Share >= 0.9999, $"worst: {Percent(worst.Share)} of {Whole.During(worst.Incident).Count:N0} requests, {NameOf(worst.Incident)}");
        Target("no broken text", broken == 0, $"{broken}");
        return text.ToString();

        void Target(string what, bool isReached, string figure) => text.Append($"| {what} | {(isReached ? "**yes**" : "**no**")} | {figure} |\n");
    }

    /// <summary>What the benchmarks' README shows.</summary>
    public string Summary() => $"""
        ## A simulated month

        The library under virtual time, in a world of twelve models on four providers with list prices, an outage of five hours, flapping, a brown-out, a day without quota and bursts. {Workload()}
        One seed, one result: `dotnet run -c Release --project benchmarks/Orchestration.Month [requests] [seed] [folder]`. What was assumed, and all tables: [month.md](Orchestration.Month/results/month.md).

        {Headline()}
        {Comparison()}
        ![Cost over the month](Orchestration.Month/results/cost.svg)

        ![Success during the outage](Orchestration.Month/results/outage.svg)

        ![Time to the whole answer](Orchestration.Month/results/latency.svg)

        ![Cost and quality](Orchestration.Month/results/cost-quality.svg)

        """;

    public string Comparison()
    {
        var head = new List<string> { "" };
        head.AddRange(months.Select(static month => month.Name));
        return new Table(head)
            .Row("cost, USD", months, static month => Usd(month.CostUsd))
            .Row("cost of 1,000 requests, USD", months, static month => Usd(1_000 * month.CostUsd / month.Outcomes.Count))
            .Row("against one model", months, month => $"{(month.CostUsd / Base.CostUsd) - 1:+0.0 %;-0.0 %;0 %}")
            .Row("of it for answers that broke off or were not wanted any more, USD", months, static month => Usd(month.World.Invoice.UnfinishedUsd))
            .Row("quality of answers given (0 to 1)", months, static month => $"{month.MeanQuality:0.0000}")
            .Row("- simple / moderate / complex", months, static month => string.Join(" / ", Enum.GetValues<Difficulty>().Select(difficulty => $"{month.QualityOf(difficulty):0.000}")))
            .Row("good answers in 100 requests", months, static month => $"{month.GoodInHundred:0.00}")
            .Row("first token, s: median / p99", months, static month => Quantiles(month.FirstTokens))
            .Row("whole answer, s: median / p99", months, static month => Quantiles(month.Totals))
            .Row("failures that the user sees", months, static month => $"{month.Outcomes.Count(static outcome => !outcome.Succeeded):N0} ({Percent(1 - month.SuccessShare)})")
            .Row("broken texts", months, static month => $"{month.Outcomes.Count(static outcome => outcome.IsBroken):N0}")
            .Row("texts that differ in white space alone", months, static month => $"{month.Outcomes.Count(static outcome => outcome.HasOtherWhiteSpace):N0}")
            .Row("answers taken back and begun anew before the reader's eyes", months, static month => $"{month.Outcomes.Count(static outcome => outcome.Restarts > 0):N0}")
            .Row("answers carried on by another model, unbroken", months, static month => $"{month.Outcomes.Count(static outcome => outcome is { Splices: > 0, Succeeded: true, IsBroken: false }):N0}")
            .Row("answers from the response cache", months, static month => Percent(month.Share(static outcome => outcome.IsFromCache)))
            .Row("input tokens read from providers' prompt caches", months, static month => Percent((double)month.World.Invoice.Lines.Values.Sum(static line => line.CachedTokens) / month.World.Invoice.Lines.Values.Sum(static line => line.InputTokens)))
            .Row("requests sent to models", months, static month => $"{month.World.Calls:N0}")
            .ToString();
    }

    public string Incidents()
    {
        var table = new Table(["incident", "requests", .. months.Select(static month => month.Name)]);
        foreach (var incident in Incident.All)
        {
            table.Row(NameOf(incident), [$"{Base.During(incident).Count:N0}", .. months.Select(month => Percent(ShareOf(month.During(incident))))]);
        }

        return table.ToString();
    }

    public string Shares()
    {
        var table = new Table(["model", "provider", .. months.SelectMany(static month => new[] { month.Name + ": requests", "USD" })]);
        foreach (var sheet in Base.World.Sheets)
        {
            table.Row(sheet.Name, [sheet.Provider, .. months.SelectMany(month => month.World.Invoice.Lines.TryGetValue(sheet.Name, out var line) ? new[] { $"{line.Requests:N0}", Usd(line.Usd) } : ["", ""])]);
        }

        foreach (var provider in Base.World.Sheets.Select(static sheet => sheet.Provider).Distinct())
        {
            table.Row($"**{provider}**", ["", .. months.SelectMany(month => new[] { $"{Of(month).Sum(static line => line.Requests):N0}", $"{Of(month).Sum(static line => line.Usd) / month.CostUsd:P0}" })]);

            IEnumerable<Invoice.Line> Of(SystemMonth month) => month.World.Invoice.Lines.Values.Where(line => line.Provider == provider);
        }

        return table.ToString();
    }

    public string Books()
    {
        var text = new StringBuilder();
        foreach (var month in months.Where(static month => month.Log is not null))
        {
            var log = month.Log!;
            text.Append($"- *{month.Name}*: the providers charged {Usd(month.CostUsd)} USD; the audit log knows {Usd(log.KnownUsd)} and estimates {Usd(log.EstimatedUsd)} more for answers whose usage nobody reported. {log.Records:N0} records. ");
            text.Append($"Attempts that failed: {string.Join(", ", log.Failures.Select(static pair => $"{pair.Key} {pair.Value:N0}"))}.\n");
            if (log.Classes.Count > 0)
            {
                text.Append($"  - The classifier: {log.Judgements()}.\n");
            }

            if (month.World.Continuations.Count > 0)
            {
                text.Append($"  - How models went on: {string.Join(", ", month.World.Continuations.Select(static pair => $"{pair.Key} {pair.Value:N0}"))}.\n");
            }

            var failed = month.Outcomes.Where(static outcome => !outcome.Succeeded).GroupBy(static outcome => outcome.Failure ?? "none").OrderByDescending(static group => group.Count());
            var list = string.Join(", ", failed.Select(static group => $"{group.Key} {group.Count():N0}"));
            text.Append($"  - What users saw fail: {(list.Length > 0 ? list : "nothing")}.\n");
            foreach (var outcome in month.Outcomes.Where(static outcome => outcome is { Succeeded: true, Difference: not null }).Take(10))
            {
                text.Append($"  - {(outcome.IsBroken ? "Broken" : "Other white space")}, {outcome.At:d MMM HH:mm}, {outcome.Splices} splices, {outcome.Attempts} attempts, {outcome.Difference}.\n");
            }

        }

        return text.ToString();
    }

    public string Alone()
    {
        var table = new Table("model alone, without retries", "USD for 1,000", "quality", "failures", "first token, s: median / p99", "whole answer, s: median / p99");
        foreach (var month in alone)
        {
            table.Row(month.Name, [Usd(1_000 * month.CostUsd / month.Outcomes.Count), $"{month.MeanQuality:0.0000}", Percent(1 - month.SuccessShare), Quantiles(month.FirstTokens), Quantiles(month.Totals)]);
        }

        return table.ToString();
    }

    public string Workload()
    {
        var counts = Base.Outcomes.GroupBy(static outcome => outcome.Difficulty).OrderBy(static group => group.Key);
        return $"{arrivals.Count:N0} requests in {arrivals.Sessions:N0} sessions, seed {seed}: {string.Join(", ", counts.Select(group => $"{100.0 * group.Count() / arrivals.Count:0} % {group.Key.ToString().ToLowerInvariant()}"))}. "
            + $"{Percent((double)Repeats() / arrivals.Count)} say what an earlier one of the last {Contenders.CacheLifetime.TotalDays:0} days said, in whatever words.";
    }

    private int Repeats()
    {
        var (last, repeats) = (new Dictionary<ulong, DateTimeOffset>(), 0);
        foreach (var outcome in Base.Outcomes)
        {
            repeats += last.TryGetValue(outcome.Meaning, out var at) && outcome.At - at < Contenders.CacheLifetime ? 1 : 0;
            last[outcome.Meaning] = outcome.At;
        }

        return repeats;
    }

    public string Duration() => string.Join(", ", months.Select(static month => $"{month.Name} {month.Took.TotalSeconds:0} s for {month.Steps:N0} timers"));

    private static double ShareOf(IReadOnlyList<Outcome> outcomes) => outcomes.Count == 0 ? 1 : (double)outcomes.Count(static outcome => outcome.Succeeded) / outcomes.Count;

    private static string NameOf(Incident incident)
    {
        var kind = incident.Kind switch
        {
            IncidentKind.Outage => "outage",
            IncidentKind.Flapping => "flapping",
            IncidentKind.BrownOut => "brown-out",
            _ => "no quota",
        };
        return $"{incident.Provider}, {kind}, {incident.From:d MMM HH:mm} for {(incident.To - incident.From).TotalHours:0.##} h";
    }

    private static string Quantiles(double[] sorted) => $"{SystemMonth.Quantile(sorted, 0.5):0.00} / {SystemMonth.Quantile(sorted, 0.99):0.00}";

    private static string Usd(decimal usd) => $"{usd:N2}";

    private static string Percent(double share) => $"{100 * share:0.###} %";
}
