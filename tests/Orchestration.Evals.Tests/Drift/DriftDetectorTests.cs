using System.Collections.Immutable;
using Orchestration.Evals.Drift;
using Orchestration.Models;

namespace Orchestration.Evals.Tests.Drift;

public sealed class DriftDetectorTests
{
    private const int Calls = 400;
    private static readonly DateOnly Day = new(2026, 6, 30);

    [Fact]
    public void A_day_like_the_others_is_quiet()
    {
        var report = DriftDetector.Compare(Day, [.. Reference(), Make(Day)], []);

        Assert.Empty(report.Alerts);
        Assert.Null(report.NotCompared);
        Assert.Equal((22, 2L * Calls), (report.ReferenceDays, report.Calls));
        Assert.Contains(report.Findings, static finding => finding is { Metric: "latency", Level: DriftLevel.Stable, FromQuantiles.Median: > 0, ToQuantiles.Median: > 0 });
    }

    [Fact]
    public void A_score_that_fell_in_one_model_is_named_with_its_runs()
    {
        var report = DriftDetector.Compare(Day, [.. Reference(), Make(Day, score: 0.6)], []);

        var alert = Assert.Single(report.Alerts);
        Assert.Equal(("score:exact", new DriftSeries("article", Model: "large")), (alert.Finding.Metric, Broadest(alert)));
        Assert.InRange(alert.Finding.From, 0.89, 0.91);
        Assert.InRange(alert.Finding.To, 0.59, 0.61);
        Assert.Equal(Day, alert.Since);
        Assert.All(alert.Examples, static example => Assert.Equal(0, example.Value));
        Assert.Equal(DriftCell.MostExamples, alert.Examples.Length);
        Assert.Contains("score:exact fell from 0.9", alert.Message, StringComparison.Ordinal);
        Assert.Contains("on 2026-06-30 (p = ", alert.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_else_is_new_is_told_as_a_likely_cause()
    {
        var today = Make(Day, latency: 2, modelId: "large-2026-06", version: "2", routing: "08:00 UTC: routing policy '7' was applied");

        var alert = DriftDetector.Compare(Day, [.. Reference(), today], []).Alerts.First(static alert => alert.Finding.Metric == "latency");

        Assert.Equal(
            [
                "The model reports itself as 'large-2026-06' in 100 % of its answers; before, mostly as 'large-2026-01'.",
                "Version 2 of the graph ran in 100 % of the calls; before, mostly version 1.",
                "Routing, 2026-06-30 08:00 UTC: routing policy '7' was applied",
            ],
            alert.Hints);
    }

    [Fact]
    public void A_better_day_is_no_alert()
    {
        var report = DriftDetector.Compare(Day, [.. Reference(), Make(Day, score: 1, latency: 0.5)], []);

        Assert.DoesNotContain(report.Alerts, static alert => alert.Finding is { Change: DriftChange.Mean });
    }

    [Fact]
    public void What_is_certain_but_small_is_no_alert()
    {
        // Days that are all the same, to the call: anything at all is certain.
        var days = Reference().Append(Make(Day, latency: 1.08)).ToList();

        Assert.DoesNotContain(DriftDetector.Compare(Day, days, []).Alerts, static alert => alert.Finding is { Metric: "latency", Change: DriftChange.Mean });
        Assert.Contains(DriftDetector.Compare(Day, days, [], new DriftOptions { MinimumRelativeChange = 0.05 }).Alerts, static alert => alert.Finding.Metric == "latency");
    }

    [Fact]
    public void A_second_hump_is_seen_by_the_shape_alone()
    {
        // Half of the calls twice as fast, half twice as slow: the geometric mean is what it was.
        var report = DriftDetector.Compare(Day, [.. Reference(), Make(Day, latencies: static i => i % 2 == 0 ? 0.5 : 2)], []);

        var alert = Assert.Single(report.Alerts, static alert => alert.Finding.Metric == "latency");
        Assert.Equal((DriftChange.Shape, DriftLevel.Large), (alert.Finding.Change, alert.Finding.Level));
        Assert.Contains("the distribution of latency changed", alert.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_days_give_the_same_report_in_any_order()
    {
        List<DriftDay> days = [.. Reference(), Make(Day, score: 0.7, latency: 1.5)];
        var one = DriftDetector.Compare(Day, days, []).ToJson();
        days.Reverse();

        Assert.Equal(one, DriftDetector.Compare(Day, days, []).ToJson());
    }

    [Fact]
    public void Days_that_alarmed_are_not_compared_with_and_tell_since_when()
    {
        // The last fortnight of the reference was bad already, and said so.
        var reference = Reference().Select(static day => day.Day > Day.AddDays(-15) ? Make(day.Day, score: 0.6) : day).ToList();
        var today = Make(Day, score: 0.6);
        var earlier = Enumerable.Range(1, 14).Select(back => Alarm(Day.AddDays(-back), since: Day.AddDays(-14))).ToList();

        var without = DriftDetector.Compare(Day, [.. reference, today], []);
        var with = DriftDetector.Compare(Day, [.. reference, today], earlier);

        Assert.DoesNotContain(without.Alerts, static alert => alert.Finding.Metric == "score:exact");
        var alert = Assert.Single(with.Alerts, static alert => alert.Finding.Metric == "score:exact");
        Assert.Equal(Day.AddDays(-14), alert.Since);
        Assert.Contains("as since 2026-06-16", alert.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_change_that_filled_the_reference_has_come_to_stay()
    {
        var reference = Reference().Select(static day => Make(day.Day, score: 0.6));
        var earlier = Enumerable.Range(1, 28).Select(back => Alarm(Day.AddDays(-back), since: Day.AddDays(-28))).ToList();

        Assert.Empty(DriftDetector.Compare(Day, [.. reference, Make(Day, score: 0.6)], earlier).Alerts);
    }

    [Fact]
    public void Days_before_an_accepted_change_are_not_compared_with()
    {
        var options = new DriftOptions { ReferenceSince = Day.AddDays(-17) };
        var reference = Reference().Select(static day => day.Day >= Day.AddDays(-17) ? Make(day.Day, score: 0.6) : day).ToList();

        var report = DriftDetector.Compare(Day, [.. reference, Make(Day, score: 0.6)], [], options);

        Assert.Empty(report.Alerts);
        Assert.Equal(11, report.ReferenceDays);
        // Of both models; with the days before it would be 0.81.
        Assert.InRange(report.Findings.First(static finding => finding.Metric == "score:exact").From, 0.74, 0.76);
    }

    [Fact]
    public void A_window_of_days_sees_less_than_a_day_does()
    {
        var days = Reference().Concat(Enumerable.Range(0, 5).Select(static back => Make(Day.AddDays(-back), score: 0.86))).ToList();

        Assert.DoesNotContain(DriftDetector.Compare(Day, days, [], new DriftOptions { Alpha = 1e-3 }).Alerts, static alert => alert.Finding.Metric == "score:exact");
        Assert.Contains(DriftDetector.Compare(Day, days, [], new DriftOptions { Alpha = 1e-3, WindowDays = 5 }).Alerts, static alert => alert.Finding.Metric == "score:exact");
    }

    [Fact]
    public void Too_little_to_compare_is_said_with_what_to_do()
    {
        var young = DriftDetector.Compare(Day, [.. Reference().Take(4), Make(Day)], []);
        var empty = DriftDetector.Compare(Day, [.. Reference()], []);

        Assert.StartsWith("4 of the days from 28 to 7 before 2026-06-30 have figures", young.NotCompared, StringComparison.Ordinal);
        Assert.StartsWith("2026-06-30 has 0 calls", empty.NotCompared, StringComparison.Ordinal);
        Assert.Equal((0, 0), (young.Tests, empty.Tests));
    }

    [Fact]
    public void Two_graphs_that_broke_are_two_alerts()
    {
        var days = Reference().Append(Make(Day, score: 0.5)).Select(static day => new DriftDay(day.Day, [.. day.Cells, .. day.Cells.Select(static cell => Renamed(cell, "answer"))])).ToList();

        var alerts = DriftDetector.Compare(Day, days, []).Alerts.Where(static alert => alert.Finding.Metric == "score:exact").ToList();

        // One change of a model that both use, or one for each graph: never one for each series.
        Assert.InRange(alerts.Count, 1, 2);
        Assert.All(alerts, static alert => Assert.NotEmpty(alert.Also));
    }

    [Fact]
    public void A_reference_that_overlaps_the_window_is_refused()
    {
        var exception = Assert.Throws<ArgumentException>(static () => DriftDetector.Compare(Day, [], [], new DriftOptions { WindowDays = 8 }));

        Assert.Contains("must end before the window of 8 days", exception.Message, StringComparison.Ordinal);
    }

    private static DriftSeries Broadest(DriftAlert alert) => alert.Also.Prepend(alert.Finding.Series).First(static series => series is { Model: "large", Step: null });

    private static IEnumerable<DriftDay> Reference() => Enumerable.Range(7, 22).Select(static back => Make(Day.AddDays(-back)));

    private static DriftReport Alarm(DateOnly day, DateOnly since) => DriftDetector.Compare(Day, [.. Reference(), Make(Day, score: 0.5)], []) is var report
        ? report with { Day = day, Alerts = [.. report.Alerts.Select(alert => alert with { Day = day, Since = since, Finding = alert.Finding with { Series = new DriftSeries("article") } })] }
        : report;

    // 400 calls of each of two models, whose figures differ from day to day by a little that is always the same; what is given is of the large model.
    private static DriftDay Make(
        DateOnly date, double score = 0.9, double latency = 1, string modelId = "large-2026-01", string version = "1", string? routing = null, Func<int, double>? latencies = null)
    {
        var cells = new[] { "large", "small" }.Select(static model => new DriftCell(new DriftSeries("article", "draft", model, "acme"))).ToImmutableArray();
        var wiggle = ((date.DayNumber * 5 % 7) - 3) / 3.0;
        foreach (var cell in cells)
        {
            var large = cell.Series.Model == "large";
            for (var i = 0; i < Calls; i++)
            {
                var passed = i < Math.Round(Calls * ((large ? score : 0.9) + (score < 1 || !large ? 0.01 * wiggle : 0)));
                cell.Count(Counts.Calls);
                cell.Count(Counts.Attempts);
                cell.Add("score:exact", passed ? 1 : 0);
                cell.Show("score:exact", new RunId(new Guid(date.DayNumber, 0, (short)i, 0, 0, 0, 0, 0, 0, 0, large ? (byte)1 : (byte)2)), passed ? 1 : 0);
                cell.Add(Histograms.Latency, 1000 * (1 + (0.02 * wiggle)) * (1 + (i % 20 / 50.0)) * (large ? latency * (latencies?.Invoke(i) ?? 1) : 1));
                cell.Mark(Marks.ModelId, large ? modelId : "small-2026-01");
                cell.Mark(Marks.Version, version);
            }
        }

        return new DriftDay(date, cells) { RoutingChanges = routing is null ? [] : [routing] };
    }

    private static DriftCell Renamed(DriftCell cell, string graph)
    {
        var renamed = new DriftCell(cell.Series with { Graph = graph });
        renamed.Merge(cell);
        return renamed;
    }
}
