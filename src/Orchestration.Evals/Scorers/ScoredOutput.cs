using System.Collections.Immutable;
using Orchestration.Evals.GoldenSets;
using Orchestration.Models;
using Orchestration.Runs;

namespace Orchestration.Evals.Scorers;

/// <summary>What a scorer judges: a case, its output, and the run that made it.</summary>
public sealed record ScoredOutput
{
    /// <summary>The case.</summary>
    public required GoldenCase Case { get; init; }

    /// <summary>The output as JSON: text is a JSON string.</summary>
    public required JsonBytes Output { get; init; }

    /// <summary>The output for scorers of text: a JSON string's own characters, of other JSON its text.</summary>
    public required string Text { get; init; }

    /// <summary>What the effects of the run gave, as JSON by their paths: what was retrieved, for one.</summary>
    public ImmutableSortedDictionary<string, JsonBytes> Effects { get; init; } = ImmutableSortedDictionary.Create<string, JsonBytes>(StringComparer.Ordinal);

    /// <inheritdoc cref="Scorers.RunFigures"/>
    public required RunFigures Run { get; init; }

    /// <summary>What the case was run with. A judge's run has its tenant and its shared budget, and is marked as an eval as it is.</summary>
    public RunOptions Options { get; init; } = new();
}

/// <summary>What the run took. Of a run from a cassette, what it took when it was recorded.</summary>
public sealed record RunFigures
{
    /// <summary>The run's name in the audit log of the eval.</summary>
    public required RunId Run { get; init; }

    /// <summary>US dollars over all attempts whose cost is known.</summary>
    public decimal CostUsd { get; init; }

    /// <summary>Attempts whose cost is unknown.</summary>
    public int UnpricedAttempts { get; init; }

    /// <summary>From start to end.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Tokens over all attempts.</summary>
    public Usage Usage { get; init; } = new();

    /// <summary>Attempts over all steps.</summary>
    public int Attempts { get; init; }

    /// <summary>Attempts that carried on the text of one that broke off.</summary>
    public int Splices { get; init; }
}
