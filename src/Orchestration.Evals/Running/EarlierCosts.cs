using Orchestration.Evals.Cassettes;

namespace Orchestration.Evals.Running;

/// <summary>What runs have cost before, by variant.</summary>
internal sealed class EarlierCosts
{
    private readonly Dictionary<string, (decimal Usd, int Count)> _byVariant = new(StringComparer.Ordinal);

    public bool IsEmpty => _byVariant.Count == 0;

    public int Count => _byVariant.Values.Sum(static sum => sum.Count);

    /// <summary>Those of the newest results of the same eval that lie beside the folder of these.</summary>
    public static async Task<EarlierCosts> OfSiblingsAsync(EvalPlan plan, CancellationToken cancellationToken)
    {
        var costs = new EarlierCosts();
        var own = Path.GetFullPath(plan.Options.Folder);
        if (Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(own)) is not { } parent || !Directory.Exists(parent))
        {
            return costs;
        }

        var siblings = new List<(DateTimeOffset Started, string Folder)>();
        foreach (var folder in Directory.EnumerateDirectories(parent))
        {
            if (await StartedAsync(folder, plan.Eval.Name, cancellationToken).ConfigureAwait(false) is { } started)
            {
                siblings.Add((started, folder));
            }
        }

        foreach (var (_, folder) in siblings.OrderByDescending(static sibling => sibling.Started))
        {
            await foreach (var result in ResultsFile.ReadAsync(folder, cancellationToken).ConfigureAwait(false))
            {
                if (result.Outcome != CaseOutcome.Error)
                {
                    costs.Add(result.Variant, result.Run.CostUsd + result.Scores.Values.Sum(static score => score.CostUsd));
                }
            }

            if (!costs.IsEmpty)
            {
                break;
            }
        }

        return costs;
    }

    /// <summary>Those of the runs in a cassette.</summary>
    public static EarlierCosts Of(Cassette? cassette)
    {
        var costs = new EarlierCosts();
        foreach (var timing in cassette?.Timings() ?? [])
        {
            costs.Add(timing.Variant, timing.CostUsd);
        }

        return costs;
    }

    /// <summary>What a run of the variant costs; where that is not known, what any does.</summary>
    public decimal MeanUsd(string variant) => _byVariant.TryGetValue(variant, out var sum) ? sum.Usd / sum.Count : _byVariant.Values.Sum(static all => all.Usd) / Count;

    private void Add(string variant, decimal usd)
    {
        var (sum, count) = _byVariant.GetValueOrDefault(variant);
        _byVariant[variant] = (sum + usd, count + 1);
    }

    private static async Task<DateTimeOffset?> StartedAsync(string folder, string eval, CancellationToken cancellationToken)
    {
        try
        {
            return await Manifests.ReadAsync(folder, cancellationToken).ConfigureAwait(false) is { } manifest && manifest.Eval == eval ? manifest.Started : null;
        }
        catch (FormatException)
        {
            // What cannot be read tells nothing; it is not what was asked for.
            return null;
        }
    }
}
