using System.Collections.Immutable;
using System.Text.Json;
using Orchestration.Models;
using Orchestration.Replay;

namespace Orchestration.Evals.GoldenSets;

/// <summary>One input with what is expected of the output. Immutable; a case whose meaning changes is another case.</summary>
public sealed record GoldenCase
{
    /// <summary>Unique within its golden set; stable, since baselines and reports know the case by it.</summary>
    public required string Id { get; init; }

    /// <summary>The graph's input as JSON.</summary>
    public required JsonBytes Input { get; init; }

    /// <summary>An output that is known to be good, as JSON: text is a JSON string. Empty where there is none.</summary>
    public JsonBytes Reference { get; init; }

    /// <summary>What scorers are to hold the output to, as JSON, by the scorer's name, such as <c>contains</c>.</summary>
    public ImmutableSortedDictionary<string, JsonBytes> Expect { get; init; } = ImmutableSortedDictionary.Create<string, JsonBytes>(StringComparer.Ordinal);

    /// <summary>What the steps before the one under test answered; for the eval of one step.</summary>
    public RecordedAnswers Recorded { get; init; } = RecordedAnswers.None;

    /// <summary>Words to filter and group by.</summary>
    public ImmutableArray<string> Tags { get; init; } = [];

    /// <summary>How much the case counts in means.</summary>
    /// <value>&gt; 0; 1 by default.</value>
    public double Weight { get; init; } = 1;

    /// <summary>Whether every repeat must pass, whatever the others do.</summary>
    public bool Critical { get; init; }

    /// <summary>The recorded run it was made of; <see langword="null"/> for a case made by hand.</summary>
    public CaseSource? Source { get; init; }

    /// <summary>SHA-256, in lower-case hex, of the input, the reference, the expectations and the recorded answers, each in canonical form: what the case means. Results are only ever compared under the same hash.</summary>
    /// <remarks>White space, the order of an object's members and the spelling of numbers and strings make no difference. Computed at each reading.</remarks>
    /// <exception cref="JsonException">One of them is not JSON, or names a member twice.</exception>
    public string Hash => CaseHash.Of(this);
}

/// <summary>Where in the audit log a case comes from.</summary>
/// <param name="Run">The run.</param>
/// <param name="Tenant">Whose run it was.</param>
/// <param name="Step">The step, where the case is of one step.</param>
public sealed record CaseSource(RunId Run, string Tenant, string? Step = null);
