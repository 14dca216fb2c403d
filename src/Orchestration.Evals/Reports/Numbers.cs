using System.Globalization;
using Orchestration.Evals.Gates;

namespace Orchestration.Evals.Reports;

/// <summary>Numbers as reports for people write them.</summary>
internal static class Numbers
{
    public static string Score(double? value) => value?.ToString("0.000", CultureInfo.InvariantCulture) ?? "-";

    /// <summary>How much a metric changed: points of a score; percent of cost and latency.</summary>
    public static string Change(string metric, double? share) =>
        share is { } known ? (known * 100).ToString("0.0", CultureInfo.InvariantCulture) + (metric is "cost" or "latency" ? " %" : " pts") : "-";

    public static string P(double p) => p < 0.001 ? "< 0.001" : p.ToString("0.000", CultureInfo.InvariantCulture);

    public static string Usd(decimal? usd) => usd switch
    {
        null => "-",
        0 => "$0",
        var known when Math.Abs(known.Value) >= 1 => "$" + known.Value.ToString("0.00", CultureInfo.InvariantCulture),
        var known => "$" + known.Value.ToString("0.######", CultureInfo.InvariantCulture),
    };

    public static string Time(TimeSpan? time) => time switch
    {
        null => "-",
        { TotalSeconds: < 1 } => time.Value.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture) + " ms",
        { TotalSeconds: < 100 } => time.Value.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture) + " s",
        _ => time.Value.TotalSeconds.ToString("0", CultureInfo.InvariantCulture) + " s",
    };

    /// <summary>The mean of a metric in its unit: scores from 0 to 1, dollars, or seconds.</summary>
    public static string Mean(string metric, double mean) => metric switch
    {
        _ when !double.IsFinite(mean) => "-",
        "cost" => Usd((decimal)mean),
        "latency" => Time(TimeSpan.FromSeconds(mean)),
        _ => Score(mean),
    };

    /// <summary>The mean in the baseline, where it has one.</summary>
    public static string Baseline(MetricVerdict metric) => metric.IsCompared ? Mean(metric.Metric, metric.Baseline) : "-";

    /// <summary>What is to be said of a metric that did not regress.</summary>
    public static string Remark(MetricVerdict metric) => metric.Note ?? (!metric.Gated ? "not gated" : metric.IsCompared ? "ok" : "not compared");

    public static string Sentence(MetricVerdict metric) => !metric.IsCompared ? $"{metric.Metric}: {Mean(metric.Metric, metric.Now)} now. {Remark(metric)}" : string.Create(
        CultureInfo.InvariantCulture,
        $"{metric.Metric}: {Mean(metric.Metric, metric.Baseline)} before, {Mean(metric.Metric, metric.Now)} now, {Change(metric.Metric, Math.Abs(metric.Drop))} {(metric.Drop > 0 ? "worse" : "better")} (p {P(metric.AdjustedP)}, margin {Change(metric.Metric, metric.Margin)}, smallest visible {Change(metric.Metric, metric.SmallestVisible)}).");
}
