using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Orchestration.Evals.Gates;

/// <summary>Writes a baseline as one JSON document with a line for each entry and case, so that a diff shows which ones changed.</summary>
internal static class BaselineWriter
{
    private static readonly BaselineJson Json = new(new JsonSerializerOptions(BaselineJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    public static byte[] Write(Baseline baseline)
    {
        using var output = new MemoryStream();
        output.Write("{\n\"format\":"u8);
        Append(output, BaselineFile.CurrentFormat, Json.Int32);
        output.Write(",\n\"eval\":"u8);
        Append(output, baseline.Eval, Json.String);
        output.Write(",\n\"metrics\":"u8);
        Append(output, new(baseline.Metrics, StringComparer.Ordinal), Json.SortedDictionaryStringString);
        output.Write(",\n\"models\":"u8);
        Append(output, new(baseline.Models, StringComparer.Ordinal), Json.SortedDictionaryStringString);
        output.Write(",\n\"history\":[\n"u8);
        AppendLines(output, baseline.History.Select(LineOf), Json.HistoryLine);
        output.Write("],\n\"cases\":[\n"u8);
        AppendLines(output, baseline.Cases.Select(LineOf), Json.CaseLine);
        output.Write("]\n}\n"u8);
        return output.ToArray();
    }

    private static void Append<T>(MemoryStream output, T value, JsonTypeInfo<T> type) => JsonSerializer.Serialize(output, value, type);

    private static void AppendLines<T>(MemoryStream output, IEnumerable<T> lines, JsonTypeInfo<T> type)
    {
        var isFirst = true;
        foreach (var line in lines)
        {
            output.Write(isFirst ? ""u8 : ",\n"u8);
            Append(output, line, type);
            isFirst = false;
        }

        output.Write(isFirst ? ""u8 : "\n"u8);
    }

    private static HistoryLine LineOf(AcceptedResults entry) => new()
    {
        Time = entry.Time.ToUniversalTime(),
        Variant = entry.Variant,
        Fingerprint = entry.Fingerprint,
        Revision = entry.Revision,
        Note = entry.Note,
        Cases = entry.Cases,
        Repeats = entry.Repeats,
        Means = new(new Dictionary<string, double>(entry.Means), StringComparer.Ordinal),
        CostUsd = entry.CostUsd,
        Seconds = entry.Duration.TotalSeconds,
    };

    private static CaseLine LineOf(CaseSamples samples) => new()
    {
        Case = samples.Case,
        Hash = samples.Hash,
        Scores = new(samples.Scores.ToDictionary(static metric => metric.Key, static metric => metric.Value.ToArray()), StringComparer.Ordinal),
        Runs = samples.Runs,
        CostUsd = samples.CostUsd,
        Seconds = samples.Seconds,
    };
}
