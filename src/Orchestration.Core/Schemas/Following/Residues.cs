using Orchestration.Schemas.Compilation;

namespace Orchestration.Schemas.Following;

/// <summary>What a follower cannot say of a value before it is whole, as schemas of their own: so that the evaluator repeats nothing that was followed, least of all the content of containers.</summary>
internal static class Residues
{
    private static readonly JsonKinds[] Kinds = [JsonKinds.Object, JsonKinds.Array, JsonKinds.String, JsonKinds.Number, JsonKinds.Boolean];

    /// <summary>The schemas by <see cref="Index"/>; <see langword="null"/> where everything is followed.</summary>
    public static SchemaNode?[] Of(SchemaNode node) => [.. Kinds.Select(kind => Of(node, kind))];

    public static int Index(JsonKinds kind) => kind switch
    {
        JsonKinds.Object => 0,
        JsonKinds.Array => 1,
        JsonKinds.String => 2,
        JsonKinds.Number => 3,
        _ => 4,
    };

    /// <summary>Whether other subschemas may speak of the same value.</summary>
    public static bool HasInPlace(SchemaNode node) =>
        node.Ref is not null || node.DynamicRef is not null || node.If is not null || node.AllOf.Length + node.AnyOf.Length + node.OneOf.Length > 0
        || node.Objects?.DependentSchemas is not null;

    private static SchemaNode? Of(SchemaNode node, JsonKinds kind)
    {
        var isInteger = kind == JsonKinds.Number && (node.Kinds & JsonKinds.Number) is not (JsonKinds.Number or JsonKinds.None);
        var hasLiterals = kind is JsonKinds.Object or JsonKinds.Array or JsonKinds.Number;
        if (NeedsWhole(node, kind))
        {
            return node;
        }

        var residue = new SchemaNode
        {
            Location = node.Location,
            Resource = node.Resource,
            Kinds = isInteger ? node.Kinds : JsonKinds.Any,
            Enum = hasLiterals ? node.Enum : null,
            Const = hasLiterals ? node.Const : null,
            Numbers = kind == JsonKinds.Number ? node.Numbers : null,
            Strings = kind == JsonKinds.String ? Rest(node.Strings) : null,
            Arrays = kind == JsonKinds.Array ? Rest(node.Arrays) : null,
            Objects = kind == JsonKinds.Object ? Rest(node.Objects) : null,
            Not = node.Not,
            If = node.If,
            Then = node.Then,
            Else = node.Else,
        };
        var isEmpty = !isInteger && residue is { Enum: null, Const: null, Numbers: null, Strings: null, Arrays: null, Objects: null, Not: null, If: null };
        return isEmpty ? null : residue;
    }

    // What is "unevaluated" depends on all that the node says of the value.
    private static bool NeedsWhole(SchemaNode node, JsonKinds kind) => kind switch
    {
        JsonKinds.Object => node.Objects is { UnevaluatedProperties: not null, AdditionalProperties: null } && HasInPlace(node),
        JsonKinds.Array => node.Arrays is { UnevaluatedItems: not null, Items: null } && (HasInPlace(node) || node.Arrays.Contains is not null),
        _ => false,
    };

    private static StringRules? Rest(StringRules? rules) =>
        rules is null or { Pattern: null, Format: null } ? null : new StringRules { Pattern = rules.Pattern, Format = rules.Format };

    private static ArrayRules? Rest(ArrayRules? rules) => rules is null or { UniqueItems: false, Contains: null } ? null : new ArrayRules
    {
        UniqueItems = rules.UniqueItems,
        Contains = rules.Contains,
        MinContains = rules.MinContains,
        MaxContains = rules.MaxContains,
    };

    private static ObjectRules? Rest(ObjectRules? rules) => rules is null or { DependentRequired: null, DependentSchemas: null } ? null : new ObjectRules
    {
        DependentRequired = rules.DependentRequired,
        DependentSchemas = rules.DependentSchemas,
    };
}
