using System.Collections.Immutable;
using Orchestration.Evals.Gates;
using Orchestration.Evals.Reports;
using Orchestration.Evals.Running;

namespace Orchestration.Cli.Evals;

/// <summary>Two sides of an eval, compared by the gate's test, and the cases that moved.</summary>
internal sealed record SideComparison
{
    private const double Still = 1e-9;
    private const int DiffLines = 8;

    public required Side Before { get; init; }

    public required Side Now { get; init; }

    /// <summary>Numbers and tests; its outcome decides nothing here.</summary>
    public required GateVerdict Verdict { get; init; }

    /// <summary>The cases that moved, worst first.</summary>
    public required ImmutableArray<MovedCase> Moved { get; init; }

    /// <param name="before">The older side.</param>
    /// <param name="now">The newer side, which has results.</param>
    /// <param name="most">Of how many cases, of those that got worse and of those that got better, outputs are compared.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async Task<SideComparison> OfAsync(Side before, Side now, int most, CancellationToken cancellationToken)
    {
        var manifest = now.Results!.Manifest;
        var accepted = new Baseline(manifest.Eval, [], before.Metrics, before.Models, before.Cases);
        var verdict = await Faults.ToldAsync(() => Task.FromResult(new GateDecision(accepted, manifest, now.Samples!, manifest.Rules ?? new GateRules(), confirmed: true).Decide())).ConfigureAwait(false);
        var moved = Moves(before, now).OrderBy(static move => move.Now - move.Before).ThenBy(static move => move.Case, StringComparer.Ordinal).ToList();
        List<MovedCase> shown = [.. moved.Where(static move => move.Now < move.Before).Take(most), .. moved.Where(static move => move.Now > move.Before).TakeLast(most)];
        var ids = shown.Select(static move => move.Case).ToHashSet(StringComparer.Ordinal);
        var (old, fresh) = (await before.WorstAsync(ids, cancellationToken).ConfigureAwait(false), await now.WorstAsync(ids, cancellationToken).ConfigureAwait(false));
        return new() { Before = before, Now = now, Verdict = verdict, Moved = [.. moved.Select(move => move with { Diff = ids.Contains(move.Case) ? Diff(old, fresh, move.Case) : [] })] };
    }

    private static IEnumerable<MovedCase> Moves(Side before, Side now)
    {
        var known = before.Cases.ToDictionary(static each => each.Case, StringComparer.Ordinal);
        return from each in now.Cases
               where known.TryGetValue(each.Case, out var same) && same.Hash == each.Hash
               from metric in each.Scores.Keys
               where known[each.Case].Scores.ContainsKey(metric)
               let change = (Before: known[each.Case].Scores[metric].Average(), Now: each.Scores[metric].Average())
               where Math.Abs(change.Now - change.Before) > Still
               let worse = change.Now < change.Before ? each : known[each.Case]
               select new MovedCase(each.Case, metric, change.Before, change.Now, worse.Reasons.GetValueOrDefault(metric), []);
    }

    private static ImmutableArray<string> Diff(Dictionary<string, CaseResult> before, Dictionary<string, CaseResult> now, string id) =>
        before.TryGetValue(id, out var old) && now.TryGetValue(id, out var fresh) ? [.. OutputText.Diff(old.Output, fresh.Output, DiffLines)] : [];
}

/// <summary>A case with other scores than before.</summary>
/// <param name="Case">Its id.</param>
/// <param name="Metric">The metric.</param>
/// <param name="Before">Its mean before.</param>
/// <param name="Now">Its mean now.</param>
/// <param name="Reason">Why the lower of both is what it is, if that is known.</param>
/// <param name="Diff">The lines in which the outputs differ, of the cases that moved most.</param>
internal sealed record MovedCase(string Case, string Metric, double Before, double Now, string? Reason, ImmutableArray<string> Diff);
