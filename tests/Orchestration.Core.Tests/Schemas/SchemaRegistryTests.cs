using Orchestration.Schemas;

namespace Orchestration.Core.Tests.Schemas;

public class SchemaRegistryTests
{
    private static readonly Uri Address = new("http://a.example/b");

    [Theory]
    [InlineData("http://a.example/b")]
    [InlineData("http://a.example/b#")]
    [InlineData("HTTP://A.example/x/../b")]
    public void A_registered_schema_is_found_by_its_address(string reference)
    {
        var registry = SchemaRegistry.Empty.With(Address, """{ "type": "string" }""");

        var schema = JsonSchema.Parse($$"""{ "$ref": "{{reference}}" }""", new() { Registry = registry });

        Assert.Equal("http://a.example/b#", schema.Root.Ref!.Location);
    }

    [Fact]
    public void A_registered_schema_is_known_by_its_own_id_too()
    {
        var registry = SchemaRegistry.Empty.With(Address, """{ "$id": "http://other.example/c", "items": { "$ref": "c#/$defs/d" }, "$defs": { "d": { "type": "string" } } }""");

        var schema = JsonSchema.Parse("""{ "$ref": "http://a.example/b" }""", new() { Registry = registry });

        Assert.Equal("http://a.example/b#/$defs/d", schema.Root.Ref!.Arrays!.Items!.Ref!.Location);
    }

    [Fact]
    public void With_leaves_the_registry_as_it_was()
    {
        var registry = SchemaRegistry.Empty.With(Address, "true");

        Assert.Null(SchemaRegistry.Empty.Find("http://a.example/b"));
        Assert.NotNull(registry.Find("http://a.example/b"));
    }

    [Fact]
    public void The_given_schema_goes_before_a_registered_one_of_the_same_address()
    {
        var registry = SchemaRegistry.Empty.With(Address, "false");

        var schema = JsonSchema.Parse("""{ "$id": "http://a.example/b", "items": { "$ref": "b" } }""", new() { Registry = registry });

        Assert.Same(schema.Root, schema.Root.Arrays!.Items!.Ref);
    }

    [Theory]
    [InlineData("b")]
    [InlineData("http://a.example/b#c")]
    public void An_address_is_absolute_and_has_no_fragment(string address) =>
        Assert.Throws<ArgumentException>(() => SchemaRegistry.Empty.With(new Uri(address, UriKind.RelativeOrAbsolute), "true"));

    [Fact]
    public void Text_that_is_no_json_is_refused_at_once()
    {
        var e = Assert.Throws<JsonSchemaException>(() => SchemaRegistry.Empty.With(Address, "{"));

        Assert.Equal("http://a.example/b", e.Path);
    }

    [Theory]
    [InlineData("""{ "$ref": "none" }""", "http://a.example/b#/$ref", "Register the schema 'http://a.example/none'")]
    [InlineData("""{ "type": "int" }""", "http://a.example/b#/type", "is no type")]
    [InlineData("""{ "a": 1, "a": 2 }""", "http://a.example/b#/a", "twice")]
    public void What_is_wrong_in_a_registered_schema_shows_when_it_is_used(string json, string path, string expected)
    {
        var registry = SchemaRegistry.Empty.With(Address, json);
        JsonSchema.Parse("{}", new() { Registry = registry });

        var e = Assert.Throws<JsonSchemaException>(() => JsonSchema.Parse("""{ "$ref": "http://a.example/b" }""", new() { Registry = registry }));

        Assert.Equal(path, e.Path);
        Assert.Contains(expected, e.Message, StringComparison.Ordinal);
    }
}
