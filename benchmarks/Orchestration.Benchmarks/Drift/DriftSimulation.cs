using System.Globalization;
using Orchestration.Evals.Drift;

namespace Orchestration.Benchmarks.Drift;

/// <summary>How often the real detector alarms on quiet days, and how often it sees a fault on its first day. Seeded: figures are the same on every machine, only the time differs.</summary>
internal static class DriftSimulation
{
    private const int DaysAMonth = 30;

    private static readonly DayEffects[] Worlds =
    [
        new("none: days differ by their calls and weekday alone", 0, 0, 0),
        new("usual: score 0.3 points, latency 4 %", 0.003, 0.04, 0.15),
        new("rough: score 0.8 points, latency 8 %", 0.008, 0.08, 0.4),
    ];

    private static readonly Fault[] Faults =
    [
        new("score -3 points, all calls (2,000)", DriftMetric.ScorePrefix + DriftTraffic.Score, 0.03, 1, new DriftSeries()),
        new("score -3 points, one model (1,200)", DriftMetric.ScorePrefix + DriftTraffic.Score, 0.03, 1, new DriftSeries(Model: "large")),
        new("score -3 points, one step (667)", DriftMetric.ScorePrefix + DriftTraffic.Score, 0.03, 1, new DriftSeries(Step: "draft")),
        new("score -9 points, one step (667)", DriftMetric.ScorePrefix + DriftTraffic.Score, 0.09, 1, new DriftSeries(Step: "draft")),
        new("score -15 points, one step, model and tenant (267)", DriftMetric.ScorePrefix + DriftTraffic.Score, 0.15, 1, new DriftSeries(Step: "draft", Model: "large", Tenant: "acme")),
        new("latency +20 %, all calls (2,000)", Histograms.Latency, 0, 1.2, new DriftSeries()),
        new("latency +20 %, one model (1,200)", Histograms.Latency, 0, 1.2, new DriftSeries(Model: "large")),
        new("latency +20 %, one step (667)", Histograms.Latency, 0, 1.2, new DriftSeries(Step: "draft")),
    ];

    /// <param name="args">Quiet months, days of each fault, and the level; 24, 200 and the default one if not given.</param>
    public static void Measure(string[] args)
    {
        var (months, faultyDays) = (args.Length > 0 ? Number(args[0]) : 24, args.Length > 1 ? Number(args[1]) : 200);
        var options = args.Length > 2 ? new DriftOptions { Alpha = double.Parse(args[2], CultureInfo.InvariantCulture) } : new DriftOptions();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{months} quiet months in each world; each fault on {faultyDays} days, each by itself; alpha {options.Alpha}.\n"));
        var results = Worlds.Select(static (world, i) => (world, i)).AsParallel().AsOrdered().Select(one => Measure(one.world, one.i + 1, months, faultyDays, options)).ToList();
        Row(["", .. Worlds.Select(static world => world.Name)]);
        Row(["---", .. Worlds.Select(static _ => "---:")]);
        Row(["days with a false alarm, a month", .. results.Select(result => string.Create(CultureInfo.InvariantCulture, $"**{(double)result.FalseAlarms / months:0.00}**"))]);
        Row(["  the most in one month", .. results.Select(static result => result.Most.ToString(CultureInfo.InvariantCulture))]);
        foreach (var (fault, i) in Faults.Select(static (fault, i) => (fault, i)))
        {
            Row(["seen on the first day: " + fault.Name, .. results.Select(result => string.Create(CultureInfo.InvariantCulture, $"{(double)result.Seen[i] / faultyDays:0 %}"))]);
        }

        Row(["tests a day", .. results.Select(static result => result.Tests.ToString(CultureInfo.InvariantCulture))]);
        Console.WriteLine("\nFalse alarms by metric:");
        foreach (var (metric, count) in results.SelectMany(static result => result.Metrics).GroupBy(static metric => metric).Select(static group => (group.Key, group.Count())).OrderByDescending(static one => one.Item2))
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"- {metric}: {count}"));
        }
    }

    private static Result Measure(DayEffects world, int seed, int months, int faultyDays, DriftOptions options)
    {
        var traffic = new DriftTraffic(world, seed);
        var (days, reports, result) = (new List<DriftDay>(), new List<DriftReport>(), new Result { Seen = new int[Faults.Length] });
        var (date, inMonth) = (new DateOnly(2026, 1, 1), 0);
        for (var n = 0; n < options.ReferenceFrom + (months * DaysAMonth); n++, date = date.AddDays(1))
        {
            days.Add(traffic.Day(date));
            if (n < options.ReferenceFrom)
            {
                continue;
            }

            var report = DriftDetector.Compare(date, days, reports, options);
            inMonth = (n - options.ReferenceFrom) % DaysAMonth == 0 ? 0 : inMonth;
            result.Tests = report.Tests;
            if (!report.Alerts.IsEmpty)
            {
                result.FalseAlarms++;
                result.Most = Math.Max(result.Most, ++inMonth);
                result.Metrics.AddRange(report.Alerts.Select(static alert => alert.Finding.Metric + (alert.Finding.Change == DriftChange.Shape ? " (shape)" : string.Empty)));
            }

            // Spread over the months, so that they do not all share a reference.
            var every = Math.Max(1, months * DaysAMonth / faultyDays);
            if ((n - options.ReferenceFrom) % every == 0 && (n - options.ReferenceFrom) / every < faultyDays)
            {
                Break(traffic, days, reports, options, result);
            }

            reports.Add(report);
            days.RemoveAt(0);
            reports.RemoveAll(old => old.Day < date.AddDays(-options.ReferenceFrom));
        }

        return result;
    }

    private static void Break(DriftTraffic traffic, List<DriftDay> days, List<DriftReport> reports, DriftOptions options, Result result)
    {
        var today = days[^1];
        for (var i = 0; i < Faults.Length; i++)
        {
            days[^1] = traffic.Day(today.Day, Faults[i], draw: i + 1);
            var alerts = DriftDetector.Compare(today.Day, days, reports, options).Alerts;
            result.Seen[i] += alerts.Any(alert => alert.Finding.Metric == Faults[i].Metric) ? 1 : 0;
        }

        days[^1] = today;
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static void Row(IEnumerable<string> cells) => Console.WriteLine($"| {string.Join(" | ", cells)} |");

    private sealed class Result
    {
        public int FalseAlarms { get; set; }

        public int Most { get; set; }

        public int Tests { get; set; }

        public required int[] Seen { get; init; }

        public List<string> Metrics { get; } = [];
    }
}
