using System.Runtime.CompilerServices;
using Orchestration.Schemas.Compilation;
using Orchestration.Schemas.Patterns;

namespace Orchestration.Schemas.Following;

/// <summary>A schema node as a follower sees it: what can be said while a value comes, and what is left to the evaluator when it is whole. Made once for each node.</summary>
internal sealed class FollowedSchema
{
    private static readonly ConditionalWeakTable<SchemaNode, FollowedSchema> Known = [];
    private static readonly ConditionalWeakTable<SchemaNode, FollowedSchema> Whole = [];

    private readonly string[] _names;
    private readonly PropertyRule[] _properties;
    private readonly FollowedSchema?[] _propertySchemas;
    private readonly SchemaNode?[] _residues;

    private FollowedSchema(SchemaNode node, SchemaNode? residue = null)
    {
        Node = node;
        Constant = node.Constant ?? (node.Not?.Constant == true ? false : null);
        Literals = (node.Enum?.Kinds ?? JsonKinds.Any) & (node.Const?.Kinds ?? JsonKinds.Any);
        Texts = LiteralTexts(node);
        _residues = residue is null ? Residues.Of(node) : [residue, residue, residue, residue, residue];
        _properties = [.. (node.Objects?.Properties ?? []).OrderBy(static property => property.Name, StringComparer.Ordinal)];
        _names = [.. _properties.Select(static property => property.Name)];
        _propertySchemas = new FollowedSchema?[_names.Length];
        PossibleNames = [.. _properties.Where(static property => property.Node.Constant != false).Select(static property => property.Name)];
        AdditionalNode = node.Objects?.AdditionalProperties ?? (Residues.HasInPlace(node) ? null : node.Objects?.UnevaluatedProperties);
        ItemsNode = node.Arrays?.Items ?? (Residues.HasInPlace(node) || node.Arrays?.Contains is not null ? null : node.Arrays?.UnevaluatedItems);
    }

    public SchemaNode Node { get; }

    /// <summary>Whether every value is valid, or none; <see langword="null"/> when it depends.</summary>
    public bool? Constant { get; }

    /// <summary>The kinds that <c>enum</c> and <c>const</c> have values of.</summary>
    public JsonKinds Literals { get; }

    /// <summary>The strings that <c>enum</c> and <c>const</c> allow, sorted; <see langword="null"/> when there is neither.</summary>
    public string[]? Texts { get; }

    /// <summary>Whether <c>enum</c> and <c>const</c> allow a boolean.</summary>
    public bool Allows(bool value) => Allows(Node.Enum, value) && Allows(Node.Const, value);

    /// <summary>The names of <c>properties</c> that may be there at all, sorted.</summary>
    public string[] PossibleNames { get; }

    /// <summary>Whether no other names than those are possible.</summary>
    public bool HasClosedNames => AdditionalNode?.Constant == false && Node.Objects!.PatternProperties.Length == 0;

    /// <summary>All of these must hold too.</summary>
    public FollowedSchema[] All => field ??= [.. Node.Ref is { } target ? [Of(target)] : Array.Empty<FollowedSchema>(), .. Node.AllOf.Select(Of)];

    public FollowedSchema[] AnyOf => field ??= [.. Node.AnyOf.Select(Of)];

    public FollowedSchema[] OneOf => field ??= [.. Node.OneOf.Select(Of)];

    public FollowedSchema? PropertyNames => field ??= Node.Objects?.PropertyNames is { } names ? Of(names) : null;

    public FollowedSchema? Additional => field ??= AdditionalNode is { } additional ? Of(additional) : null;

    public (SchemaPattern Pattern, FollowedSchema Schema)[] PatternProperties =>
        field ??= [.. (Node.Objects?.PatternProperties ?? []).Select(static pair => (pair.Pattern, Of(pair.Node)))];

    private FollowedSchema[] PrefixItems => field ??= [.. (Node.Arrays?.PrefixItems ?? []).Select(Of)];

    private FollowedSchema? Items => field ??= ItemsNode is { } items ? Of(items) : null;

    private SchemaNode? AdditionalNode { get; }

    private SchemaNode? ItemsNode { get; }

    public static FollowedSchema Of(SchemaNode node) => Known.GetValue(node, static node => new(node));

    /// <summary>A node of which nothing is said before its value is whole.</summary>
    public static FollowedSchema OfWhole(SchemaNode node) => Whole.GetValue(node, static node => new(new() { Location = node.Location, Resource = node.Resource }, node));

    public FollowedSchema? Property(string name)
    {
        var index = Array.BinarySearch(_names, name, StringComparer.Ordinal);
        return index < 0 ? null : _propertySchemas[index] ??= Of(_properties[index].Node);
    }

    public FollowedSchema? Item(int index) => index < PrefixItems.Length ? PrefixItems[index] : Items;

    /// <summary>What must be judged when a value of the kind is whole; <see langword="null"/> = nothing.</summary>
    public SchemaNode? Residue(JsonKinds kind) => _residues[Residues.Index(kind)];

    /// <summary>Whether anything is left to say of a value of the kind after its first character.</summary>
    public bool IsMoreThanKind(JsonKinds kind) =>
        All.Length + AnyOf.Length + OneOf.Length > 0 || Residue(kind) is not null || kind switch
        {
            JsonKinds.Object => Node.Objects is not null,
            JsonKinds.Array => Node.Arrays is not null,
            JsonKinds.String => Texts is not null || Node.Strings is not null,
            _ => false,
        };

    private static bool Allows(LiteralSet? literals, bool value) =>
        literals is null || Array.Exists(literals.Values, literal => literal.Kind == JsonKinds.Boolean && literal.Json.AsSpan().SequenceEqual(value ? "true"u8 : "false"u8));

    private static string[]? LiteralTexts(SchemaNode node)
    {
        if (node.Enum is null && node.Const is null)
        {
            return null;
        }

        var texts = (node.Enum ?? node.Const)!.Values.Where(static value => value.Text is not null).Select(static value => value.Text!);
        return [.. (node.Enum is not null && node.Const is not null ? texts.Intersect(node.Const.Values.Select(static value => value.Text!)) : texts)
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }
}
