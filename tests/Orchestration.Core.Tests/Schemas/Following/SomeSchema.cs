using System.Text;

namespace Orchestration.Core.Tests.Schemas.Following;

/// <summary>Schemas by chance, with documents that look as if they were meant for them, so that about half of them are.</summary>
internal sealed class SomeSchema(Random random)
{
    private static readonly string[] Names = ["a", "b", "ab", "c", "kind", "next", "", "x/y"];
    private static readonly string[] Texts = ["red", "rose", "blue", "a", "", "😀x", "green and long"];
    private static readonly string[] Literals = ["0", "1", "12", "1.5", "true", "false", "null", "[]", "[1]", "{}", """{"a":1}"""];

    /// <summary>A schema whose parts may refer to each other, and to themselves from within a value.</summary>
    public string Next() => $$$$"""
        {"$ref":"#/$defs/root","$defs":{"root":{{{{Schema(3)}}}},"leaf":{{{{Schema(0)}}}},"tree":{
          "type":"object",
          "properties":{"next":{"$ref":"#/$defs/tree"},"a":{"$ref":"#/$defs/leaf"},"kind":{"enum":["red","rose"]}},
          "additionalProperties":{{{{Pick("true", "false", """{"type":"array","items":{"$ref":"#/$defs/tree"}}""")}}}}
        }}}
        """;

    private string Schema(int depth) => random.Next(depth == 0 ? 9 : 17) switch
    {
        0 => Pick("true", "true", "{}", "false"),
        1 => """{"$ref":"#/$defs/tree"}""",
        2 => $$"""{"type":"{{Pick("string", "number", "integer", "boolean", "null", "object", "array")}}"}""",
        3 => $$"""{"type":["string","{{Pick("null", "number", "array")}}"]}""",
        4 => $$"""{"enum":[{{List(3, Literal)}}]}""",
        5 => $$"""{"const":{{Literal()}} }""",
        6 => $$"""{"type":"string","minLength":{{random.Next(2)}},"maxLength":{{random.Next(1, 5)}} }""",
        7 => $$"""{"minimum":{{random.Next(-1, 3)}},"maximum":{{random.Next(3, 13)}} }""",
        8 when random.Next(2) == 0 => $$"""{"pattern":"{{Pick("^r", "e$", "[ab]")}}"}""",
        8 => $$"""{"multipleOf":{{Pick("1", "0.5", "2")}} }""",
        9 => $$"""{"type":"array","items":{{Schema(depth - 1)}},"minItems":{{random.Next(2)}},"maxItems":{{random.Next(1, 4)}},"uniqueItems":{{Pick("true", "false")}} }""",
        10 => $$"""{"prefixItems":[{{List(2, () => Schema(depth - 1))}}],"{{Pick("items", "unevaluatedItems")}}":{{Pick("false", Schema(depth - 1))}} }""",
        11 => $$"""{"contains":{{Schema(0)}},"maxContains":2}""",
        12 => $$"""{"{{Pick("anyOf", "oneOf", "anyOf", "allOf")}}":[{{List(3, () => Schema(depth - 1))}}],{{Pick("\"title\":\"\"", "\"unevaluatedProperties\":false", "\"unevaluatedItems\":false")}} }""",
        13 => $$"""{"if":{{Schema(depth - 1)}},"then":{{Schema(depth - 1)}},"else":{{Schema(depth - 1)}} }""",
        14 => $$"""{"not":{{Schema(depth - 1)}} }""",
        15 => Discriminated(depth),
        _ => Object(depth),
    };

    private string Object(int depth)
    {
        var properties = string.Join(',', Names.OrderBy(_ => random.Next()).Take(random.Next(1, 5)).Select(name => $"\"{name}\":{Schema(depth - 1)}"));
        var rules = new StringBuilder($"{{\"properties\":{{{properties}}}");
        rules.Append(random.Next(3) == 0 ? $",\"required\":[\"{Pick(Names)}\"]" : "");
        rules.Append(random.Next(2) == 0 ? $",\"{Pick("additionalProperties", "unevaluatedProperties")}\":{Pick("false", "false", Schema(0))}" : "");
        rules.Append(random.Next(6) == 0 ? $",\"propertyNames\":{Pick("""{"maxLength":2}""", """{"enum":["a","ab","kind"]}""", """{"anyOf":[{"const":"a"},{"minLength":2}]}""")}" : "");
        rules.Append(random.Next(6) == 0 ? $",\"maxProperties\":{random.Next(4)},\"minProperties\":{random.Next(2)}" : "");
        rules.Append(random.Next(8) == 0 ? ",\"dependentRequired\":{\"a\":[\"b\"]}" : "");
        rules.Append(random.Next(8) == 0 ? $",\"dependentSchemas\":{{\"a\":{Schema(0)}}}" : "");
        rules.Append(random.Next(6) == 0 ? $",\"patternProperties\":{{\"^a|x\":{Schema(0)}}}" : "");
        return rules.Append('}').ToString();
    }

    private string Discriminated(int depth) => $$"""
        {"oneOf":[
          {"type":"object","properties":{"kind":{"const":"red"},"a":{{Schema(depth - 1)}} },"required":["kind"],"additionalProperties":false},
          {"type":"object","properties":{"kind":{"const":"rose"},"b":{{Schema(depth - 1)}} },"required":["kind"]},
          {"const":{{Literal()}} }]}
        """;

    private string Literal() => random.Next(2) == 0 ? $"\"{Pick(Texts)}\"" : Pick(Literals);

    private string List(int most, Func<string> item) => string.Join(',', Enumerable.Range(0, random.Next(1, most + 1)).Select(_ => item()));

    private string Pick(params string[] choices) => choices[random.Next(choices.Length)];
}
