using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Orchestration.Models;

namespace Orchestration.Evals.Cassettes;

/// <summary>One response of a model as a line of a cassette: what came and when, and how it ended. Of the request, there is a hash and nothing else.</summary>
internal sealed class RecordedResponse
{
    /// <summary>See <see cref="CassetteKey"/>. First in the line, so that an index is read without the rest.</summary>
    [JsonPropertyOrder(-1)]
    public string Key { get; set; } = string.Empty;

    /// <summary>The name the model is registered by, for people.</summary>
    public string Model { get; set; } = string.Empty;

    public List<RecordedPiece> Pieces { get; set; } = [];

    /// <summary>Why it broke off, or never began; <see langword="null"/> if it did not fail.</summary>
    public RecordedFailure? Failure { get; set; }
}

/// <summary>One update of a streamed response.</summary>
internal sealed class RecordedPiece
{
    /// <summary>Seconds since the request.</summary>
    public double At { get; set; }

    /// <summary>Its text, where that is all there is in it.</summary>
    public string? Text { get; set; }

    /// <summary>All that is in it, in the JSON of Microsoft.Extensions.AI, where it is more than text.</summary>
    public JsonElement? Contents { get; set; }

    public string? Finish { get; set; }

    /// <summary>The model's own name for itself, where it changes.</summary>
    public string? ModelId { get; set; }
}

/// <summary>A failure as retry and fallback see it.</summary>
internal sealed class RecordedFailure
{
    public FailureReason Reason { get; set; }

    public string Message { get; set; } = string.Empty;

    public string? Code { get; set; }

    public double? RetryAfter { get; set; }
}

/// <summary>What a run took when it was recorded, so that time can be gated without models.</summary>
internal sealed class RecordedTiming
{
    /// <summary>The case's hash. First in the line.</summary>
    [JsonPropertyOrder(-1)]
    public string Case { get; set; } = string.Empty;

    public string Variant { get; set; } = string.Empty;

    public int Repeat { get; set; }

    public double Seconds { get; set; }

    public decimal CostUsd { get; set; }
}

[JsonSerializable(typeof(RecordedResponse))]
[JsonSerializable(typeof(RecordedTiming))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UseStringEnumConverter = true)]
internal sealed partial class CassetteJson : JsonSerializerContext;

/// <summary>How lines are written: with letters of all scripts as they are, since people read them in diffs.</summary>
internal static class CassetteLines
{
    private static readonly CassetteJson Json = new(new JsonSerializerOptions(CassetteJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    public static JsonTypeInfo<RecordedResponse> Response => Json.RecordedResponse;

    public static JsonTypeInfo<RecordedTiming> Timing => Json.RecordedTiming;
}
