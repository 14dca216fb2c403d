using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Orchestration.Schemas.Generation;

/// <summary>Puts words into schemas that are being made.</summary>
internal static class SchemaNodes
{
    // A model reads the text: only what JSON itself asks for is escaped.
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    extension(JsonNode schema)
    {
        /// <summary>The schema as it is given out.</summary>
        public JsonElement ToElement()
        {
            var buffer = new ArrayBufferWriter<byte>();
            using (var writer = new Utf8JsonWriter(buffer, Plain))
            {
                schema.WriteTo(writer);
            }

            return JsonElement.Parse(buffer.WrittenSpan);
        }

        /// <summary>The schema as an object, to which keywords can be added: <c>true</c> says the same as none.</summary>
        public JsonObject Open() => schema as JsonObject ?? [];

        /// <summary>The schema, or null.</summary>
        public JsonNode OrNull()
        {
            if (schema is not JsonObject node || node.Count == 0)
            {
                return schema;
            }

            if (node["anyOf"] is JsonArray choices && !node.ContainsKey("type"))
            {
                choices.Add((JsonNode)new JsonObject { ["type"] = "null" });
                return node;
            }

            if (node["type"] is null || node.ContainsKey("const") || node.ContainsKey("anyOf"))
            {
                return new JsonObject { ["anyOf"] = new JsonArray(node, new JsonObject { ["type"] = "null" }) };
            }

            if (node["type"] is JsonArray types)
            {
                if (types.All(static type => (string?)type != "null"))
                {
                    types.Add((JsonNode)"null");
                }
            }
            else
            {
                node["type"] = new JsonArray((string)node["type"]!, "null");
            }

            if (node["enum"] is JsonArray values && !values.Contains(null))
            {
                values.Add(null);
            }

            return node;
        }
    }
}
