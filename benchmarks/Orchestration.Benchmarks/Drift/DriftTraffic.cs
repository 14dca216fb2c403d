using Orchestration.Evals.Drift;

namespace Orchestration.Benchmarks.Drift;

/// <summary>How days differ when nothing is wrong: standard deviations of what a whole day has in common.</summary>
/// <param name="Name">For the table.</param>
/// <param name="Score">Of the mean score, in points of 1.</param>
/// <param name="Latency">Of the logarithm of latency.</param>
/// <param name="Share">Of the logarithm of the odds of failures, refusals and the like.</param>
internal sealed record DayEffects(string Name, double Score, double Latency, double Share);

/// <summary>What is broken on a day.</summary>
/// <param name="Name">For the table.</param>
/// <param name="Metric">The metric that must alarm.</param>
/// <param name="ScoreDrop">Points off the mean score.</param>
/// <param name="LatencyFactor">Times the latency.</param>
/// <param name="Where">Of which calls.</param>
internal sealed record Fault(string Name, string Metric, double ScoreDrop, double LatencyFactor, DriftSeries Where);

/// <summary>Days of 2,000 calls of a graph with three steps on two models for two tenants, drawn from a fixed seed.</summary>
internal sealed class DriftTraffic(DayEffects effects, int seed)
{
    public const int CallsADay = 2_000;
    public const string Graph = "article";
    public const string Score = "exact";

    private const double MeanScore = 0.85;

    // Latency is log-normal: the slowest hundredth takes five times the median.
    private const double LatencySpread = 0.7;

    private static readonly string[] Steps = ["outline", "draft", "check"];
    private static readonly string[] Models = ["large", "small"];
    private static readonly string[] Tenants = ["acme", "globex"];

    // By day of the week from Sunday: what a busy Monday adds to the latency, and what weekend questions take from the score.
    private static readonly double[] WeekdayLatency = [-0.06, 0.06, 0.03, 0.02, 0.02, 0, -0.07];
    private static readonly double[] WeekdayScore = [-0.004, 0.002, 0.002, 0.002, 0.001, 0.001, -0.004];

    /// <summary>Draws a day. The same day always has the same effects; a fault, or another draw, gives it other calls.</summary>
    public DriftDay Day(DateOnly date, Fault? fault = null, int draw = 0)
    {
        var common = new Random(HashCode(seed, date.DayNumber, 0));
        var (score, latency, share) = (effects.Score * Normal(common), effects.Latency * Normal(common), effects.Share * Normal(common));
        var cells = Cells(common).ToArray();
        var random = new Random(HashCode(seed, date.DayNumber, 1 + draw));
        for (var i = 0; i < CallsADay; i++)
        {
            var (cell, own) = cells[Pick(random)];
            var hit = fault is not null && fault.Where.Contains(cell.Series);
            Call(
                cell,
                random,
                MeanScore + own + score + WeekdayScore[(int)date.DayOfWeek] - (hit ? fault!.ScoreDrop : 0),
                latency + WeekdayLatency[(int)date.DayOfWeek] + (hit ? Math.Log(fault!.LatencyFactor) : 0),
                Math.Exp(share));
        }

        return new DriftDay(date, [.. cells.Select(static cell => cell.Cell)]);
    }

    // Large does 3 of 5 calls, acme 2 of 3; each cell has a mean of its own, the whole one of 0.85, and a day of its own, a third of the day's.
    private IEnumerable<(DriftCell Cell, double Own)> Cells(Random common)
    {
        foreach (var (step, i) in Steps.Select(static (step, i) => (step, i)))
        {
            foreach (var model in Models)
            {
                foreach (var tenant in Tenants)
                {
                    var own = ((1 - i) * 0.03) + (model == "large" ? 0.012 : -0.018);
                    yield return (new DriftCell(new DriftSeries(Graph, step, model, tenant)), own + (effects.Score / 3 * Normal(common)));
                }
            }
        }
    }

    private static int Pick(Random random) => (random.Next(3) * 4) + (random.NextDouble() < 0.6 ? 0 : 2) + (random.NextDouble() < 2.0 / 3 ? 0 : 1);

    private static void Call(DriftCell cell, Random random, double score, double latency, double odds)
    {
        cell.Count(Counts.Calls);
        cell.Add(DriftMetric.ScorePrefix + Score, random.NextDouble() < score ? 1 : 0);
        if (random.NextDouble() < 0.10)
        {
            cell.Count(Counts.Cached);
            return;
        }

        cell.Count(Counts.Attempts);
        cell.Count(Counts.Answers);
        cell.Count(Counts.Valid, random.NextDouble() < 0.03 * odds ? 0 : 1);
        cell.Count(Counts.Refused, random.NextDouble() < 0.005 * odds ? 1 : 0);
        cell.Count(Counts.Spliced, random.NextDouble() < 0.003 * odds ? 1 : 0);
        if (random.NextDouble() < 0.01 * odds)
        {
            cell.Count(Counts.Failed);
            cell.Count(Counts.FailedCalls, random.NextDouble() < 0.1 ? 1 : 0);
            return;
        }

        var (prompt, answer) = (Math.Exp(6.5 + (0.6 * Normal(random))), Math.Exp(5.5 + (0.5 * Normal(random))));
        var slow = cell.Series.Model == "large" ? 0.5 : 0;
        cell.Add(Histograms.FirstToken, Math.Exp(6 + slow + latency + (LatencySpread * Normal(random))));
        cell.Add(Histograms.Latency, Math.Exp(7.5 + slow + latency + (LatencySpread * Normal(random))));
        cell.Add(Histograms.InputTokens, prompt);
        cell.Add(Histograms.OutputTokens, answer);
        cell.Add(Histograms.Cost, ((prompt * 2.5) + (answer * 10)) / 1e6 * (slow > 0 ? 1 : 0.2));
    }

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    // The same in every process, which System.HashCode is not.
    private static int HashCode(int one, int two, int three) => unchecked((((one * 486_187_739) + two) * 486_187_739) + three);
}
