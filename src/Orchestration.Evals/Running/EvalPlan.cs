using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Orchestration.Evals.Cassettes;
using Orchestration.Evals.GoldenSets;
using Orchestration.Graphs;
using Orchestration.Policies;

namespace Orchestration.Evals.Running;

/// <summary>An eval and its options, resolved against the application: what is run, on what, how often, and what it is judged by.</summary>
internal sealed record EvalPlan
{
    public required Eval Eval { get; init; }

    public required EvalOptions Options { get; init; }

    public required GoldenCases Cases { get; init; }

    /// <summary>The cases to run, by id.</summary>
    public required ImmutableHashSet<string> Selected { get; init; }

    public required ImmutableArray<(EvalVariant Variant, Graph Graph)> Variants { get; init; }

    public required CaseScorers Scorers { get; init; }

    /// <summary>By metric, its scorer's version: those of all cases, and those that only some cases ask for.</summary>
    public ImmutableSortedDictionary<string, string> Metrics { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>By metric, why it may not fail a build.</summary>
    public ImmutableSortedDictionary<string, string> NotGating { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    public required string CassetteFolder { get; init; }

    public int Repeats => Options.Repeats ?? Eval.Repeats;

    public int MaxConcurrency => Options.MaxConcurrency ?? Eval.MaxConcurrency;

    public int? RunsPerMinute => Options.RunsPerMinute ?? Eval.RunsPerMinute;

    public Budget? Budget => Options.Budget ?? Eval.Budget;

    /// <summary>What is done with the cassette in fact: to play from a folder that is not there is to ask the models.</summary>
    public CassetteMode Cassette => Options.Cassette == CassetteMode.Play && !Directory.Exists(CassetteFolder) ? CassetteMode.Off : Options.Cassette;

    /// <summary>Whether the cassette is recorded anew for all cases, so that what is not recorded is not needed any more.</summary>
    public bool RecordsAll => Cassette == CassetteMode.Record && Options is { Filter: null, Shard: null, FirstRepeat: 1 };

    /// <summary>Runs in all.</summary>
    public int Total => checked(Selected.Count * Repeats * Variants.Length);

    public IEnumerable<int> RepeatNumbers => Enumerable.Range(Options.FirstRepeat, Repeats);

    /// <summary>Whether a run is one of this plan's.</summary>
    public bool Covers(string caseId, string variant, int repeat) =>
        Selected.Contains(caseId) && repeat >= Options.FirstRepeat && repeat < Options.FirstRepeat + Repeats && Variants.Any(one => one.Variant.ToString() == variant);

    /// <summary>Whether a result that is there is to be had again: it, or a score of it, could not be judged. Those of earlier repeats stay as they are, for the gate to count.</summary>
    public bool RunsAnew(CaseResult result) => !result.IsJudged && Covers(result.Case, result.Variant, result.Repeat);

    /// <summary>The cases to run, with what their entries say, in order. Read anew at each call.</summary>
    public async IAsyncEnumerable<(GoldenCase Case, GoldenCaseEntry Entry)> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var i = 0;
        await foreach (var golden in Cases.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            var entry = i < Cases.Entries.Length && Cases.Entries[i].Id == golden.Id
                ? Cases.Entries[i++]
                : throw new InvalidOperationException($"The golden set '{Cases.Name}' was changed while the eval ran: case '{golden.Id}' was not there when it began. Run the eval anew.");
            if (Selected.Contains(golden.Id))
            {
                yield return (golden, entry);
            }
        }
    }

    /// <summary>The head of the results of this plan, begun now.</summary>
    public EvalManifest Manifest(DateTimeOffset now) => new()
    {
        Eval = Eval.Name,
        GoldenSet = Cases.Name,
        GoldenSetVersion = Cases.Version,
        GoldenSetHash = Cases.Hash,
        Variants = [.. Variants.Select(static variant => new VariantManifest(variant.Variant, variant.Graph.Fingerprint))],
        Metrics = Metrics,
        NotGating = NotGating,
        Repeats = Repeats,
        Cases = Selected.Count,
        Filter = Options.Filter,
        Shard = Shards.Text(Options.Shard),
        Started = now,
        Revision = Options.Revision,
        GoldenSetPath = EvalPlanner.FromRoot(EvalPlanner.GoldenSetPath(Eval, Options), Options),
        BaselinePath = EvalPlanner.FromRoot(EvalPlanner.BaselinePath(Eval, Options), Options),
        Rules = Eval.Gate,
    };
}
