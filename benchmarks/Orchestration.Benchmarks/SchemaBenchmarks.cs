using System.Text;
using BenchmarkDotNet.Attributes;
using Orchestration.Schemas;

namespace Orchestration.Benchmarks;

/// <summary>A document checked against its schema, reading included: a small object, and a list of about 100 KB.</summary>
public class SchemaBenchmarks
{
    private const string Text = """
        { "type": "object", "additionalProperties": false, "required": ["id", "name", "price", "state", "tags"],
          "properties": {
            "id": { "type": "integer", "minimum": 1 },
            "name": { "type": "string", "minLength": 1, "maxLength": 80 },
            "price": { "type": "number", "minimum": 0 },
            "state": { "enum": ["new", "used", "broken"] },
            "tags": { "type": "array", "maxItems": 10, "items": { "type": "string" } },
            "seller": { "type": ["object", "null"], "properties": { "city": { "type": "string" }, "stars": { "type": "number", "maximum": 5 } }, "required": ["city"] } } }
        """;

    private readonly JsonSchema _one = JsonSchema.Parse(Text);
    private readonly JsonSchema _many = JsonSchema.Parse($$"""{ "type": "array", "items": {{Text}} }""");
    private readonly byte[] _small = Encoding.UTF8.GetBytes(Item(1));
    private readonly byte[] _large = Encoding.UTF8.GetBytes($"[{string.Join(",\n", Enumerable.Range(1, 640).Select(Item))}]");
    private readonly byte[] _wrong = Encoding.UTF8.GetBytes(Item(1).Replace("\"price\": ", "\"price\": \"\", \"cost\": ", StringComparison.Ordinal));

    [Benchmark]
    public bool SmallObject() => _one.IsValid(_small);

    [Benchmark]
    public bool ListOf100KB() => _many.IsValid(_large);

    [Benchmark]
    public int SmallObjectExplained() => _one.Validate(_wrong).Length;

    [Benchmark]
    public JsonSchema Compile() => JsonSchema.Parse(Text);

    private static string Item(int i) =>
        $$"""{ "id": {{i}}, "name": "Teapot no. {{i}}", "price": {{i}}.95, "state": "{{(i % 2 == 0 ? "new" : "used")}}", "tags": ["tea", "pot"], "seller": { "city": "Bremen", "stars": 4.5 } }""";
}
