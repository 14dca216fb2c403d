using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Orchestration.Providers.Schemas;
using Orchestration.Schemas;

namespace Orchestration.Providers.Tests.Schemas;

public sealed class SchemaDialectTests
{
    private static readonly Dictionary<string, SchemaDialect> Dialects = new(StringComparer.Ordinal)
    {
        ["openai"] = SchemaDialects.OpenAIStrict,
        ["anthropic"] = SchemaDialects.Anthropic,
        ["gemini"] = SchemaDialects.Gemini,
        ["grammar"] = SchemaDialects.Grammar,
    };

    public static TheoryData<string, string> Pairs()
    {
        var pairs = new TheoryData<string, string>();
        foreach (var dialect in Dialects.Keys)
        {
            foreach (var schema in SchemaSamples.All.Keys)
            {
                pairs.Add(dialect, schema);
            }
        }

        return pairs;
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void What_is_sent_keeps_the_rules_of_its_dialect(string dialect, string schema)
    {
        if (Rewritten(Dialects[dialect], schema) is { } rewritten)
        {
            Assert.Empty(DialectRules.Broken(SchemaSamples.Parse(rewritten), Dialects[dialect]));
        }
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void What_the_original_takes_stays_valid_where_all_that_may_be_there_is(string dialect, string name)
    {
        var original = JsonSchema.Parse(SchemaSamples.Schema(name));
        Assert.All(SchemaSamples.All[name].Valid, document => Assert.Empty(original.Validate(Encoding.UTF8.GetBytes(document))));
        if (Rewritten(Dialects[dialect], name) is not { } rewritten)
        {
            return;
        }

        var compiled = JsonSchema.Parse(rewritten);

        Assert.All(SchemaSamples.All[name].Valid, document => Assert.Empty(compiled.Validate(Encoding.UTF8.GetBytes(document))));
    }

    [Theory]
    [InlineData("openai", "dictionary anything conditions")]
    [InlineData("anthropic", "tree forest dictionary anything conditions")]
    [InlineData("gemini", "")]
    [InlineData("grammar", "")]
    public void A_dialect_without_words_for_a_schema_says_so(string dialect, string without)
    {
        Assert.Equal(without, string.Join(' ', SchemaSamples.All.Keys.Where(name => Rewritten(Dialects[dialect], name) is null)));
    }

    [Fact]
    public void Tightening_makes_optional_properties_required_and_leaves_computed_ones_out()
    {
        Assert.Equal(
            """{"type":"object","properties":{"a":{"type":["string","null"]},"b":{"type":"boolean"}},"required":["a","b"],"additionalProperties":false}""",
            Rewritten(SchemaDialects.OpenAIStrict, "optional")!.Value.GetRawText());
    }

    [Fact]
    public void Limits_that_are_left_out_are_said_to_a_model_that_reads_the_schema()
    {
        var anthropic = SchemaSamples.Parse(Rewritten(SchemaDialects.Anthropic, "limits")!.Value)["properties"]!;
        var grammar = SchemaSamples.Parse(Rewritten(SchemaDialects.Grammar, "limits")!.Value)["properties"]!;

        Assert.Equal("(minLength: 2, maxLength: 9)", anthropic["s"]!["description"]!.ToString());
        Assert.Equal("(minItems: 2, maxItems: 3, uniqueItems: true)", anthropic["l"]!["description"]!.ToString());
        Assert.Equal("1", anthropic["l"]!["minItems"]!.ToString());
        Assert.Null(anthropic["w"]!["pattern"]);
        Assert.Equal("2", grammar["s"]!["minLength"]!.ToString());
        Assert.Null(grammar["u"]!["description"]);
    }

    [Fact]
    public void Gemini_finds_recursion_only_in_what_need_not_be_there()
    {
        var tree = Rewritten(SchemaDialects.Gemini, "tree")!.Value.GetRawText();

        Assert.Equal(
            """{"$ref":"#/$defs/Root","$defs":{"Root":{"type":"object","properties":{"name":{"type":"string"},"parts":{"type":"array","items":{"$ref":"#/$defs/Root"}}},"required":["name"],"additionalProperties":false}}}""",
            tree);
    }

    [Fact]
    public void Too_many_optional_properties_for_Anthropic_are_all_required()
    {
        var properties = new JsonObject(Enumerable.Range(0, 25).Select(static i => KeyValuePair.Create($"p{i}", (JsonNode?)new JsonObject { ["type"] = "string" })));
        var schema = JsonElement.Parse(new JsonObject { ["type"] = "object", ["properties"] = properties }.ToJsonString());

        var rewritten = SchemaRewriter.Rewrite(schema, SchemaDialects.Anthropic)!.Value;

        Assert.Equal(25, rewritten.GetProperty("required").GetArrayLength());
    }

    [Fact]
    public void A_schema_deeper_than_strict_mode_takes_is_not_brought_to_it()
    {
        var schema = Enumerable.Range(0, 12).Aggregate("""{"type":"string"}""", static (inner, _) => $$"""{"type":"object","properties":{"a":{{inner}}},"required":["a"],"additionalProperties":false}""");

        Assert.Null(SchemaRewriter.Rewrite(JsonElement.Parse(schema), SchemaDialects.OpenAIStrict));
    }

    [Fact]
    public void A_format_is_rewritten_once()
    {
        var format = ChatResponseFormat.ForJsonSchema(SchemaSamples.Schema("tree"));

        Assert.Equal(SchemaDialects.Grammar.Of(format)!.Value, SchemaDialects.Grammar.Of(format)!.Value);
    }

    private static JsonElement? Rewritten(SchemaDialect dialect, string schema) => SchemaRewriter.Rewrite(SchemaSamples.Schema(schema), dialect);
}
