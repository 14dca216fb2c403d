using System.Collections.Immutable;
using Orchestration.Audit;
using Orchestration.Cli.Display;
using Orchestration.Evals.GoldenSets;
using Orchestration.Evals.GoldenSets.Sampling;

namespace Orchestration.Cli.Commands.GoldenSets;

/// <summary>A sample on its way from the log to a file.</summary>
internal sealed class Sample(TargetSet target, SamplingOptions options)
{
    private readonly List<SampledCase> _cases = [];
    private int _looked;

    public TargetSet Target => target;

    public IReadOnlyList<SampledCase> Cases => _cases;

    /// <summary>Those left out because the file has them, or the sample has one that looks the same.</summary>
    public int Duplicates { get; private set; }

    /// <summary>Those that a person deleted.</summary>
    public int Deleted { get; private set; }

    /// <summary>Strata with how many cases each has.</summary>
    public IEnumerable<(string Name, SampledCase[] Cases)> Strata => _cases
        .SelectMany(static sampled => sampled.Case.Tags.Select(tag => (tag, sampled)))
        .GroupBy(static pair => pair.tag, static pair => pair.sampled, StringComparer.Ordinal)
        .OrderBy(static group => group.Key, StringComparer.Ordinal)
        .Select(static group => (group.Key, group.ToArray()));

    /// <summary>How many places were redacted in all, by kind.</summary>
    public SortedDictionary<string, int> Redacted
    {
        get
        {
            var all = new SortedDictionary<string, int>(StringComparer.Ordinal);
            foreach (var (kind, count) in _cases.SelectMany(static sampled => sampled.Redacted))
            {
                all[kind] = all.GetValueOrDefault(kind) + count;
            }

            return all;
        }
    }

    /// <returns>False when it was cancelled: what was taken by then is there.</returns>
    public async Task<bool> TakeAsync(Tool tool, IAuditLog log, CancellationToken cancellationToken)
    {
        try
        {
            return await Work.ShowAsync(tool.Screen, "Reading the log", async () =>
            {
                await foreach (var sampled in GoldenSampler.SampleAsync(log, options with { Edit = LeaveKnownOut }, cancellationToken).ConfigureAwait(false))
                {
                    target.Admit(sampled.Case, options.AllTenants);
                    _cases.Add(sampled);
                }

                Duplicates = _looked - _cases.Count;
                return true;
            }).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    public async Task WriteAsync(CaseEditor? editor, CancellationToken cancellationToken)
    {
        if (editor is not null && _cases.Count > 0)
        {
            var redacted = _cases.ToDictionary(static sampled => sampled.Case.Id, static sampled => sampled.Redacted, StringComparer.Ordinal);
            var edited = await editor.EditAsync([.. _cases.Select(static sampled => sampled.Case)], cancellationToken).ConfigureAwait(false);
            Deleted = _cases.Count - edited.Count;
            _cases.Clear();
            _cases.AddRange(edited.Select(golden => new SampledCase(golden, redacted.GetValueOrDefault(golden.Id, ImmutableSortedDictionary<string, int>.Empty))));
        }

        await target.WriteAsync([.. _cases.Select(static sampled => sampled.Case)], cancellationToken).ConfigureAwait(false);
    }

    private ValueTask<GoldenCase?> LeaveKnownOut(GoldenCase golden, CancellationToken cancellationToken)
    {
        _looked++;
        return ValueTask.FromResult(target.Known(golden) is null ? golden : null);
    }
}

/// <summary>What <c>golden sample --json</c> writes.</summary>
/// <param name="Set">The file.</param>
/// <param name="Written">Whether the cases are in it now.</param>
/// <param name="Cases">Those that were taken.</param>
/// <param name="Duplicates">How many were left out because their inputs look the same as others'.</param>
/// <param name="Strata">How many cases each stratum has; a case may be in several.</param>
/// <param name="Redacted">How many places, by kind.</param>
internal sealed record GoldenSampleDocument(
    string Set, bool Written, IReadOnlyList<GoldenAddedCase> Cases, int Duplicates, IReadOnlyDictionary<string, int> Strata, IReadOnlyDictionary<string, int> Redacted)
{
    public static GoldenSampleDocument Of(Sample sample, bool written) => new(
        sample.Target.Shown,
        written,
        [.. sample.Cases.Select(static one => new GoldenAddedCase(one.Case.Id, one.Case.Hash, one.Case.Source?.Run, one.Case.Source?.Tenant, one.Case.Source?.Step, one.Case.Tags, !one.Case.Reference.IsEmpty))],
        sample.Duplicates,
        new SortedDictionary<string, int>(sample.Strata.ToDictionary(static stratum => stratum.Name, static stratum => stratum.Cases.Length, StringComparer.Ordinal), StringComparer.Ordinal),
        sample.Redacted);
}

/// <summary>A case of a sample.</summary>
internal sealed record GoldenAddedCase(string Case, string Hash, Models.RunId? Run, string? Tenant, string? Step, IReadOnlyList<string> Tags, bool HasReference);
