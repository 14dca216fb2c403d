using System.Collections.Frozen;
using Orchestration.Schemas.Evaluation.Checks;
using Orchestration.Schemas.Patterns;

namespace Orchestration.Schemas.Compilation;

/// <summary>One compiled subschema: all its keywords, with references as pointers to other nodes, so that the nodes of a schema form a graph that may have cycles. Written by the compiler, then never changed.</summary>
internal sealed class SchemaNode
{
    /// <summary>A JSON Pointer to the subschema, after its document's address when that is not the schema that was given.</summary>
    public required string Location { get; init; }

    /// <summary>The resource it belongs to: what <c>$dynamicRef</c> goes by.</summary>
    public required SchemaResource Resource { get; init; }

    /// <summary>The schema is <c>true</c> (or says nothing), or <c>false</c>; <see langword="null"/> when it depends.</summary>
    public bool? Constant { get; set; }

    /// <summary><c>type</c>.</summary>
    public JsonKinds Kinds { get; set; } = JsonKinds.Any;

    /// <summary><c>enum</c>; <see langword="null"/> when absent.</summary>
    public LiteralSet? Enum { get; set; }

    /// <summary><c>const</c>, as a set of one.</summary>
    public LiteralSet? Const { get; set; }

    public NumberRules? Numbers { get; set; }

    public StringRules? Strings { get; set; }

    public ArrayRules? Arrays { get; set; }

    public ObjectRules? Objects { get; set; }

    /// <summary><c>$ref</c>, and a <c>$dynamicRef</c> that can only mean one node.</summary>
    public SchemaNode? Ref { get; set; }

    /// <summary><c>$dynamicRef</c> whose target depends on how the node was reached.</summary>
    public DynamicReference? DynamicRef { get; set; }

    public SchemaNode[] AllOf { get; set; } = [];

    public SchemaNode[] AnyOf { get; set; } = [];

    public SchemaNode[] OneOf { get; set; } = [];

    public SchemaNode? Not { get; set; }

    public SchemaNode? If { get; set; }

    public SchemaNode? Then { get; set; }

    public SchemaNode? Else { get; set; }

    /// <summary>Of the root only: whether a <see cref="DynamicRef"/> is left in any node that it leads to, so that the way to a node matters.</summary>
    public bool HasDynamicScope { get; set; }

    /// <summary>Which families of keywords it has. Known from the first evaluation on.</summary>
    public NodeTraits Traits => field == NodeTraits.None ? field = NodeTraitsOf.Node(this) : field;
}

/// <summary>The kinds of JSON values as <c>type</c> tells them apart. A number is an integer when its value is one: 1.0 is.</summary>
[Flags]
internal enum JsonKinds
{
    None = 0,
    Null = 1 << 0,
    Boolean = 1 << 1,
    Object = 1 << 2,
    Array = 1 << 3,
    String = 1 << 4,
    Integer = 1 << 5,
    Fraction = 1 << 6,
    Number = Integer | Fraction,
    Any = (1 << 7) - 1,
}

/// <summary>Bounds of numbers, each as the JSON text of a number, for they may be of any size and precision; empty when absent.</summary>
internal sealed class NumberRules
{
    public byte[] Minimum { get; set; } = [];

    public byte[] Maximum { get; set; } = [];

    public byte[] ExclusiveMinimum { get; set; } = [];

    public byte[] ExclusiveMaximum { get; set; } = [];

    public byte[] MultipleOf { get; set; } = [];
}

/// <summary>What is asked of strings. Lengths count code points.</summary>
internal sealed class StringRules
{
    public int MinLength { get; set; }

    public int MaxLength { get; set; } = int.MaxValue;

    public SchemaPattern? Pattern { get; set; }

    /// <summary>The name of a <c>format</c> that is to be enforced; <see langword="null"/> otherwise.</summary>
    public string? Format { get; set; }
}

internal sealed class ArrayRules
{
    public int MinItems { get; set; }

    public int MaxItems { get; set; } = int.MaxValue;

    public bool UniqueItems { get; set; }

    public SchemaNode[] PrefixItems { get; set; } = [];

    /// <summary>For items after the prefix.</summary>
    public SchemaNode? Items { get; set; }

    public SchemaNode? Contains { get; set; }

    public int MinContains { get; set; } = 1;

    public int MaxContains { get; set; } = int.MaxValue;

    public SchemaNode? UnevaluatedItems { get; set; }
}

internal sealed class ObjectRules
{
    public int MinProperties { get; set; }

    public int MaxProperties { get; set; } = int.MaxValue;

    public string[] Required { get; set; } = [];

    /// <summary><c>properties</c>, in the order of the schema.</summary>
    public PropertyRule[] Properties { get; set; } = [];

    public (SchemaPattern Pattern, SchemaNode Node)[] PatternProperties { get; set; } = [];

    /// <summary>For properties that neither of the two above names.</summary>
    public SchemaNode? AdditionalProperties { get; set; }

    public SchemaNode? PropertyNames { get; set; }

    public SchemaNode? UnevaluatedProperties { get; set; }

    /// <summary><c>dependentRequired</c>: the names that must be there when the key is.</summary>
    public FrozenDictionary<string, string[]>? DependentRequired { get; set; }

    public FrozenDictionary<string, SchemaNode>? DependentSchemas { get; set; }

    /// <summary>The names above, to be looked up. Made by the first evaluation.</summary>
    public PropertyTable Table => field ??= PropertyTable.Of(this);
}

/// <summary>A member of <c>properties</c>.</summary>
/// <param name="Name">The property's name.</param>
/// <param name="Utf8Name">The same in UTF-8, without escapes.</param>
/// <param name="Node">What its value must be.</param>
internal sealed record PropertyRule(string Name, byte[] Utf8Name, SchemaNode Node);

/// <summary>The values of an <c>enum</c> or <c>const</c>.</summary>
internal sealed class LiteralSet
{
    public required JsonLiteral[] Values { get; init; }

    /// <summary>Which kinds its values are of.</summary>
    public required JsonKinds Kinds { get; init; }

    /// <summary>The values, to be looked up. Made by the first evaluation.</summary>
    public LiteralTable Table => field ??= LiteralTable.Of(this);
}

/// <summary>One value of an <c>enum</c> or <c>const</c>.</summary>
/// <param name="Kind">One of the kinds.</param>
/// <param name="Json">The value's JSON text as the schema has it.</param>
/// <param name="Text">The string without quotes and escapes; <see langword="null"/> for other kinds.</param>
internal sealed record JsonLiteral(JsonKinds Kind, byte[] Json, string? Text);

/// <summary>A <c>$dynamicRef</c>: to the outermost resource on the way here that has the anchor, else to the node itself.</summary>
/// <param name="Anchor">The name, without <c>#</c>.</param>
/// <param name="Initial">The target by the rules of <c>$ref</c>.</param>
internal sealed record DynamicReference(string Anchor, SchemaNode Initial);

/// <summary>A schema document, or an embedded one with an <c>$id</c> of its own.</summary>
internal sealed class SchemaResource
{
    public required Uri Address { get; init; }

    /// <summary>The nodes of its <c>$dynamicAnchor</c>s.</summary>
    public Dictionary<string, SchemaNode> DynamicAnchors { get; } = new(StringComparer.Ordinal);
}
