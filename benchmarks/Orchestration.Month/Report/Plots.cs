using System.Globalization;
using Orchestration.Month.Figures;
using Orchestration.Month.Workload;
using Orchestration.Month.World;

namespace Orchestration.Month.Report;

/// <summary>The month in pictures.</summary>
internal static class Plots
{
    public static Plot CostOverMonth(IReadOnlyList<SystemMonth> months)
    {
        var series = months.Select(static (month, i) => new Series(month.Name, [(1, 0), .. Sums(month.World.Invoice.Days).Select(static (usd, day) => (day + 2.0, usd))], i)).ToList();
        return new Plot("What the providers charge, summed over the month", new Axis("day of September 2026", 1, Arrivals.Days + 1) { Given = [1, 5, 10, 15, 20, 25, 30] }, new Axis("US dollars", 0, series.Max(static one => one.Points[^1].Y) * 1.05), series);
    }

    /// <summary>Success by 10 minutes, from an hour before an incident to an hour after it.</summary>
    public static Plot SuccessAround(Incident incident, IReadOnlyList<SystemMonth> months)
    {
        var (from, to) = (incident.From.AddHours(-1), incident.To.AddHours(1));
        var hour = from.TimeOfDay.TotalHours;
        var series = months.Select((month, i) => new Series(month.Name, [.. Bins(month, from, to)], i)).ToList();
        return new Plot(
            $"Answers in full during the outage of {incident.Provider}, {incident.From:d MMMM}",
            new Axis("time of day, UTC (each point 10 minutes of arrivals)", hour, hour + (to - from).TotalHours) { Format = static hours => hours.ToString("00", CultureInfo.InvariantCulture) + ":00", Given = [.. Enumerable.Range((int)Math.Ceiling(hour), (int)(to - from).TotalHours)] },
            new Axis("answered in full, %", 0, 105) { Given = [0, 20, 40, 60, 80, 100] },
            series)
        { Bands = [(incident.From.TimeOfDay.TotalHours, incident.To.TimeOfDay.TotalHours, "outage")] };

        IEnumerable<(double, double)> Bins(SystemMonth month, DateTimeOffset first, DateTimeOffset end) =>
            from outcome in month.Outcomes
            where outcome.At >= first && outcome.At < end
            group outcome by (int)((outcome.At - first).TotalMinutes / 10) into bin
            orderby bin.Key
            select (hour + ((bin.Key + 0.5) / 6), 100.0 * bin.Count(static outcome => outcome.Succeeded) / bin.Count());
    }

    public static Plot LatencyShares(string title, IReadOnlyList<SystemMonth> months, Func<SystemMonth, double[]> of) => new(
        title,
        new Axis("seconds, logarithmic", 0.01, 120, IsLogarithmic: true),
        new Axis("answers within that time, %", 0, 100),
        [.. months.Select((month, i) => new Series(month.Name, [.. Curve(of(month))], i))]);

    public static Plot CostAndQuality(IReadOnlyList<SystemMonth> months, IReadOnlyList<SystemMonth> alone)
    {
        var others = alone.Where(month => month.Name != months[0].Name).OrderBy(static month => month.MeanQuality).ToList();
        var all = months.Concat(others).ToList();
        var (least, most) = (all.Min(PerThousand), all.Max(PerThousand));
        return new Plot(
            "Cost and quality: each model alone, and the systems",
            new Axis("US dollars for 1,000 requests, logarithmic", least * 0.8, most * 1.3, IsLogarithmic: true),
            new Axis("good answers in 100 that were given", Math.Floor(100 * all.Min(static month => month.MeanQuality)) - 1, 100),
            [
                new Series("another model alone", [.. others.Select(Place)], 3, [.. others.Select(static month => month.Name)]),
                .. months.Select((month, i) => new Series(month.Name, [Place(month)], i, [""])),
            ]);

        static double PerThousand(SystemMonth month) => 1_000 * (double)month.CostUsd / month.Outcomes.Count;

        static (double, double) Place(SystemMonth month) => (PerThousand(month), 100 * month.MeanQuality);
    }

    private static IEnumerable<(double, double)> Curve(double[] sorted) => Enumerable.Range(0, 201).Select(i => (Math.Max(0.01, sorted[Math.Min(sorted.Length - 1, i * sorted.Length / 200)]), i / 2.0));

    private static IEnumerable<double> Sums(IReadOnlyList<decimal> days)
    {
        var sum = 0.0;
        foreach (var day in days.Take(Arrivals.Days))
        {
            yield return sum += (double)day;
        }
    }
}
