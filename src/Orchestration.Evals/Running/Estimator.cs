using System.Globalization;
using Orchestration.Evals.Cassettes;

namespace Orchestration.Evals.Running;

/// <summary>Says what an evaluation would cost, by what such runs have cost before.</summary>
internal static class Estimator
{
    public static async Task<EvalEstimate> EstimateAsync(EvalPlan plan, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var done = await ResultsFolder.DoneAsync(plan, now, cancellationToken).ConfigureAwait(false);
        using var cassette = Directory.Exists(plan.CassetteFolder) ? Cassette.Open(plan.CassetteFolder, writes: false) : null;
        var plays = cassette is not null && plan.Cassette is CassetteMode.Play or CassetteMode.RecordMissing;
        var (runs, recorded) = (0, 0);
        foreach (var entry in plan.Cases.Entries.Where(entry => plan.Selected.Contains(entry.Id)))
        {
            foreach (var (variant, repeat) in plan.Variants.SelectMany(variant => plan.RepeatNumbers, static (variant, repeat) => (variant.Variant.ToString(), repeat)))
            {
                if (!done.Contains((entry.Id, variant, repeat)))
                {
                    runs++;
                    recorded += plays && cassette!.FindTiming(entry.Hash, variant, repeat) is not null ? 1 : 0;
                }
            }
        }

        var estimate = new EvalEstimate { Cases = plan.Selected.Count, Runs = runs, FromCassette = recorded, Basis = string.Empty, Cassette = plan.Cassette };
        return plan.Cassette == CassetteMode.Play ? Played(estimate)
            : runs == recorded ? estimate with { ExpectedUsd = 0, Basis = "All of it is done or recorded." }
            : await PricedAsync(plan, estimate, cassette, cancellationToken).ConfigureAwait(false);
    }

    private static EvalEstimate Played(EvalEstimate estimate) => estimate with
    {
        ExpectedUsd = 0,
        Basis = estimate.Runs == estimate.FromCassette
            ? "All answers come from the cassette."
            : string.Create(CultureInfo.InvariantCulture, $"Answers come from the cassette alone, which lacks {estimate.Runs - estimate.FromCassette} of the runs: they will be errors. Record them with `--record-missing`, or all of it anew with `--live`."),
    };

    private static async Task<EvalEstimate> PricedAsync(EvalPlan plan, EvalEstimate estimate, Cassette? cassette, CancellationToken cancellationToken)
    {
        var (costs, basis) = await EarlierCosts.OfSiblingsAsync(plan, cancellationToken).ConfigureAwait(false) is { IsEmpty: false } earlier ? (earlier, "runs of an earlier evaluation")
            : EarlierCosts.Of(cassette) is { IsEmpty: false } recorded ? (recorded, "runs in the cassette, without their judges")
            : (null, string.Empty);
        if (costs is null)
        {
            return estimate with { Basis = "Nothing is known yet of what a run costs. Run a few cases with `--filter`, and the next estimate will know." };
        }

        // Variants share the runs evenly.
        var perVariant = (estimate.Runs - estimate.FromCassette) / (decimal)plan.Variants.Length;
        return estimate with
        {
            ExpectedUsd = plan.Variants.Sum(variant => perVariant * costs.MeanUsd(variant.Variant.ToString())),
            Basis = string.Create(CultureInfo.InvariantCulture, $"By the mean cost of {costs.Count} {basis}."),
        };
    }
}
