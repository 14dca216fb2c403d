using System.Collections.Immutable;
using Orchestration.Evals.Running;

namespace Orchestration.Evals.Gates;

/// <summary>The results of one variant as plain numbers: all that gates and baselines need of them, without the outputs.</summary>
internal sealed class SampleSet
{
    /// <summary>By id.</summary>
    public required ImmutableArray<CaseSamples> Cases { get; init; }

    /// <summary>By step the model that answered most of its runs.</summary>
    public required ImmutableSortedDictionary<string, string> Models { get; init; }

    /// <summary>Runs, with those that could not be judged.</summary>
    public required int Runs { get; init; }

    /// <summary>Runs that could not be judged.</summary>
    public required int RunErrors { get; init; }

    /// <summary>By metric the scores that could not be judged.</summary>
    public required ImmutableSortedDictionary<string, int> ScoreErrors { get; init; }

    /// <summary>Runs of the case that has fewest of them.</summary>
    public required int LeastRepeats { get; init; }

    /// <summary>The highest number that a repeat has.</summary>
    public required int LastRepeat { get; init; }

    /// <summary>US dollars a run, the mean.</summary>
    public required decimal MeanCostUsd { get; init; }

    /// <summary>The mean time of a run.</summary>
    public required TimeSpan MeanDuration { get; init; }

    /// <summary>Runs and scores that could not be judged.</summary>
    public int Errors => RunErrors + ScoreErrors.Values.Sum();

    /// <summary>Reads what one variant gave. A repeat that is there twice, as after it was taken up again, counts as it was last.</summary>
    public static async Task<SampleSet> ReadAsync(IAsyncEnumerable<CaseResult> results, string variant, CancellationToken cancellationToken)
    {
        var builder = new SampleSetBuilder();
        await foreach (var result in results.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            if (result.Variant == variant)
            {
                builder.Add(result);
            }
        }

        return builder.Build();
    }
}
