using System.Collections.Concurrent;
using System.Collections.Immutable;
using Orchestration.Evals.GoldenSets;
using Orchestration.Evals.Scorers;

namespace Orchestration.Evals.Running;

/// <summary>Who judges a case: the eval's scorers, then the case's own expectations. Each is bound to the application once.</summary>
/// <param name="own">The eval's scorers.</param>
/// <param name="expected">The scorers that a case's expectations mean, beside those of the eval.</param>
/// <param name="services">The application's services.</param>
internal sealed class CaseScorers(ImmutableArray<IScorer> own, Func<GoldenCase, ImmutableArray<IScorer>, ImmutableArray<IScorer>> expected, IServiceProvider services)
{
    private readonly ImmutableArray<IScorer> _common = [.. own.Select(scorer => Bind(scorer, services))];

    // Scorers of one name can stand in for each other.
    private readonly ConcurrentDictionary<string, IScorer> _expected = new(StringComparer.Ordinal);

    public ImmutableArray<IScorer> Of(GoldenCase golden) => golden.Expect.IsEmpty
        ? _common
        : [.. _common, .. expected(golden, own).Select(scorer => _expected.GetOrAdd(scorer.Name, static (_, args) => Bind(args.scorer, args.services), (scorer, services)))];

    private static IScorer Bind(IScorer scorer, IServiceProvider services) => scorer is IBoundScorer bound ? bound.Bind(services) : scorer;
}
