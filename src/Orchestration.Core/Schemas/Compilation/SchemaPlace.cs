using System.Text.Json;

namespace Orchestration.Schemas.Compilation;

/// <summary>A JSON document that holds schemas.</summary>
/// <param name="Address">By which it was found, without a fragment.</param>
/// <param name="Root">What it says.</param>
/// <param name="IsGiven">Whether it is the one to compile, whose places are named without its address.</param>
internal sealed record SchemaDocument(string Address, JsonElement Root, bool IsGiven)
{
    /// <summary>Its subschemas by their pointers: all that stand where a keyword expects one, and those elsewhere that a reference has found.</summary>
    public Dictionary<string, SchemaPlace> Places { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether any of them has <c>contains</c>.</summary>
    public bool HasContains { get; set; }
}

/// <summary>A schema resource while it is read: the root of a document or a subschema with an <c>$id</c>, and what belongs to it.</summary>
internal sealed class SchemaScope(string address, Dialect dialect)
{
    /// <summary>Absolute, without a fragment: the base of the references in it.</summary>
    public string Address { get; } = address;

    public Dialect Dialect { get; } = dialect;

    public SchemaPlace? Root { get; set; }

    /// <summary>Those of <c>$anchor</c> and of <c>$dynamicAnchor</c>.</summary>
    public Dictionary<string, SchemaPlace> Anchors { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, SchemaPlace> DynamicAnchors { get; } = new(StringComparer.Ordinal);

    /// <summary>Its compiled form; <see langword="null"/> until a node of it is needed.</summary>
    public SchemaResource? Resource { get; set; }
}

/// <summary>A subschema and where it stands.</summary>
internal sealed class SchemaPlace(SchemaDocument document, string pointer, JsonElement json, SchemaScope scope)
{
    public SchemaDocument Document { get; } = document;

    public string Pointer { get; } = pointer;

    public JsonElement Json { get; } = json;

    public SchemaScope Scope { get; } = scope;

    /// <summary>Its compiled form; <see langword="null"/> until it is needed.</summary>
    public SchemaNode? Node { get; set; }

    public string Location => Document.IsGiven ? Pointer : $"{Document.Address}#{Pointer}";

    /// <summary>What to throw when a keyword cannot be used.</summary>
    public JsonSchemaException Error(string keyword, string problem) => new($"{Location}/{JsonPointer.Escape(keyword)}", problem);
}
