using Orchestration.Month.Systems;
using Orchestration.Month.Workload;
using Orchestration.Month.World;

namespace Orchestration.Month.Figures;

/// <summary>One system's month, and the figures drawn from it.</summary>
internal sealed class SystemMonth
{
    public required string Name { get; init; }

    public required WorldState World { get; init; }

    public required CountingLog? Log { get; init; }

    public required IReadOnlyList<Outcome> Outcomes { get; init; }

    public required long Steps { get; init; }

    public required TimeSpan Took { get; init; }

    public decimal CostUsd => World.Invoice.TotalUsd;

    public double SuccessShare => Share(static outcome => outcome.Succeeded);

    /// <summary>Over answers that were given.</summary>
    public double MeanQuality => Outcomes.Where(static outcome => outcome.Succeeded).Average(static outcome => outcome.Quality);

    /// <summary>Good answers in a hundred requests: one that fails is not good.</summary>
    public double GoodInHundred => 100 * Outcomes.Average(static outcome => outcome.Quality);

    public double Share(Func<Outcome, bool> of) => (double)Outcomes.Count(of) / Outcomes.Count;

    public double QualityOf(Difficulty difficulty) => Outcomes.Where(outcome => outcome.Succeeded && outcome.Difficulty == difficulty).Average(static outcome => outcome.Quality);

    public IReadOnlyList<Outcome> During(Incident incident) => [.. Outcomes.Where(outcome => incident.From <= outcome.At && outcome.At < incident.To)];

    public double[] FirstTokens => Sorted(static outcome => outcome.FirstToken);

    public double[] Totals => Sorted(static outcome => outcome.Succeeded ? outcome.Total : null);

    public static double Quantile(double[] sorted, double share) => sorted[(int)Math.Min(sorted.Length - 1, share * sorted.Length)];

    private double[] Sorted(Func<Outcome, double?> of) => [.. Outcomes.Select(of).OfType<double>().Order()];
}
