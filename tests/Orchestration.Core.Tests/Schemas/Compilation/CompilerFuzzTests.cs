using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Orchestration.Schemas;
using Orchestration.Schemas.Compilation;

namespace Orchestration.Core.Tests.Schemas.Compilation;

public class CompilerFuzzTests
{
    private static readonly string[] Keywords =
    [
        "$id", "$schema", "$ref", "$dynamicRef", "$anchor", "$dynamicAnchor", "$defs", "definitions", "type", "enum", "const", "minimum", "maximum", "exclusiveMinimum", "multipleOf",
        "minLength", "maxLength", "format", "items", "prefixItems", "additionalItems", "contains", "minContains", "uniqueItems", "unevaluatedItems", "properties",
        "additionalProperties", "propertyNames", "required", "dependentRequired", "dependentSchemas", "dependencies", "unevaluatedProperties", "allOf", "anyOf", "oneOf", "not",
        "if", "then", "else", "nullable", "x-own", "a",
    ];

    private static readonly string[] Values =
    [
        "true", "false", "null", "{}", "[]", "0", "-1", "1e400", "1.5", "\"\"", "\"a\"", "\"#\"", "\"#a\"", "\"#/$defs/a\"", "\"#/x-own\"", "\"#/allOf/0\"", "\"a#b\"", "\"../a\"", "\"urn:a:b\"", "\"http://\"",
        "\"//\"", "\"http://[\"", "\"%\"", "\"#%zz\"", "\"\\ud800\"", "[\"a\"]", "[\"a\", \"a\"]", "\"string\"", "[\"string\", \"null\"]", "\"http://json-schema.org/draft-07/schema#\"",
        "\"https://json-schema.org/draft/2020-12/schema\"", "\"https://json-schema.org/draft/2019-09/schema\"",
    ];

    [Fact]
    public void Any_json_is_compiled_or_refused_and_what_is_compiled_can_be_asked()
    {
        var configuration = Config.QuickThrowOnFailure.WithMaxTest(3000);

        Check.One(configuration, Prop.ForAll(Schema(depth: 4).ToArbitrary(), static json =>
        {
            JsonSchema schema;
            try
            {
                schema = JsonSchema.Parse(json);
            }
            catch (JsonSchemaException e)
            {
                return e.Message.Length > 0;
            }

            var document = """{ "a": [1, "a", { "a": null }], "b": 1.5 }"""u8;
            return schema.IsValid(document) == schema.Validate(document).IsEmpty;
        }));
    }

    [Fact]
    public void A_schema_cut_or_changed_anywhere_is_compiled_only_if_it_is_json()
    {
        var text = Encoding.UTF8.GetBytes("""{ "$id": "http://a.example/é", "properties": { "a": { "$ref": "#/$defs/\u0061" } }, "$defs": { "a": { "minLength": 1, "enum": ["ü", 1.5] } } }""");
        var changes = from at in Gen.Choose(0, text.Length - 1) from value in Gen.Choose(0, 255) from cut in Gen.Elements(true, false) select (at, value, cut);

        Check.One(Config.QuickThrowOnFailure.WithMaxTest(3000), Prop.ForAll(changes.ToArbitrary(), change =>
        {
            byte[] changed = [.. text[..change.at], (byte)change.value, .. change.cut ? [] : text[(change.at + 1)..]];
            try
            {
                SchemaCompiler.Compile(changed, new JsonSchemaOptions());
            }
            catch (JsonSchemaException e)
            {
                return e.Message.Length > 0;
            }

            using var document = JsonDocument.Parse(changed);
            return document.RootElement.ValueKind == JsonValueKind.Object;
        }));
    }

    private static Gen<string> Schema(int depth) => depth == 0 ? Gen.Elements(Values) : Gen.Frequency(
        (1, Gen.Elements(Values)),
        (2, Schema(depth - 1).ListOf(2).Select(static items => $"[{string.Join(", ", items)}]")),
        (6, from names in Gen.Elements(Keywords).ListOf(4)
            from values in Schema(depth - 1).ListOf(4)
            select $"{{ {string.Join(", ", names.Distinct().Zip(values, static (name, value) => $"\"{name}\": {value}"))} }}"));
}
