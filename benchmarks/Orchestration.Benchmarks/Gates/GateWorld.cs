using System.Collections.Immutable;
using Orchestration.Evals.Gates;
using Orchestration.Evals.Running;

namespace Orchestration.Benchmarks.Gates;

/// <summary>Golden sets that do not exist: 70 % of the cases pass with 0.97, 20 % with 0.3 to 0.95, 10 % with 0.05; a judge gets one verdict in twenty wrong.</summary>
/// <param name="seed">Of all that is drawn.</param>
internal sealed class GateWorld(int seed)
{
    /// <summary>How often the judge is wrong.</summary>
    public const double JudgeError = 0.05;

    /// <summary>The mean pass rate, before the judge.</summary>
    public const double Mean = (0.7 * 0.97) + (0.2 * 0.625) + (0.1 * 0.05);

    private const double Sound = 0.97;

    private static readonly EvalManifest AnyManifest = new()
    {
        Eval = "simulated",
        GoldenSet = "simulated",
        GoldenSetHash = string.Empty,
        Variants = [new(new("simulated", 1), string.Empty)],
        Metrics = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal).Add("pass", "1"),
        Repeats = 1,
        Cases = 0,
        Started = DateTimeOffset.UnixEpoch,
        Ended = DateTimeOffset.UnixEpoch,
    };

    // Seeded, so that a run can be repeated.
    private readonly Random _random = new(seed);

    /// <summary>The pass rates of some cases.</summary>
    public double[] Cases(int count) => [.. Enumerable.Range(0, count).Select(_ => _random.NextDouble() switch
    {
        < 0.7 => Sound,
        < 0.9 => 0.3 + (0.65 * _random.NextDouble()),
        _ => 0.05,
    })];

    /// <summary>What a change makes of them.</summary>
    public double[] After(Change change, double drop, double[] cases) => change switch
    {
        Change.Nothing => cases,
        Change.SomeBreak => Array.ConvertAll(cases, rate => _random.NextDouble() < drop / Mean ? 0 : rate),
        Change.AllWorse => Array.ConvertAll(cases, rate => rate * (1 - (drop / Mean))),
        // 3 % break, 15 % of the weak ones are mended: the mean stays.
        Change.Churn => Array.ConvertAll(cases, rate => _random.NextDouble() < 0.03 ? 0 : rate < Sound && _random.NextDouble() < 0.15 ? Sound : rate),
        Change.SomeBreakExactly => Break(cases, drop),
        Change.AllWorseExactly => Array.ConvertAll(cases, rate => rate * (1 - (drop / cases.Average()))),
        _ => throw new ArgumentOutOfRangeException(nameof(change), change, "Not a change."),
    };

    /// <summary>Runs of cases, as the gate reads them.</summary>
    public SampleSet Run(double[] cases, int repeats, GateTest test, SampleSet? before = null)
    {
        var samples = new CaseSamples[cases.Length];
        for (var i = 0; i < cases.Length; i++)
        {
            var scores = ImmutableArray.CreateBuilder<double>(repeats);
            for (var repeat = 0; repeat < repeats; repeat++)
            {
                scores.Add((_random.NextDouble() < cases[i]) != (_random.NextDouble() < JudgeError) ? 1 : 0);
            }

            var all = before is null ? scores.ToImmutable() : [.. before.Cases[i].Scores["pass"], .. scores];
            samples[i] = new() { Case = i.ToString("00000", System.Globalization.CultureInfo.InvariantCulture), Hash = string.Empty, Runs = all.Length, Scores = NoScores.Add("pass", all) };
        }

        return new()
        {
            Cases = [.. samples],
            Models = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal).Add("step", test == GateTest.SignFlip ? "another" : "one"),
            Runs = cases.Length * repeats,
            RunErrors = 0,
            ScoreErrors = ImmutableSortedDictionary.Create<string, int>(StringComparer.Ordinal),
            LeastRepeats = repeats,
            LastRepeat = repeats,
            MeanCostUsd = 0,
            MeanDuration = TimeSpan.Zero,
        };
    }

    /// <summary>The real gate's verdict.</summary>
    public static GateVerdict Decide(SampleSet before, SampleSet now, int repeats, bool confirmed, GateRules rules) => new GateDecision(
        new Baseline("simulated", [], AnyManifest.Metrics, before.Models, before.Cases),
        AnyManifest with { Repeats = repeats, Cases = now.Cases.Length },
        now,
        rules,
        confirmed).Decide();

    /// <summary>The same with scores that have no small denominator.</summary>
    public static SampleSet WithScoresBetween(SampleSet samples) => new()
    {
        Cases = [.. samples.Cases.Select((each, i) => each with { Scores = NoScores.Add("pass", [.. each.Scores["pass"].Select(score => Math.Round(((score * 7919) + (i % 1009)) / 10_000, 4))]) })],
        Models = samples.Models,
        Runs = samples.Runs,
        RunErrors = 0,
        ScoreErrors = samples.ScoreErrors,
        LeastRepeats = samples.LeastRepeats,
        LastRepeat = samples.LastRepeat,
        MeanCostUsd = 0,
        MeanDuration = TimeSpan.Zero,
    };

    private static ImmutableSortedDictionary<string, ImmutableArray<double>> NoScores { get; } = ImmutableSortedDictionary.Create<string, ImmutableArray<double>>(StringComparer.Ordinal);

    /// <summary>Breaks cases until the mean has dropped by so much, the last one of them in part.</summary>
    private double[] Break(double[] cases, double drop)
    {
        var order = Enumerable.Range(0, cases.Length).ToArray();
        _random.Shuffle(order);
        double[] after = [.. cases];
        var left = drop * cases.Length;
        foreach (var i in order)
        {
            var loss = Math.Min(left, after[i]);
            after[i] -= loss;
            left -= loss;
        }

        return after;
    }
}

/// <summary>What happened between the baseline and now.</summary>
internal enum Change
{
    /// <summary>No case has changed.</summary>
    Nothing,

    /// <summary>Cases have changed, and the mean has not.</summary>
    Churn,

    /// <summary>Some cases break outright; each with the same probability.</summary>
    SomeBreak,

    /// <summary>Every case is a bit worse.</summary>
    AllWorse,

    /// <summary><see cref="SomeBreak"/> until these cases' own mean has dropped by exactly as much.</summary>
    SomeBreakExactly,

    /// <summary><see cref="AllWorse"/> so that these cases' own mean drops by exactly as much.</summary>
    AllWorseExactly,
}
