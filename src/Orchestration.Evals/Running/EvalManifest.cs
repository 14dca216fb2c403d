using System.Collections.Immutable;
using Orchestration.Evals.Gates;

namespace Orchestration.Evals.Running;

/// <summary>What an evaluation was: the head of its results. With it, results can be compared, accepted and taken up again.</summary>
public sealed record EvalManifest
{
    /// <summary>The eval's name.</summary>
    public required string Eval { get; init; }

    /// <summary>The golden set's name.</summary>
    public required string GoldenSet { get; init; }

    /// <summary>The golden set's version, if it has one.</summary>
    public string? GoldenSetVersion { get; init; }

    /// <summary>The golden set's hash.</summary>
    public required string GoldenSetHash { get; init; }

    /// <summary>The variants; the first is the one that is gated and accepted.</summary>
    public required ImmutableArray<VariantManifest> Variants { get; init; }

    /// <summary>The metrics, by name: the version of their scorer.</summary>
    public required ImmutableSortedDictionary<string, string> Metrics { get; init; }

    /// <summary>The metrics that are only shown, by name: why they may not fail a build, such as a judge that is not calibrated.</summary>
    public ImmutableSortedDictionary<string, string> NotGating { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>How often each case is run.</summary>
    public required int Repeats { get; init; }

    /// <summary>Of the repeats, those that were added to the others, as by a confirm stage: what they are judged with then counts as confirmed.</summary>
    internal int AddedRepeats { get; init; }

    /// <summary>How many cases are run, after filter and shard.</summary>
    public required int Cases { get; init; }

    /// <summary>The filter as it was given; <see langword="null"/> for none.</summary>
    public string? Filter { get; init; }

    /// <summary>The shard as it was given, such as <c>1/4</c>; <see langword="null"/> for none.</summary>
    public string? Shard { get; init; }

    /// <summary>When it was started, in UTC.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>When the last case ended; <see langword="null"/> while it runs, and of one that was cut off.</summary>
    public DateTimeOffset? Ended { get; init; }

    /// <summary>Whether the total budget kept cases from being run.</summary>
    public bool BudgetExceeded { get; init; }

    /// <summary>US dollars spent, judges included; answers from a cassette cost nothing.</summary>
    public decimal SpentUsd { get; init; }

    /// <summary>The part of <see cref="SpentUsd"/> that went into runs which could not be judged and have been run anew since, so that no line tells of them any more.</summary>
    internal decimal DiscardedUsd { get; init; }

    /// <summary>What the application's repository calls the state that was evaluated, such as a commit; <see langword="null"/> if it was not said.</summary>
    public string? Revision { get; init; }

    /// <summary>Where the golden set lies, relative to the folder that the eval was run in; <see langword="null"/> if it is no file.</summary>
    internal string? GoldenSetPath { get; init; }

    /// <summary>Where the baseline lies or is to lie, relative to the same folder.</summary>
    internal string? BaselinePath { get; init; }

    /// <summary>The eval's rules, so that a verdict can be had without the application.</summary>
    internal GateRules? Rules { get; init; }
}

/// <summary>A variant with what identifies its code.</summary>
/// <param name="Variant">The variant.</param>
/// <param name="Fingerprint">The graph's fingerprint.</param>
public sealed record VariantManifest(EvalVariant Variant, string Fingerprint);
