using System.Collections.Immutable;

namespace Orchestration.Evals.Drift;

/// <summary>Which way a metric is worse.</summary>
internal enum Worse
{
    Lower,
    Higher,

    /// <summary>Any change is worth knowing.</summary>
    Either,
}

/// <summary>A metric that is compared: a share of counts, or values in a histogram.</summary>
/// <param name="Name">Its name in alerts and options.</param>
/// <param name="Worse">Which way it alarms.</param>
/// <param name="Part">The count above the line; <see langword="null"/> for a histogram.</param>
/// <param name="Whole">The count below the line, or the name of the histogram.</param>
internal sealed record DriftMetric(string Name, Worse Worse, string? Part, string Whole)
{
    public const string ScorePrefix = "score:";

    /// <summary>All but the scores, whose names the application gives.</summary>
    public static readonly ImmutableArray<DriftMetric> Fixed =
    [
        Share("validity", Worse.Lower, Counts.Valid, Counts.Answers),
        Share("refusals", Worse.Higher, Counts.Refused, Counts.Attempts),
        Share("failures", Worse.Higher, Counts.Failed, Counts.Attempts),
        Share("failed-calls", Worse.Higher, Counts.FailedCalls, Counts.Calls),
        Share("cache-hits", Worse.Lower, Counts.Cached, Counts.Calls),
        Share("splices", Worse.Higher, Counts.Spliced, Counts.Attempts),
        Values(Histograms.FirstToken, Worse.Higher),
        Values(Histograms.Latency, Worse.Higher),
        Values(Histograms.InputTokens, Worse.Either),
        Values(Histograms.OutputTokens, Worse.Either),
        Values(Histograms.Cost, Worse.Higher),
    ];

    public bool IsScore => Name.StartsWith(ScorePrefix, StringComparison.Ordinal);

    public bool IsTime => Name is Histograms.FirstToken or Histograms.Latency;

    public static DriftMetric Score(string name) => Values(name, Worse.Lower);

    private static DriftMetric Share(string name, Worse worse, string part, string whole) => new(name, worse, part, whole);

    private static DriftMetric Values(string name, Worse worse) => new(name, worse, null, name);
}

/// <summary>The counts of a cell, by name.</summary>
internal static class Counts
{
    public const string Calls = "calls";
    public const string FailedCalls = "failed-calls";
    public const string Cached = "cached";
    public const string Attempts = "attempts";
    public const string Answers = "answers";
    public const string Valid = "valid";
    public const string Refused = "refused";
    public const string Failed = "failed";
    public const string Spliced = "spliced";
    public const string InputTokens = "input-tokens";
    public const string OutputTokens = "output-tokens";
    public const string NanoUsd = "nano-usd";
    public const string ReasonPrefix = "failure:";
}

/// <summary>The histograms of a cell, by name: milliseconds, tokens, US dollars an attempt.</summary>
internal static class Histograms
{
    public const string FirstToken = "first-token";
    public const string Latency = "latency";
    public const string InputTokens = "input-tokens";
    public const string OutputTokens = "output-tokens";
    public const string Cost = "cost";
}

/// <summary>What a cell keeps counts of to tell likely causes.</summary>
internal static class Marks
{
    public const string ModelId = "model-id";
    public const string Provider = "provider";
    public const string Version = "version";
    public const string Fingerprint = "fingerprint";
}
