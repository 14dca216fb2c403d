using System.Runtime.InteropServices;
using System.Text.Json;
using Orchestration.Schemas.Evaluation;

namespace Orchestration.Schemas.Compilation;

/// <summary>Makes the sets of values of <c>enum</c> and <c>const</c>.</summary>
internal static class Literals
{
    public static LiteralSet Of(IEnumerable<JsonElement> values)
    {
        var literals = values.Select(Of).ToArray();
        return new LiteralSet { Values = literals, Kinds = literals.Aggregate(JsonKinds.None, static (kinds, literal) => kinds | literal.Kind) };
    }

    private static JsonLiteral Of(JsonElement value)
    {
        var json = JsonMarshal.GetRawUtf8Value(value).ToArray();
        return new(KindOf(value, json), json, value.ValueKind == JsonValueKind.String ? value.GetString() : null);
    }

    private static JsonKinds KindOf(JsonElement value, byte[] json) => value.ValueKind switch
    {
        JsonValueKind.Null => JsonKinds.Null,
        JsonValueKind.True or JsonValueKind.False => JsonKinds.Boolean,
        JsonValueKind.Object => JsonKinds.Object,
        JsonValueKind.Array => JsonKinds.Array,
        JsonValueKind.String => JsonKinds.String,
        _ => value.TryGetInt64(out _) || JsonNumber.IsInteger(json) ? JsonKinds.Integer : JsonKinds.Fraction,
    };
}
