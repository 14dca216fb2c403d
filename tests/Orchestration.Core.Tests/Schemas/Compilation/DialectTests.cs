using Orchestration.Schemas;

namespace Orchestration.Core.Tests.Schemas.Compilation;

public class DialectTests
{
    private const string Draft07 = "http://json-schema.org/draft-07/schema#";

    private const string Draft2019 = "https://json-schema.org/draft/2019-09/schema";

    [Theory]
    [InlineData("""["a", 1, true]""", true)]
    [InlineData("""["a"]""", true)]
    [InlineData("[1]", false)]
    [InlineData("""["a", "b"]""", false)]
    [InlineData("""["a", 1, 2]""", false)]
    public void Items_as_an_array_are_the_prefix_and_additional_items_the_rest(string document, bool isValid)
    {
        foreach (var draft in (string[])[Draft07, Draft2019])
        {
            AssertValid($$"""{ "$schema": "{{draft}}", "items": [{ "type": "string" }, { "type": "integer" }], "additionalItems": { "type": "boolean" } }""", document, isValid);
        }
    }

    [Theory]
    [InlineData("""{ "a": 1, "b": 1 }""", true)]
    [InlineData("""{ "a": 1 }""", false)]
    [InlineData("""{ "c": 1, "d": "x" }""", true)]
    [InlineData("""{ "c": 1, "d": 1 }""", false)]
    [InlineData("""{ "e": 1 }""", false)]
    [InlineData("{}", true)]
    public void Dependencies_are_read_in_every_draft(string document, bool isValid)
    {
        foreach (var draft in (string[])[Draft07, Draft2019, "https://json-schema.org/draft/2020-12/schema"])
        {
            AssertValid(
                $$"""{ "$schema": "{{draft}}", "dependencies": { "a": ["b"], "c": { "properties": { "d": { "type": "string" } } }, "e": false } }""",
                document,
                isValid);
        }
    }

    [Theory]
    [InlineData("1", true)]
    [InlineData("0", false)]
    [InlineData("\"a\"", false)]
    public void Definitions_and_names_of_draft_07_are_found(string document, bool isValid)
    {
        AssertValid($$"""{ "$schema": "{{Draft07}}", "allOf": [{ "$ref": "#/definitions/a" }], "definitions": { "a": { "type": "integer", "minimum": 1 } } }""", document, isValid);
        AssertValid($$"""{ "$schema": "{{Draft07}}", "allOf": [{ "$ref": "#a" }], "definitions": { "x": { "$id": "#a", "type": "integer", "minimum": 1 } } }""", document, isValid);
        AssertValid($$"""{ "$schema": "{{Draft07}}", "$id": "http://a.example/b#", "$ref": "c#", "definitions": { "x": { "$id": "c#", "type": "integer", "minimum": 1 } } }""", document, isValid);
    }

    [Fact]
    public void An_id_beside_a_ref_of_draft_07_changes_no_base() => AssertValid(
        $$"""
        {
            "$schema": "{{Draft07}}", "$id": "http://a.example/",
            "items": { "$id": "b/", "$ref": "c" },
            "definitions": { "c": { "$id": "http://a.example/c", "type": "string" }, "bc": { "$id": "http://a.example/b/c", "type": "number" } }
        }
        """,
        """["a"]""",
        isValid: true);

    [Fact]
    public void Prefix_items_are_unknown_to_draft_2019_09() =>
        AssertValid($$"""{ "$schema": "{{Draft2019}}", "type": "array", "prefixItems": [{ "type": "string" }] }""", "[1, 2]", isValid: true);

    [Theory]
    [InlineData("[1, 2]", true)]
    [InlineData("{}", false)]
    public void A_schema_of_another_draft_is_read_as_its_own_says(string document, bool isValid)
    {
        var registry = SchemaRegistry.Empty.With(new Uri("http://a.example/old"), $$"""{ "$schema": "{{Draft2019}}", "type": "array", "prefixItems": [{ "type": "string" }] }""");

        AssertValid("""{ "$ref": "http://a.example/old" }""", document, isValid, registry);
    }

    [Fact]
    public void An_embedded_schema_may_be_of_another_draft()
    {
        var schema = $$"""{ "$ref": "old", "$defs": { "old": { "$id": "old", "$schema": "{{Draft07}}", "items": [{ "type": "string" }] } } }""";

        AssertValid(schema, """["a", 1]""", isValid: true);
        AssertValid(schema, "[1]", isValid: false);
    }

    [Theory]
    [InlineData("core", "validation", false)]
    [InlineData("core", "applicator", true)]
    public void A_meta_schema_says_which_keywords_count(string first, string second, bool isValid)
    {
        var registry = Meta($$"""{ "$vocabulary": { "https://json-schema.org/draft/2020-12/vocab/{{first}}": true, "https://json-schema.org/draft/2020-12/vocab/{{second}}": true } }""");

        AssertValid("""{ "$schema": "http://a.example/meta", "minimum": 10 }""", "1", isValid, registry);
    }

    [Fact]
    public void Without_the_applicators_no_subschema_applies()
    {
        var registry = Meta("""{ "$vocabulary": { "https://json-schema.org/draft/2020-12/vocab/core": true } }""");

        AssertValid("""{ "$schema": "http://a.example/meta", "properties": { "a": false }, "unevaluatedProperties": false }""", """{ "a": 1 }""", isValid: true, registry);
    }

    [Theory]
    [InlineData("true")]
    [InlineData("false")]
    public void A_meta_schema_may_ask_for_formats(string isRequired)
    {
        var registry = Meta($$"""{ "$vocabulary": { "https://json-schema.org/draft/2020-12/vocab/core": true, "https://json-schema.org/draft/2020-12/vocab/format-assertion": {{isRequired}} } }""");

        AssertValid("""{ "$schema": "http://a.example/meta", "format": "ipv4" }""", "\"127.0.0.1\"", isValid: true, registry);
        AssertValid("""{ "$schema": "http://a.example/meta", "format": "ipv4" }""", "\"not one\"", isValid: false, registry);
    }

    [Fact]
    public void A_vocabulary_that_must_be_known_and_is_not_is_refused()
    {
        var registry = Meta("""{ "$vocabulary": { "http://a.example/units": true } }""");

        var e = Assert.Throws<JsonSchemaException>(() => JsonSchema.Parse("""{ "$schema": "http://a.example/meta" }""", new() { Registry = registry }));

        Assert.Equal("/$schema", e.Path);
        Assert.Contains("'http://a.example/units'", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_vocabulary_that_may_be_unknown_is_ignored()
    {
        var registry = Meta("""{ "$vocabulary": { "https://json-schema.org/draft/2020-12/vocab/validation": true, "http://a.example/units": false } }""");

        AssertValid("""{ "$schema": "http://a.example/meta", "type": "number" }""", "\"a\"", isValid: false, registry);
    }

    private static SchemaRegistry Meta(string json) => SchemaRegistry.Empty.With(new Uri("http://a.example/meta"), json);

    private static void AssertValid(string schema, string document, bool isValid, SchemaRegistry? registry = null) =>
        Assert.Equal(isValid, JsonSchema.Parse(schema, new() { Registry = registry ?? SchemaRegistry.Empty }).IsValid(System.Text.Encoding.UTF8.GetBytes(document)));
}
