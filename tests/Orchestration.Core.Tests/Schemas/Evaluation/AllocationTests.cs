using System.Text;
using Orchestration.Schemas;

namespace Orchestration.Core.Tests.Schemas.Evaluation;

public class AllocationTests
{
    private const string Schema = """
        { "type": "object", "required": ["id", "kind", "items"], "additionalProperties": false,
          "properties": {
            "id": { "type": "string", "minLength": 1, "maxLength": 40 },
            "kind": { "enum": ["order", "offer", 1, null, { "a": [1, 2] }] },
            "total": { "anyOf": [{ "type": "null" }, { "type": "number", "minimum": 0, "multipleOf": 0.01 }] },
            "tags": { "type": "array", "uniqueItems": true, "contains": { "const": "tea" }, "items": { "type": "string" } },
            "items": { "type": "array", "items": { "oneOf": [{ "$ref": "#/$defs/box" }, { "$ref": "#/$defs/bag" }] } } },
          "$defs": {
            "base": { "properties": { "weight": { "type": "number" } } },
            "box": { "properties": { "type": { "const": "box" }, "width": { "type": "integer" } }, "allOf": [{ "$ref": "#/$defs/base" }], "required": ["type"], "unevaluatedProperties": false },
            "bag": { "properties": { "type": { "const": "bag" } }, "allOf": [{ "$ref": "#/$defs/base" }], "required": ["type"], "unevaluatedProperties": false } } }
        """;

    [Fact]
    public void A_valid_document_allocates_nothing()
    {
        var schema = JsonSchema.Parse(Schema);
        var items = string.Join(',', Enumerable.Range(0, 500).Select(static i => i % 2 == 0 ? $$"""{ "type": "box", "width": {{i}}.0, "weight": 1.5 }""" : """{ "weight": 2e3, "type": "bag" }"""));
        var tags = string.Join(',', Enumerable.Range(0, 40).Select(static i => $"\"tag \\u00e4 {i}\""));
        var json = Encoding.UTF8.GetBytes($$"""{ "id": "a\nb", "kind": { "a": [1.0, 2] }, "total": 12.50, "tags": ["tea", {{tags}}], "items": [{{items}}] }""");
        Assert.Empty(schema.Validate(json));
        Assert.True(schema.IsValid(json));

        // The runtime may count a little of its own into one run, never into all.
        var least = long.MaxValue;
        for (var i = 0; i < 20; i++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            _ = schema.IsValid(json);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
    }
}
