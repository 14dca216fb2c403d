using System.Text.Json.Serialization;

namespace Orchestration.Evals.Gates;

/// <summary>A baseline's file as it is written.</summary>
internal sealed class BaselineFile
{
    /// <summary>What this version writes and reads.</summary>
    public const int CurrentFormat = 1;

    public required int Format { get; init; }

    public required string Eval { get; init; }

    public required SortedDictionary<string, string> Metrics { get; init; }

    public required SortedDictionary<string, string> Models { get; init; }

    public required List<HistoryLine> History { get; init; }

    public required List<CaseLine> Cases { get; init; }
}

/// <summary>What was accepted once.</summary>
internal sealed class HistoryLine
{
    public required DateTimeOffset Time { get; init; }

    public required string Variant { get; init; }

    public required string Fingerprint { get; init; }

    public string? Revision { get; init; }

    public string? Note { get; init; }

    public required int Cases { get; init; }

    public int Repeats { get; init; }

    public required SortedDictionary<string, double> Means { get; init; }

    public decimal CostUsd { get; init; }

    public double Seconds { get; init; }
}

/// <summary>What a case's runs gave.</summary>
internal sealed class CaseLine
{
    public required string Case { get; init; }

    public required string Hash { get; init; }

    public required SortedDictionary<string, double[]> Scores { get; init; }

    public required int Runs { get; init; }

    public double? CostUsd { get; init; }

    public double? Seconds { get; init; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(BaselineFile))]
internal sealed partial class BaselineJson : JsonSerializerContext;
