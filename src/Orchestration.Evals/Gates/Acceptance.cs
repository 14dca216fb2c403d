using System.Collections.Immutable;
using System.Globalization;
using Orchestration.Evals.Running;

namespace Orchestration.Evals.Gates;

/// <summary>Makes a baseline of results.</summary>
internal static class Acceptance
{
    public static Baseline Accept(Baseline? baseline, EvalManifest manifest, SampleSet samples, string? note)
    {
        Check(baseline, manifest, samples);
        var entry = EntryOf(manifest, samples, note);
        if (baseline is not null && baseline.History.Any(earlier => earlier.Time == entry.Time && earlier.Variant == entry.Variant && earlier.Fingerprint == entry.Fingerprint))
        {
            return baseline;
        }

        var pooled = baseline is not null && IsSameVersion(baseline, entry, samples) ? baseline.Cases.ToDictionary(static each => each.Case, StringComparer.Ordinal) : [];
        return new(
            manifest.Eval,
            [.. baseline?.History ?? [], entry],
            manifest.Metrics,
            samples.Models,
            [.. samples.Cases.Select(now => pooled.TryGetValue(now.Case, out var earlier) && earlier.Hash == now.Hash
                ? Pool(earlier, now, metric => baseline!.Metrics.GetValueOrDefault(metric) == manifest.Metrics.GetValueOrDefault(metric))
                : Pool(null, now, static _ => false))]);
    }

    /// <summary>What a file keeps of a cost or a time: four digits, which is less than what moves between two runs.</summary>
    public static double Rounded(double figure) => double.Parse(figure.ToString("G4", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private static void Check(Baseline? baseline, EvalManifest manifest, SampleSet samples)
    {
        var fault = baseline is not null && baseline.Eval != manifest.Eval ? $"they are of the eval '{manifest.Eval}', and the baseline is of '{baseline.Eval}'"
            : manifest.BudgetExceeded ? "the budget ended the evaluation before it was complete. Raise it, and take the evaluation up again with --resume"
            : manifest.Ended is null ? "the evaluation was cut off. Take it up again with --resume"
            : manifest.Shard is not null ? $"they are shard {manifest.Shard} only. Give all shards' folders at once"
            : manifest.Filter is not null ? $"they cover only what the filter '{manifest.Filter}' took. Run the eval without a filter"
            : samples.Cases.Length < manifest.Cases || samples.LeastRepeats < manifest.Repeats
                ? string.Create(CultureInfo.InvariantCulture, $"they hold {samples.Cases.Length} of {manifest.Cases} cases, with {samples.LeastRepeats} of {manifest.Repeats} repeats where fewest. Take the evaluation up again with --resume")
            : samples.Errors > 0
                ? string.Create(CultureInfo.InvariantCulture, $"{samples.RunErrors} runs and {samples.ScoreErrors.Values.Sum()} scores could not be judged{Names(samples)}. Run those anew with --resume")
            : null;
        if (fault is not null)
        {
            throw new InvalidOperationException($"These results cannot be accepted: {fault}.");
        }
    }

    private static string Names(SampleSet samples) => samples.ScoreErrors.Count == 0 ? string.Empty : $" ({string.Join(", ", samples.ScoreErrors.Keys)})";

    private static AcceptedResults EntryOf(EvalManifest manifest, SampleSet samples, string? note) => new()
    {
        Time = manifest.Ended!.Value.ToUniversalTime(),
        Variant = manifest.Variants[0].Variant.ToString(),
        Fingerprint = manifest.Variants[0].Fingerprint,
        Revision = manifest.Revision,
        Note = note,
        Cases = samples.Cases.Length,
        Repeats = samples.LeastRepeats,
        Means = samples.Cases.SelectMany(static each => each.Scores.Select(metric => (metric.Key, Mean: metric.Value.Average(), each.Weight)))
            .GroupBy(static each => each.Key, StringComparer.Ordinal)
            .ToImmutableSortedDictionary(
                static metric => metric.Key,
                static metric => Math.Round(metric.Sum(static each => each.Mean * each.Weight) / metric.Sum(static each => each.Weight), 4),
                StringComparer.Ordinal),
        CostUsd = (decimal)Rounded((double)samples.MeanCostUsd),
        Duration = TimeSpan.FromMilliseconds(Math.Round(samples.MeanDuration.TotalMilliseconds)),
    };

    private static bool IsSameVersion(Baseline baseline, AcceptedResults entry, SampleSet samples)
    {
        var last = baseline.History[^1];
        return last.Variant == entry.Variant && last.Fingerprint == entry.Fingerprint && baseline.Models.SequenceEqual(samples.Models);
    }

    private static CaseSamples Pool(CaseSamples? earlier, CaseSamples now, Func<string, bool> isSameScorer)
    {
        var room = Baseline.MaxRepeats - Math.Min(now.Runs, Baseline.MaxRepeats);
        var kept = Math.Min(room, earlier?.Runs ?? 0);
        return new()
        {
            Case = now.Case,
            Hash = now.Hash,
            Scores = now.Scores.ToImmutableSortedDictionary(
                static metric => metric.Key,
                metric => Newest([.. isSameScorer(metric.Key) ? earlier!.Scores.GetValueOrDefault(metric.Key, []) : [], .. metric.Value]),
                StringComparer.Ordinal),
            Runs = Math.Min(now.Runs + kept, Baseline.MaxRepeats),
            CostUsd = Pool(earlier?.CostUsd, kept, now.CostUsd, now.Runs),
            Seconds = Pool(earlier?.Seconds, kept, now.Seconds, now.Runs),
        };
    }

    private static ImmutableArray<double> Newest(ImmutableArray<double> values) => values.Length > Baseline.MaxRepeats ? values[^Baseline.MaxRepeats..] : values;

    private static double? Pool(double? earlier, int kept, double? now, int runs) => (earlier, now) switch
    {
        ({ } old, { } fresh) => Rounded(Math.Exp(((Math.Log(old) * kept) + (Math.Log(fresh) * runs)) / (kept + runs))),
        (_, { } fresh) => Rounded(fresh),
        _ => earlier,
    };
}
