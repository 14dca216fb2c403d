using System.Text.Json;
using System.Text.Json.Nodes;

namespace Orchestration.Providers.Tests.Schemas;

/// <summary>Schemas as types and people make them, each with documents that it takes.</summary>
internal static class SchemaSamples
{
    public static readonly IReadOnlyDictionary<string, (string Schema, string[] Valid)> All = new Dictionary<string, (string, string[])>(StringComparer.Ordinal)
    {
        ["closed"] = (
            """{"type":"object","properties":{"a":{"type":"string"},"n":{"type":"integer","minimum":1}},"required":["a","n"],"additionalProperties":false}""",
            ["""{"a":"x","n":1}"""]),
        ["limits"] = (
            """{"type":"object","properties":{"s":{"type":"string","minLength":2,"maxLength":9},"p":{"type":"string","pattern":"^[A-Z]{2}$"},"l":{"type":"array","items":{"type":"number","exclusiveMinimum":0},"minItems":2,"maxItems":3,"uniqueItems":true},"w":{"type":"string","format":"date-time","pattern":"^2"},"u":{"type":"string","format":"uri"}},"required":["s","p","l","w","u"],"additionalProperties":false}""",
            ["""{"s":"abc","p":"AB","l":[1,2.5],"w":"2026-11-21T08:00:00Z","u":"https://example.org"}"""]),
        ["optional"] = (
            """{"type":"object","properties":{"a":{"type":["string","null"]},"b":{"type":"boolean"},"sum":{"type":"integer","readOnly":true}},"required":["b"]}""",
            ["""{"a":null,"b":true}""", """{"a":"x","b":false}"""]),
        ["names"] = (
            """{"type":"object","properties":{"k":{"type":["string","null"],"enum":["x","y",null]},"c":{"type":"string","const":"one"},"i":{"type":"integer","enum":[1,5],"description":"1 = Low, 5 = High"}},"required":["k","c","i"],"additionalProperties":false}""",
            ["""{"k":null,"c":"one","i":5}""", """{"k":"y","c":"one","i":1}"""]),
        ["shared"] = (
            """{"type":"object","properties":{"a":{"$ref":"#/$defs/P","description":"First."},"b":{"anyOf":[{"$ref":"#/$defs/P"},{"type":"null"}]}},"required":["a","b"],"additionalProperties":false,"$defs":{"P":{"type":"object","properties":{"x":{"type":"number"}},"required":["x"],"additionalProperties":false}}}""",
            ["""{"a":{"x":1},"b":null}""", """{"a":{"x":1},"b":{"x":2.5}}"""]),
        ["tree"] = (
            """{"type":"object","properties":{"name":{"type":"string"},"parts":{"type":"array","items":{"$ref":"#"}}},"required":["name","parts"],"additionalProperties":false}""",
            ["""{"name":"a","parts":[{"name":"b","parts":[]}]}"""]),
        ["forest"] = (
            """{"type":"object","properties":{"first":{"$ref":"#/$defs/Tree"}},"required":["first"],"additionalProperties":false,"$defs":{"Tree":{"type":"object","properties":{"twin":{"anyOf":[{"$ref":"#/$defs/Tree"},{"type":"null"}]}},"required":["twin"],"additionalProperties":false}}}""",
            ["""{"first":{"twin":{"twin":null}}}"""]),
        ["choice"] = (
            """{"type":"object","properties":{"value":{"oneOf":[{"type":"object","properties":{"kind":{"type":"string","const":"a"},"r":{"type":"number"}},"required":["kind","r"],"additionalProperties":false},{"type":"object","properties":{"kind":{"type":"string","const":"b"}},"required":["kind"],"additionalProperties":false}]}},"required":["value"],"additionalProperties":false}""",
            ["""{"value":{"kind":"a","r":1}}""", """{"value":{"kind":"b"}}"""]),
        ["dictionary"] = (
            """{"type":"object","properties":{"scores":{"type":"object","additionalProperties":{"type":"integer"}}},"required":["scores"],"additionalProperties":false}""",
            ["""{"scores":{"x":1,"y":2}}"""]),
        ["anything"] = (
            """{"type":"object","properties":{"raw":true,"described":{"description":"Anything."}},"required":["raw","described"],"additionalProperties":false}""",
            ["""{"raw":[1,"x"],"described":null}"""]),
        ["conditions"] = (
            """{"type":"object","properties":{"a":{"type":"integer"},"b":{"type":"integer"}},"if":{"required":["a"]},"then":{"required":["b"]},"dependentRequired":{"a":["b"]},"not":{"required":["z"]}}""",
            ["""{"a":1,"b":2}""", """{"b":2}"""]),
    };

    public static JsonElement Schema(string name) => JsonElement.Parse(All[name].Schema);

    public static JsonNode Parse(JsonElement schema) => JsonNode.Parse(schema.GetRawText())!;
}
