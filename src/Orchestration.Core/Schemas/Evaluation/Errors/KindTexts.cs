using Orchestration.Schemas.Compilation;

namespace Orchestration.Schemas.Evaluation.Errors;

/// <summary>Kinds by the names that <c>type</c> has for them.</summary>
internal static class KindTexts
{
    private static readonly (JsonKinds Kind, string Name)[] Names =
    [
        (JsonKinds.Object, "object"), (JsonKinds.Array, "array"), (JsonKinds.String, "string"), (JsonKinds.Number, "number"),
        (JsonKinds.Integer, "integer"), (JsonKinds.Boolean, "boolean"), (JsonKinds.Null, "null"),
    ];

    public static string Of(JsonKinds kinds)
    {
        var names = Names
            .Where(entry => (kinds & entry.Kind) == entry.Kind && !(entry.Kind == JsonKinds.Integer && (kinds & JsonKinds.Number) == JsonKinds.Number))
            .Select(static entry => entry.Name)
            .ToList();
        return names.Count switch
        {
            0 => kinds == JsonKinds.Fraction ? "a number that is no integer" : "nothing",
            1 => names[0],
            _ => $"{string.Join(", ", names[..^1])} or {names[^1]}",
        };
    }
}
