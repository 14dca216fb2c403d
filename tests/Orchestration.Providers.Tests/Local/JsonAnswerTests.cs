using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.AI;
using Orchestration.Providers.Local;

namespace Orchestration.Providers.Tests.Local;

public sealed class JsonAnswerTests
{
    private static readonly JsonSerializerOptions Web = new(JsonSerializerDefaults.Web) { Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter() } };

    [Fact]
    public async Task Records_are_filled_with_what_their_names_ask_for()
    {
        var article = await Fill<Article>("Write the metadata of an article on \"Honey bees\", with 3 facts.");

        Assert.Equal("Honey bees", article.Title);
        Assert.Equal("honey-bees", article.Slug);
        Assert.Equal(3, article.Facts.Count);
        Assert.All(article.Facts, static fact => Assert.Contains(fact.Source, new[] { "bees.md", "tea.txt" }));
        Assert.All(article.Facts, static fact => Assert.Contains(fact.Text, Samples.Joined(fact.Source == "tea.txt" ? Samples.Tea : Samples.Bees), StringComparison.Ordinal));
        Assert.Equal(3, article.Facts.Select(static fact => fact.Text).Distinct().Count());
        Assert.Equal(6, article.Keywords.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.Equal(18, article.WaterPercent);
        Assert.Equal(1, article.ReadingMinutes);
        Assert.True(article.MentionsNectar);
        Assert.Equal(Subject.Bees, article.Subject);
    }

    [Fact]
    public async Task A_number_that_may_be_null_is_not_made_up()
    {
        var facts = await Fill<FactList>("List facts.");

        Assert.All(facts.Facts, static fact => Assert.True(fact.Year is null || fact.Text.Contains($"{fact.Year}", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_tree_ends()
    {
        var tree = await Fill<Tree>("Outline the bees.");

        Assert.NotEmpty(tree.Children);
        Assert.True(Depth(tree) < 5);

        static int Depth(Tree tree) => 1 + tree.Children.Select(Depth).DefaultIfEmpty(0).Max();
    }

    [Theory]
    [InlineData("""{ "$ref": "#/$defs/a", "$defs": { "a": { "anyOf": [ { "type": "null" }, { "const": "x" } ] } } }""", "\"x\"")]
    [InlineData("""{ "oneOf": [ { "enum": [ 3, 4 ] }, { "type": "string" } ] }""", "3")]
    [InlineData("""{ "allOf": [ { "properties": { "a": { "const": 1 } } }, { "properties": { "b": { "const": 2 } } } ] }""", "{\"a\":1,\"b\":2}")]
    [InlineData("""{ "type": "array", "prefixItems": [ { "const": 1 }, { "const": "b" } ], "items": false }""", "[1,\"b\"]")]
    [InlineData("""{ "type": "string", "format": "date", "description": "the tea party" }""", "\"1773-12-16\"")]
    [InlineData("""{ "type": "object", "properties": { "a": false, "b": { "type": [ "null" ] } } }""", "{\"b\":null}")]
    [InlineData("""{ "type": "array", "maxItems": 0, "items": { "type": "string" } }""", "[]")]
    [InlineData("""{ "type": "string", "format": "uri" }""", "\"about:blank\"")]
    public async Task A_schema_is_followed(string schema, string expected) =>
        Assert.Equal(expected, await Samples.TextOf("Fill it.", Json(schema)));

    [Theory]
    [InlineData("^[0-9]{4}$")]
    [InlineData("^[a-z]+(-[a-z]+)*$")]
    [InlineData("[0-9]+ percent")]
    [InlineData("^[A-Z]+$")]
    public async Task A_pattern_is_met_where_the_material_can(string pattern)
    {
        var schema = new JsonObject { ["type"] = "string", ["pattern"] = pattern };

        string text = JsonSerializer.Deserialize<string>(await Samples.TextOf("Fill it.", Json(schema.ToJsonString())))!;

        Assert.Matches(pattern, text);
    }

    [Theory]
    [InlineData("""{ "$ref": "#", "type": "object", "properties": { "next": { "$ref": "#" } }, "required": [ "next" ] }""")]
    [InlineData("""{ "$ref": "#/nowhere" }""")]
    [InlineData("""{ "type": "array", "minItems": 2, "items": { "$ref": "#" } }""")]
    [InlineData("true")]
    [InlineData("{}")]
    [InlineData("""{ "type": "string", "pattern": "(?<=x)(" }""")]
    public async Task Schemas_that_cannot_be_met_still_give_JSON(string schema)
    {
        using var _ = JsonDocument.Parse(await Samples.TextOf("Fill it.", Json(schema)), new JsonDocumentOptions { MaxDepth = 256 });
    }

    [Fact]
    public async Task A_tight_limit_of_tokens_gives_terser_JSON_before_it_cuts()
    {
        var generous = await Samples.Ask("List facts.\n" + Samples.Sources, new ChatOptions { ResponseFormat = ChatResponseFormat.Json });
        var terse = await Samples.Ask("List facts.\n" + Samples.Sources, new ChatOptions { ResponseFormat = ChatResponseFormat.Json, MaxOutputTokens = 60 });

        using var _ = JsonDocument.Parse(terse.Text);
        Assert.Equal(ChatFinishReason.Stop, terse.FinishReason);
        Assert.InRange(terse.Usage!.OutputTokenCount!.Value, 1, 60);
        Assert.True(generous.Usage!.OutputTokenCount > 60);
    }

    [Fact]
    public void Any_schema_is_filled_in_its_shape()
    {
        var schemas = Gen.Sized(size => SchemaOf(Math.Min(size / 10, 3)));
        var withMaterial = Material.Of(PromptReader.Read([new ChatMessage(ChatRole.User, "List.\n" + Samples.Sources)], null).Sources);
        var without = Material.Of([]);

        Prop.ForAll(Arb.From(schemas), schema =>
        {
            using var document = JsonDocument.Parse(schema.ToJsonString());
            foreach (var material in new[] { withMaterial, without })
            {
                using var filled = JsonDocument.Parse(JsonAnswer.Fill(document.RootElement, "List facts on bees.", material, null));
                Assert.Empty(SchemaCheck.Wrongs(document.RootElement, filled.RootElement));
            }
        }).QuickCheckThrowOnFailure();
    }

    private static ChatOptions Json(string schema)
    {
        using var document = JsonDocument.Parse(schema);
        return new ChatOptions { ResponseFormat = ChatResponseFormat.ForJsonSchema(document.RootElement.Clone()) };
    }

    private static async Task<T> Fill<T>(string instruction)
    {
        string json = await Samples.TextOf(instruction, new ChatOptions { ResponseFormat = ChatResponseFormat.ForJsonSchema<T>(Web) });
        return JsonSerializer.Deserialize<T>(json, Web)!;
    }

    private static Gen<JsonObject> SchemaOf(int depth)
    {
        var leaf = Gen.OneOf(
            from least in Gen.Choose(0, 60) from room in Gen.Choose(0, 300) select new JsonObject { ["type"] = "string", ["minLength"] = least, ["maxLength"] = least + room },
            from least in Gen.Choose(-50, 3000) from room in Gen.Choose(0, 500) select new JsonObject { ["type"] = "integer", ["minimum"] = least, ["maximum"] = least + room },
            from least in Gen.Choose(-9, 9) from room in Gen.Choose(1, 9) select new JsonObject { ["type"] = "number", ["exclusiveMinimum"] = least, ["exclusiveMaximum"] = least + room },
            Gen.Choose(1, 7).Select(static step => new JsonObject { ["type"] = new JsonArray("null", "integer"), ["multipleOf"] = step }),
            Gen.Elements("boolean", "string", "null").Select(static type => new JsonObject { ["type"] = type }),
            Gen.Choose(1, 4).Select(static count => new JsonObject { ["enum"] = new JsonArray([.. Enumerable.Range(0, count).Select(static i => (JsonNode)$"choice {i}")]) }));
        if (depth == 0)
        {
            return leaf;
        }

        var inner = SchemaOf(depth - 1);
        var array =
            from items in inner from least in Gen.Choose(0, 6) from room in Gen.Choose(0, 4)
            select new JsonObject { ["type"] = "array", ["items"] = items.DeepClone(), ["minItems"] = least, ["maxItems"] = least + room };
        var texts = Gen.Choose(1, 60).Select(static count => new JsonObject { ["type"] = "array", ["uniqueItems"] = true, ["minItems"] = count, ["items"] = new JsonObject { ["type"] = "string" } });
        var names = Gen.Elements("title", "slug", "summary", "tags", "year", "source", "isSweet", "wordCount", "naïve key", "points", "url");
        var fields = from count in Gen.Choose(0, 5) from field in names.ListOf(count) from schema in inner.ListOf(count) select field.Zip(schema).DistinctBy(static pair => pair.First);
        var record = fields.Select(static pairs => new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject(pairs.Select(static pair => KeyValuePair.Create(pair.First, (JsonNode?)pair.Second.DeepClone()))),
            ["required"] = new JsonArray([.. pairs.Select(static pair => (JsonNode)pair.First)]),
        });
        return Gen.OneOf(leaf, array, texts, record, record);
    }

    private enum Subject
    {
        Tea,
        Bees,
    }

    private sealed record Article(
        string Title, string Slug, string Summary, List<string> Keywords, List<Fact> Facts, [property: Description("Percent of water in honey")] int WaterPercent, int ReadingMinutes, bool MentionsNectar, Subject Subject);

    private sealed record Fact(string Text, string Source, int? Year);

    private sealed record FactList(List<Fact> Facts);

    private sealed record Tree(string Title, List<Tree> Children);
}
