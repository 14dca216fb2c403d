using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Orchestration.Evals.Drift;

namespace Orchestration.Evals.Tests.Drift;

public sealed class DriftHistogramTests
{
    private static readonly Config Often = Config.QuickThrowOnFailure.WithMaxTest(300);

    private static readonly Gen<double[]> Durations = Gen.Choose(1, 2_000_000).Select(static tenths => tenths / 10.0).NonEmptyListOf().Select(static list => list.ToArray());

    [Fact]
    public void A_quantile_is_within_two_percent_of_the_true_one() => Prop.ForAll(Arb.From(Durations), static values =>
    {
        var histogram = Of(values);
        Array.Sort(values);

        foreach (var share in new[] { 0.0, 0.25, 0.5, 0.95, 1 })
        {
            var exact = values[Math.Max(1, (int)Math.Ceiling(share * values.Length)) - 1];
            Assert.InRange(histogram.Quantile(share) / exact, 1 - DriftHistogram.RelativeError - 1e-9, 1 + DriftHistogram.RelativeError + 1e-9);
        }
    }).Check(Often);

    [Fact]
    public void Merging_is_associative_and_commutative() => Prop.ForAll(Arb.From(Durations), Arb.From(Durations), Arb.From(Durations), static (one, two, three) =>
    {
        var left = Merge(Merge(Of(one), Of(two)), Of(three));
        var right = Merge(Of(three), Merge(Of(two), Of(one)));

        Assert.Equal(Text(left), Text(right));
        Assert.Equal(Text(Of([.. one, .. two, .. three])), Text(left));
        Assert.Equal(left.Moments(), Read(Text(right)).Moments());
    }).Check(Often);

    [Fact]
    public void What_is_left_without_a_part_is_the_rest() => Prop.ForAll(Arb.From(Durations), Arb.From(Durations), static (one, two) =>
        Assert.Equal(Text(Of(two)), Text(Merge(Of(one), Of(two)).Without(Of(one))))).Check(Often);

    [Fact]
    public void Written_and_read_it_is_the_same()
    {
        var histogram = Of([1, 5, 5, 90_000]);

        var read = Read(Text(histogram));

        Assert.Equal((4, HistogramScale.Log), (read.Count, read.Scale));
        Assert.Equal(histogram.Buckets(), read.Buckets());
    }

    [Fact]
    public void Scores_are_known_to_half_a_thousandth()
    {
        var scores = new DriftHistogram(HistogramScale.Linear);
        foreach (var score in new[] { 0, 1, 0.5, 0.123 })
        {
            scores.Add(score);
        }

        Assert.Equal((0 + 1 + 0.5 + 0.123) / 4, scores.Moments().Mean, 6);
        Assert.Equal(0.123, scores.Quantile(0.5), 6);
    }

    [Fact]
    public void Values_beyond_all_measure_are_taken_for_the_last_that_is_kept()
    {
        var histogram = Of([0, double.Epsilon, double.MaxValue]);

        Assert.Equal(3, histogram.Count);
        Assert.InRange(histogram.Quantile(1), 0.98e12, 1.02e12);
        Assert.InRange(histogram.Quantile(0), 0.98e-9, 1.02e-9);
    }

    internal static DriftHistogram Of(IEnumerable<double> values)
    {
        var histogram = new DriftHistogram(HistogramScale.Log);
        foreach (var value in values)
        {
            histogram.Add(value);
        }

        return histogram;
    }

    private static DriftHistogram Merge(DriftHistogram into, DriftHistogram other)
    {
        into.Merge(other);
        return into;
    }

    private static string Text(DriftHistogram histogram) => JsonSerializer.Serialize(histogram);

    private static DriftHistogram Read(string json) => JsonSerializer.Deserialize<DriftHistogram>(json)!;
}
