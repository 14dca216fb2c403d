using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Orchestration.Schemas;

namespace Orchestration.Core.Tests.Schemas.Generation;

public sealed class OutputSchemaTests
{
    [Fact]
    public void What_the_constructor_asks_for_is_required_and_what_has_a_default_is_not()
    {
        Same("""["number","status","discount","lines","billing","shipping","placedAt"]""", Of(ContractsJson.Default.Order, "/required"));
        Same("""{"type":"integer","default":3}""", Of(ContractsJson.Default.Order, "/properties/priority"));
        Same("""{"type":["string","null"]}""", Of(ContractsJson.Default.Order, "/properties/note"));
    }

    [Fact]
    public void Attributes_of_a_records_positional_members_count_where_they_stand()
    {
        Same("""{"description":"As the customer knows it.","type":"string","pattern":"^[A-Z]{2}[0-9]{4}$"}""", Of(ContractsJson.Default.Order, "/properties/number"));
        Same("""{"type":"number","minimum":0,"exclusiveMaximum":100}""", Of(ContractsJson.Default.Order, "/properties/discount"));
        Same("3", Of(ContractsJson.Default.Order, "/properties/lines/maxItems"));
        Same("""{"type":"number","minimum":0.01,"maximum":99.99}""", Of(ContractsJson.Default.Order, "/properties/lines/items/properties/price"));
        Same("""{"type":"string","minLength":2,"maxLength":40}""", Of(ContractsJson.Default.Order, "/properties/lines/items/properties/name"));
        Same("\"An order of a shop.\"", Of(ContractsJson.Default.Order, "/description"));
        Same("""{"description":"Two letters.","type":"string"}""", Of(ContractsJson.Default.Order, "/$defs/Address/properties/country"));
    }

    [Theory]
    [InlineData("Name", """{"type":"string","minLength":1}""")]
    [InlineData("Empty", """{"type":"string"}""")]
    [InlineData("Letter", """{"type":"string","enum":["a","b"]}""")]
    [InlineData("User", """{"type":"string","not":{"enum":["root"]}}""")]
    [InlineData("Mail", """{"type":["string","null"],"format":"email"}""")]
    [InlineData("Page", """{"type":["string","null"],"format":"uri","pattern":"^([hH][tT][tT][pP][sS]?|[fF][tT][pP])://"}""")]
    [InlineData("Blob", """{"type":["string","null"],"contentEncoding":"base64"}""")]
    [InlineData("Tries", """{"type":"integer","default":5}""")]
    [InlineData("Scores", """{"type":"object","additionalProperties":{"type":"integer"},"minProperties":2,"maxProperties":4}""")]
    [InlineData("Weight", """{"type":"number","exclusiveMinimum":0.5}""")]
    [InlineData("Choice", """{"type":"string","pattern":"^(a|b)$"}""")]
    [InlineData("Status", """{"type":"string","enum":["Open","Paid","Sent"]}""")]
    [InlineData("Text", """{"type":["string","integer"],"pattern":"^-?(?:0|[1-9]\\d*)$"}""")]
    public void Annotations_become_keywords(string property, string schema)
    {
        Same(schema, Of(BareContractsJson.Default.Annotated, $"/properties/{property}"));
    }

    [Fact]
    public void A_value_that_an_annotation_requires_is_required()
    {
        Same("""["Name","Empty"]""", Of(BareContractsJson.Default.Annotated, "/required"));
    }

    [Theory]
    [InlineData("Level", """{"description":"1 = Low, 5 = High","type":"integer","enum":[1,5]}""")]
    [InlineData("Days", """{"description":"A sum of: 0 = None, 1 = Monday, 2 = Tuesday","type":"integer"}""")]
    [InlineData("Anything", "true")]
    [InlineData("Raw", "true")]
    [InlineData("Twice", """{"type":"integer","readOnly":true}""")]
    public void Enums_as_numbers_are_named_and_what_may_be_anything_is_open(string property, string schema)
    {
        Same(schema, Of(BareContractsJson.Default.Loose, $"/properties/{property}"));
    }

    [Theory]
    [InlineData("moment", "2026-11-20T08:30:00.1234567+01:00", "2026-11-20T23:59:60Z")]
    [InlineData("local", "2026-11-20T08:30:00", "20 November")]
    [InlineData("clock", "08:30:00.5", "08:30:00Z")]
    [InlineData("span", "3.08:30:00", "99:99:99")]
    public void Times_are_asked_for_as_the_deserializer_reads_them(string property, string read, string refused)
    {
        var pattern = Of(ContractsJson.Default.Times, $"/properties/{property}/pattern")!.GetValue<string>();

        Assert.Matches(pattern, read);
        Assert.DoesNotMatch(pattern, refused);
        Assert.True(Reads(property, read));
        Assert.False(Reads(property, refused));

        static bool Reads(string property, string value)
        {
            var whole = JsonSerializer.SerializeToNode(Samples.Times, ContractsJson.Default.Times)!;
            whole[property] = value;
            try
            {
                return whole.Deserialize(ContractsJson.Default.Times) is not null;
            }
            catch (JsonException)
            {
                return false;
            }
        }
    }

    [Fact]
    public void A_type_in_itself_and_a_type_in_two_places_stand_once()
    {
        Same("""{"type":"array","items":{"$ref":"#"}}""", Of(ContractsJson.Default.Tree, "/properties/children"));
        Same("""{"anyOf":[{"$ref":"#"},{"type":"null"}]}""", Of(ContractsJson.Default.Tree, "/properties/twin"));
        Same("""{"type":"object","additionalProperties":{"$ref":"#/$defs/Tree"}}""", Of(ContractsJson.Default.Forest, "/properties/others"));
        Same("""{"Nest":{"type":"array","items":{"$ref":"#/$defs/Nest"}}}""", Of(ContractsJson.Default.Nests, "/$defs"));
        Same("""{"$ref":"#/$defs/PageOfLine"}""", Of(ContractsJson.Default.Pages, "/properties/more"));
        Assert.Null(Of(ContractsJson.Default.Order, "/$defs/Line"));
    }

    [Fact]
    public void A_polymorphic_type_is_one_of_its_closed_branches_each_with_its_discriminator()
    {
        Same(
            """{"description":"Round.","type":"object","properties":{"kind":{"type":"string","const":"circle"},"radius":{"type":"number"},"colour":{"type":"integer"}},"required":["kind","radius","colour"],"additionalProperties":false}""",
            Of(ContractsJson.Default.Drawing, "/$defs/Shape/anyOf/0"));
        Same("""{"$ref":"#"}""", Of(ContractsJson.Default.Shape, "/anyOf/2/properties/parts/items"));
        Same("""{"type":"object","properties":{"name":{"type":"string"}},"required":["name"],"additionalProperties":false}""", Of(ContractsJson.Default.Animal, "/anyOf/1"));
        Same("false", At(OutputSchema.Of(ContractsJson.Default.Animal, UnknownFields.Ignore), "/anyOf/1/properties/$type"));
    }

    [Fact]
    public void Only_objects_of_a_known_type_are_closed()
    {
        Same("false", Of(ContractsJson.Default.Order, "/additionalProperties"));
        Same("false", Of(ContractsJson.Default.Order, "/$defs/Address/additionalProperties"));
        Assert.Null(Of(BareContractsJson.Default.Loose, "/additionalProperties"));
        Assert.DoesNotContain("additionalProperties", OutputSchema.Of(ContractsJson.Default.Order, UnknownFields.Ignore).GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_contract_has_one_schema_of_each_kind()
    {
        Assert.Equal(OutputSchema.Of(ContractsJson.Default.Order).GetRawText(), OutputSchema.Of(ContractsJson.Default.Order, UnknownFields.Ignore).GetRawText());
        Assert.Same(OutputSchema.Asked(ContractsJson.Default.Order, UnknownFields.Refuse), OutputSchema.Asked(ContractsJson.Default.Order, UnknownFields.Refuse));
        Assert.NotSame(OutputSchema.Asked(ContractsJson.Default.Order, UnknownFields.Refuse), OutputSchema.Asked(ContractsJson.Default.Order, UnknownFields.Ignore));
    }

    [Fact]
    public void What_is_no_object_is_asked_for_inside_one()
    {
        var list = OutputSchema.Asked(ContractsJson.Default.ListTree, UnknownFields.Refuse);
        var shape = OutputSchema.Asked(ContractsJson.Default.Shape, UnknownFields.Refuse);
        var order = OutputSchema.Asked(ContractsJson.Default.Order, UnknownFields.Refuse);

        Assert.True(list.IsWrapped);
        Same("""{"type":"array","items":{"$ref":"#/$defs/Tree"}}""", At(list.Schema, "/properties/value"));
        Assert.NotNull(At(list.Schema, "/$defs/Tree"));
        Assert.True(shape.IsWrapped);
        Same("""{"$ref":"#/properties/value"}""", At(shape.Schema, "/properties/value/anyOf/2/properties/parts/items"));
        Same("""{"type":"object","properties":{"value":{"type":["integer","null"]}},"required":["value"],"additionalProperties":false}""",
            At(OutputSchema.Asked(ContractsJson.Default.NullableInt32, UnknownFields.Refuse).Schema, ""));
        Assert.False(order.IsWrapped);
        Assert.Equal(OutputSchema.Of(ContractsJson.Default.Order, UnknownFields.Refuse).GetRawText(), order.Schema.GetRawText());
    }

    private static JsonNode? Of(JsonTypeInfo contract, string path) => At(OutputSchema.Of(contract, UnknownFields.Refuse), path);

    private static JsonNode? At(JsonElement schema, string path)
    {
        var node = JsonNode.Parse(schema.GetRawText());
        foreach (var name in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            node = node is JsonArray list ? list[int.Parse(name, System.Globalization.CultureInfo.InvariantCulture)] : node?[name];
        }

        return node;
    }

    private static void Same(string expected, JsonNode? actual) => Assert.Equal(expected, actual?.ToJsonString(new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
}

internal static class Samples
{
    public static Times Times { get; } = new(
        new DateTimeOffset(2026, 11, 20, 8, 30, 0, TimeSpan.FromHours(1)),
        new DateTime(2026, 11, 20, 8, 30, 0, DateTimeKind.Unspecified),
        new DateOnly(2026, 11, 20),
        new TimeOnly(8, 30, 15, 250),
        new TimeSpan(1, 2, 3, 4, 5),
        new Guid("0f8fad5b-d9cb-469f-a165-70867728950e"),
        new Uri("https://example.org/a?b=c"),
        [1, 2, 3],
        new Version(1, 2, 3),
        'x');
}
