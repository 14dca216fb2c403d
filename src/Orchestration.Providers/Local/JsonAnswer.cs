using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Orchestration.Providers.Local;

/// <summary>Answers with JSON of the requested schema, shortening lists and texts until it fits the limit of tokens where it can.</summary>
internal static class JsonAnswer
{
    /// <summary>Used when JSON is asked for without a schema.</summary>
    private const string DefaultSchema = """
        { "type": "object", "properties": {
            "title": { "type": "string" }, "summary": { "type": "string" },
            "points": { "type": "array", "items": { "type": "string" } }, "keywords": { "type": "array", "items": { "type": "string" } } } }
        """;

    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>From generous to terse: items of a list without bounds, characters of a text.</summary>
    private static readonly (int Items, int Characters)[] Efforts = [(4, int.MaxValue), (3, 160), (2, 80), (1, 32)];

    public static string Fill(JsonElement? schema, string instruction, Material material, int? mostTokens)
    {
        using var fallback = JsonDocument.Parse(DefaultSchema);
        var root = schema ?? fallback.RootElement;
        var ranker = new SentenceRanker(material, instruction);
        string json = string.Empty;
        foreach (var (items, characters) in Efforts)
        {
            json = Write(root, new JsonFiller(ranker, root, instruction, items, characters));
            if (mostTokens is null || TokenCount.Of(json) <= mostTokens)
            {
                break;
            }
        }

        return json;
    }

    private static string Write(JsonElement root, JsonFiller filler)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer, Readable);
        filler.Write(root, writer);
        writer.Flush();
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
