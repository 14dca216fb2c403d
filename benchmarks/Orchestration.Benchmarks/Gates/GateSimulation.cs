using System.Diagnostics;
using System.Globalization;
using Orchestration.Evals.Gates;

namespace Orchestration.Benchmarks.Gates;

/// <summary>How often the gate is wrong, on golden sets whose truth is known: false alarms and power beside the reference, and what it says it sees beside what it sees.</summary>
internal static class GateSimulation
{
    private static readonly (Change Change, double Drop)[] Worlds =
        [(Change.Nothing, 0), (Change.Churn, 0), (Change.SomeBreak, 0.05), (Change.AllWorse, 0.05), (Change.SomeBreak, 0.10), (Change.AllWorse, 0.10)];

    // The drops that the power curve is read at, in printed smallest visible drops.
    private static readonly double[] Multiples = [0.7, 0.85, 1, 1.2, 1.45];

    private static readonly GateRules Rules = new();

    public static void Measure(int trials)
    {
        var start = Stopwatch.GetTimestamp();
        foreach (var test in Enum.GetValues<GateTest>())
        {
            PrintRates(test, trials);
        }

        foreach (var test in Enum.GetValues<GateTest>())
        {
            PrintVisible(test, Math.Max(100, trials / 2));
        }

        PrintTimes();
        Console.WriteLine(Text($"\n{trials} trials a cell, {Math.Max(100, trials / 2)} in the tables of visible drops; {Stopwatch.GetElapsedTime(start).TotalSeconds:0} s."));
    }

    private static void PrintRates(GateTest test, int trials)
    {
        Console.WriteLine(Text($"\n### {Name(test)}: failed builds in %, one stage / with the confirm stage (reference, one stage)\n"));
        Console.WriteLine("| cases | runs, baseline / now | nothing changed | churn | 5 points, some break | 5 points, all worse | 10 points, some break | 10 points, all worse | measured again, nothing changed |");
        Console.WriteLine("|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
        var worst = (Once: 0.0, Twice: 0.0);
        foreach (var cell in GateReference.All)
        {
            var rates = Worlds.Select((world, i) => Rates(cell, test, world.Change, world.Drop, trials, 1000 * (i + 1))).ToArray();
            var reference = (test == GateTest.WithinCase ? cell.WithinCase : cell.SignFlip).InOrder();
            Console.WriteLine(Text($"| {cell.Cases} | {cell.BaselineRuns} / {cell.Runs} | {string.Join(" | ", rates.Select((rate, i) => Text($"{rate.Once:0.0} / {rate.Twice:0.0} ({reference[i]:0.#})")))} | {rates[0].Again:0.0} |"));
            worst = (Math.Max(worst.Once, rates[0].Once), Math.Max(worst.Twice, rates[0].Twice));
        }

        Console.WriteLine(Text($"\nMost false alarms when nothing changed: {worst.Once:0.0} % in one stage, {worst.Twice:0.0} % with the confirm stage; the standard error at 5 % is {100 * Math.Sqrt(0.05 * 0.95 / trials):0.0}."));
    }

    private static void PrintVisible(GateTest test, int trials)
    {
        Console.WriteLine(Text($"\n### {Name(test)}: the smallest visible drop as printed, in points of the judged score, beside what has a power of 80 % (and the power at what is printed, in %)\n"));
        Console.WriteLine("| cases | runs, baseline / now | printed, mean | 5th to 95th percentile | some break | all worse |");
        Console.WriteLine("|---:|---:|---:|---:|---:|---:|");
        foreach (var cell in GateReference.All)
        {
            var printed = Each(trials, seed => Verdicts(cell, test, Change.Nothing, 0, 7_000_000 + seed).First.Metrics[0].SmallestVisible!.Value).Order().ToArray();
            var mean = printed.Average();
            Console.WriteLine(Text($"| {cell.Cases} | {cell.BaselineRuns} / {cell.Runs} | {100 * mean:0.0} | {100 * printed[trials / 20]:0.0} to {100 * printed[^(trials / 20)]:0.0} | {Seen(cell, test, Change.SomeBreakExactly, mean, trials)} | {Seen(cell, test, Change.AllWorseExactly, mean, trials)} |"));
        }
    }

    /// <summary>The drop that is seen four times in five, by its power at some drops around what is printed.</summary>
    private static string Seen(GateReference cell, GateTest test, Change change, double printed, int trials)
    {
        // A judge that errs both ways shows a drop smaller than it is.
        var powers = Array.ConvertAll(Multiples, multiple => Rates(cell, test, change, multiple * printed / (1 - (2 * GateWorld.JudgeError)), trials, 9000).Once / 100);
        var at = powers[Array.IndexOf(Multiples, 1)];
        var above = Array.FindIndex(powers, static power => power >= 0.8);
        var point = above switch
        {
            -1 => Text($"above {100 * Multiples[^1] * printed:0.0}"),
            0 => Text($"below {100 * Multiples[0] * printed:0.0}"),
            _ => Text($"{100 * printed * (Multiples[above - 1] + ((0.8 - powers[above - 1]) / (powers[above] - powers[above - 1]) * (Multiples[above] - Multiples[above - 1]))):0.0}"),
        };
        return Text($"{point} ({100 * at:0})");
    }

    private static (double Once, double Twice, double Again) Rates(GateReference cell, GateTest test, Change change, double drop, int trials, int salt)
    {
        var verdicts = Each(trials, seed => Verdicts(cell, test, change, drop, (salt * 100_000) + seed));
        return (Percent(static verdict => verdict.First.Outcome == GateOutcome.Regression),
            Percent(static verdict => verdict.Last.Outcome == GateOutcome.Regression),
            Percent(static verdict => verdict.First.ConfirmWithRepeats > 0));

        double Percent(Func<(GateVerdict First, GateVerdict Last), bool> holds) => 100.0 * verdicts.Count(holds) / trials;
    }

    /// <summary>The verdict at once, and the one that holds after a confirm stage, if it was asked for.</summary>
    private static (GateVerdict First, GateVerdict Last) Verdicts(GateReference cell, GateTest test, Change change, double drop, int seed)
    {
        var world = new GateWorld(seed);
        var cases = world.Cases(cell.Cases);
        var after = world.After(change, drop, cases);
        var before = world.Run(cases, cell.BaselineRuns, GateTest.WithinCase);
        var now = world.Run(after, cell.Runs, test);
        var first = GateWorld.Decide(before, now, cell.Runs, confirmed: false, Rules);
        return first.ConfirmWithRepeats == 0
            ? (first, first)
            : (first, GateWorld.Decide(before, world.Run(after, first.ConfirmWithRepeats, test, now), cell.Runs, confirmed: true, Rules));
    }

    private static void PrintTimes()
    {
        Console.WriteLine("\n### One decision on 20,000 cases, 10 / 3 runs\n\n| | ms |\n|---|---:|");
        foreach (var (test, name) in new[] { (GateTest.WithinCase, "within cases"), (GateTest.SignFlip, "sign-flip, passes"), (GateTest.SignFlip, "sign-flip, scores between") })
        {
            var world = new GateWorld(1);
            var cases = world.Cases(20_000);
            var (before, now) = (world.Run(cases, 10, GateTest.WithinCase), world.Run(cases, 3, test));
            now = name.EndsWith("between", StringComparison.Ordinal) ? GateWorld.WithScoresBetween(now) : now;
            GateWorld.Decide(before, now, 3, confirmed: true, Rules);
            var start = Stopwatch.GetTimestamp();
            GateWorld.Decide(before, now, 3, confirmed: true, Rules);
            Console.WriteLine(Text($"| {name} | {Stopwatch.GetElapsedTime(start).TotalMilliseconds:0} |"));
        }
    }

    private static T[] Each<T>(int trials, Func<int, T> trial)
    {
        var results = new T[trials];
        Parallel.For(0, trials, i => results[i] = trial(i));
        return results;
    }

    private static string Name(GateTest test) => test == GateTest.WithinCase ? "The same model (test within cases)" : "Another model (sign-flip)";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
