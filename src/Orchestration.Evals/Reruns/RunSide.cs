using System.Collections.Immutable;
using Orchestration.Audit;
using Orchestration.Models;

namespace Orchestration.Evals.Reruns;

/// <summary>One side of a comparison: a run and what came of it.</summary>
public sealed record RunSide
{
    /// <summary>Its name in the audit log.</summary>
    public required RunId Run { get; init; }

    /// <summary>How it ended; <see langword="null"/> for a run that was cut off.</summary>
    public RunOutcome? Outcome { get; init; }

    /// <summary>Why it failed; <see langword="null"/> if it did not.</summary>
    public string? Failure { get; init; }

    /// <summary>The output as JSON; empty where there is none or it is not known (see <see cref="RerunResult.Notes"/>).</summary>
    public JsonBytes Output { get; init; }

    /// <summary>US dollars over all attempts whose cost is known.</summary>
    public decimal CostUsd { get; init; }

    /// <summary>Attempts whose cost is unknown.</summary>
    public int UnpricedAttempts { get; init; }

    /// <summary>Tokens over all attempts.</summary>
    public Usage Usage { get; init; } = new();

    /// <summary>From start to end; of one step, the sum over its attempts.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Attempts over all steps.</summary>
    public int Attempts { get; init; }

    /// <summary>The model steps by their paths.</summary>
    public ImmutableSortedDictionary<string, StepSide> Steps { get; init; } = ImmutableSortedDictionary.Create<string, StepSide>(StringComparer.Ordinal);

    /// <summary>What its effects gave, for scorers.</summary>
    internal ImmutableSortedDictionary<string, JsonBytes> Effects { get; init; } = ImmutableSortedDictionary.Create<string, JsonBytes>(StringComparer.Ordinal);
}

/// <summary>One model step of a run.</summary>
public sealed record StepSide
{
    /// <summary>How it came by its output.</summary>
    public required StepOutcome Outcome { get; init; }

    /// <summary>The model that answered; <see langword="null"/> if none did.</summary>
    public string? Model { get; init; }

    /// <summary>The answer's text; <see langword="null"/> where there is none.</summary>
    public string? Text { get; init; }

    /// <summary>US dollars over its attempts whose cost is known.</summary>
    public decimal CostUsd { get; init; }

    /// <summary>Attempts whose cost is unknown.</summary>
    public int UnpricedAttempts { get; init; }

    /// <summary>Tokens over its attempts.</summary>
    public Usage Usage { get; init; } = new();

    /// <summary>The time of its attempts together.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>How many attempts it took; 0 for an answer from the cache.</summary>
    public int Attempts { get; init; }
}
