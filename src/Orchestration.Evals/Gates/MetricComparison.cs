using System.Collections.Immutable;
using Orchestration.Evals.Gates.Statistics;

namespace Orchestration.Evals.Gates;

/// <summary>A case in the baseline and now, under the same hash.</summary>
internal sealed record Pair(CaseSamples Baseline, CaseSamples Now);

/// <summary>What a comparison of one metric gave, before rules are held against it.</summary>
internal sealed record MetricComparison
{
    private const int MaxWorst = 10;

    /// <inheritdoc cref="MetricVerdict.Baseline"/>
    public required double Baseline { get; init; }

    /// <inheritdoc cref="MetricVerdict.Now"/>
    public required double Now { get; init; }

    /// <summary>How much worse it is: of scores the drop of the mean, of ratios the mean logarithm.</summary>
    public required double Drop { get; init; }

    /// <inheritdoc cref="MetricVerdict.P"/>
    public required double P { get; init; }

    /// <inheritdoc cref="DropModel"/>
    public required DropModel Model { get; init; }

    /// <inheritdoc cref="MetricVerdict.Worst"/>
    public required ImmutableArray<CaseFinding> Worst { get; init; }

    /// <summary>Compares scores; <see langword="null"/> when no case has them on both sides.</summary>
    public static MetricComparison? OfScores(string metric, IEnumerable<Pair> pairs, GateTest test)
    {
        var items = pairs
            .Where(pair => pair.Baseline.Scores.ContainsKey(metric) && pair.Now.Scores.ContainsKey(metric))
            .Select(pair => new Item(pair, pair.Baseline.Scores[metric], pair.Now.Scores[metric]))
            .ToArray();
        if (items.Length == 0)
        {
            return null;
        }

        var weights = Weights(items);
        var sum = weights.Sum();
        var (before, now) = (Mean(items, weights, static item => item.Before) / sum, Mean(items, weights, static item => item.After) / sum);
        var worst = WorstOf(metric, items, static item => item.Before - item.After, item => Sentences.Fell(item.Before, item.After, item.Pair.Now.Reasons.GetValueOrDefault(metric)));
        if (test == GateTest.WithinCase && Array.TrueForAll(items, static item => item.IsBinary))
        {
            var counts = items.Select((item, i) => new CaseCounts(Passes(item.Baseline), item.Baseline.Length, Passes(item.Now), item.Now.Length, weights[i])).ToArray();
            return new() { Baseline = before, Now = now, Drop = before - now, P = WithinCaseTest.P(counts), Model = WithinCaseModel.Of(counts), Worst = worst };
        }

        var flip = Flip(Array.ConvertAll(items, static item => item.Before - item.After), weights);
        return new()
        {
            Baseline = before,
            Now = now,
            Drop = before - now,
            P = flip.P,
            Model = flip.Model with { Mean = before, MeanSquare = Mean(items, weights, static item => item.Before * item.Before) / sum },
            Worst = worst,
        };
    }

    /// <summary>Compares costs or times by their ratio; <see langword="null"/> when no case has them on both sides.</summary>
    public static MetricComparison? OfRatios(string metric, IEnumerable<Pair> pairs, Func<CaseSamples, double?> figure)
    {
        var items = pairs
            .Where(pair => figure(pair.Baseline) is > 0 && figure(pair.Now) is > 0)
            .Select(pair => new Item(pair, [figure(pair.Baseline)!.Value], [figure(pair.Now)!.Value]))
            .ToArray();
        if (items.Length == 0)
        {
            return null;
        }

        var weights = Weights(items);
        var sum = weights.Sum();
        var (before, now) = (Mean(items, weights, static item => Math.Log(item.Before)) / sum, Mean(items, weights, static item => Math.Log(item.After)) / sum);
        var flip = Flip(Array.ConvertAll(items, static item => Math.Log(item.After / item.Before)), weights);
        return new()
        {
            Baseline = Math.Exp(before),
            Now = Math.Exp(now),
            Drop = now - before,
            P = flip.P,
            Model = flip.Model,
            Worst = WorstOf(metric, items, static item => Math.Log(item.After / item.Before), static item => Sentences.Grew(item.Before, item.After)),
        };
    }

    private static (double P, SignFlipModel Model) Flip(double[] losses, double[] weights)
    {
        var (sum, squares) = (weights.Sum(), weights.Sum(static weight => weight * weight));
        var mean = losses.Zip(weights, static (loss, weight) => loss * weight).Sum() / sum;
        var spread = losses.Zip(weights, (loss, weight) => (loss - mean) * (loss - mean) * weight).Sum() / sum;
        var cases = sum * sum / squares;
        var flip = SignFlipTest.Of([.. losses.Zip(weights, static (loss, weight) => loss * weight)]);
        return (flip.P, new() { Cases = cases, Variance = cases > 1 ? spread * cases / (cases - 1) : spread, Step = flip.Step * cases / sum });
    }

    /// <summary>Weights of which the least is 1, so that those of a golden set without weights are whole numbers.</summary>
    private static double[] Weights(Item[] items)
    {
        var least = items.Min(static item => item.Pair.Now.Weight);
        return Array.ConvertAll(items, item => item.Pair.Now.Weight / least);
    }

    private static double Mean(Item[] items, double[] weights, Func<Item, double> value) => items.Select((item, i) => value(item) * weights[i]).Sum();

    private static int Passes(ImmutableArray<double> scores) => scores.Count(static score => score == 1);

    private static ImmutableArray<CaseFinding> WorstOf(string metric, Item[] items, Func<Item, double> loss, Func<Item, string> message) =>
    [
        .. items.Where(item => loss(item) > 1e-9)
            .OrderByDescending(loss).ThenBy(static item => item.Pair.Now.Case, StringComparer.Ordinal)
            .Take(MaxWorst)
            .Select(item => new CaseFinding(item.Pair.Now.Case, metric, item.Before, item.After, message(item))),
    ];

    private sealed record Item(Pair Pair, ImmutableArray<double> Baseline, ImmutableArray<double> Now)
    {
        public double Before { get; } = Baseline.Average();

        public double After { get; } = Now.Average();

        public bool IsBinary => Baseline.All(static score => score is 0 or 1) && Now.All(static score => score is 0 or 1);
    }
}
