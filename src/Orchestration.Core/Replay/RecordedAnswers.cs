using System.Collections.Immutable;
using Orchestration.Audit;
using Orchestration.Models;

namespace Orchestration.Replay;

/// <summary>What the steps of a run answered: enough to run a later step again without those before it. By the steps' paths.</summary>
public sealed record RecordedAnswers
{
    /// <summary>None.</summary>
    public static RecordedAnswers None { get; } = new();

    /// <summary>The answers of models, by the path of the <c>Ask</c>: the text exactly as it was accepted.</summary>
    public ImmutableSortedDictionary<string, string> Completions { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>The results of effects, by the path of the <c>Effect</c>, as JSON.</summary>
    public ImmutableSortedDictionary<string, JsonBytes> Effects { get; init; } = ImmutableSortedDictionary.Create<string, JsonBytes>(StringComparer.Ordinal);

    /// <summary>Those of a recorded run.</summary>
    /// <exception cref="RunNotFoundException">The log does not hold it.</exception>
    public static async Task<RecordedAnswers> LoadAsync(IAuditLog log, RunId run, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(log);
        return (await RecordedRun.LoadAsync(log, run, cancellationToken).ConfigureAwait(false)).ToAnswers();
    }
}
