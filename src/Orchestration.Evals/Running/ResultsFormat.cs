using System.Text.Json.Serialization;
using Orchestration.Evals.Gates;
using Orchestration.Models;

namespace Orchestration.Evals.Running;

/// <summary><c>manifest.json</c> as it is written. Its <see cref="Format"/> holds for the results beside it too.</summary>
internal sealed class ManifestFile
{
    /// <summary>What this version writes and reads.</summary>
    public const int CurrentFormat = 1;

    public int Format { get; set; }

    public string? Eval { get; set; }

    public string? GoldenSet { get; set; }

    public string? GoldenSetVersion { get; set; }

    public string? GoldenSetHash { get; set; }

    public List<VariantFile>? Variants { get; set; }

    public SortedDictionary<string, string>? Metrics { get; set; }

    public SortedDictionary<string, string>? NotGating { get; set; }

    public int Repeats { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int AddedRepeats { get; set; }

    public int Cases { get; set; }

    public string? Filter { get; set; }

    public string? Shard { get; set; }

    public DateTimeOffset Started { get; set; }

    public DateTimeOffset? Ended { get; set; }

    public bool BudgetExceeded { get; set; }

    public decimal SpentUsd { get; set; }

    public decimal DiscardedUsd { get; set; }

    public string? Revision { get; set; }

    public string? GoldenSetPath { get; set; }

    public string? BaselinePath { get; set; }

    public GateRules? Rules { get; set; }
}

/// <summary>A variant in <c>manifest.json</c>.</summary>
internal sealed class VariantFile
{
    public string? Graph { get; set; }

    public int Version { get; set; }

    public string? Model { get; set; }

    public string? Fingerprint { get; set; }
}

/// <summary>A line of <c>results.jsonl</c>. Durations are in seconds, money is in US dollars; what is empty is not written.</summary>
internal sealed class ResultLine
{
    public string? Case { get; set; }

    public string? Hash { get; set; }

    public string? Variant { get; set; }

    public int Repeat { get; set; }

    public CaseOutcome Outcome { get; set; }

    public SortedDictionary<string, ScoreLine>? Scores { get; set; }

    public RawJson? Output { get; set; }

    public string? Error { get; set; }

    public RunLine? Run { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public decimal SpentUsd { get; set; }

    public SortedDictionary<string, string>? Models { get; set; }

    public List<string>? Tags { get; set; }

    public double? Weight { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Critical { get; set; }
}

/// <summary>A score: <c>{value, reason}</c>, <c>{error}</c> or <c>{notApplicable}</c>.</summary>
internal sealed class ScoreLine
{
    public double? Value { get; set; }

    public string? Reason { get; set; }

    public string? Error { get; set; }

    public string? NotApplicable { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public decimal CostUsd { get; set; }
}

/// <summary>What a run took, in a line of results.</summary>
internal sealed class RunLine
{
    public Guid Id { get; set; }

    public decimal CostUsd { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Unpriced { get; set; }

    public double Seconds { get; set; }

    public Usage? Usage { get; set; }

    public int Attempts { get; set; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Splices { get; set; }
}

[JsonSerializable(typeof(ResultLine))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UseStringEnumConverter = true)]
internal sealed partial class ResultJson : JsonSerializerContext;

[JsonSerializable(typeof(ManifestFile))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, WriteIndented = true, NewLine = "\n")]
internal sealed partial class ManifestJson : JsonSerializerContext;
