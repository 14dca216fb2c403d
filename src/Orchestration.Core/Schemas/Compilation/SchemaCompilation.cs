using System.Text.Json;

namespace Orchestration.Schemas.Compilation;

/// <summary>One run of the compiler: makes a node of each subschema that can be reached, once, so that references may form cycles.</summary>
internal sealed class SchemaCompilation(JsonSchemaOptions options)
{
    // A list of what to do instead of recursion: a chain of references may be as long as the schema.
    private readonly Queue<SchemaPlace> _unread = new();

    private readonly List<SchemaNode> _nodes = [];

    private readonly List<SchemaResource> _resources = [];

    public JsonSchemaOptions Options { get; } = options;

    public SchemaLibrary Library { get; } = new(options);

    public SchemaPatterns Patterns { get; } = new(options.PatternTimeout);

    public SchemaNode Compile(JsonElement json)
    {
        var root = NodeOf(Library.Load(json, SchemaAddress.Default, isGiven: true));
        while (_unread.TryDequeue(out var place))
        {
            Read(place, place.Node!);
        }

        SchemaGraph.Settle(_nodes, _resources);
        SchemaGraph.Check(_nodes, Options.MaxDepth);
        root.HasDynamicScope = _nodes.Any(static node => node.DynamicRef is not null);
        return root;
    }

    /// <summary>The node of a subschema that the library knows. It may be read later.</summary>
    public SchemaNode NodeOf(SchemaPlace place)
    {
        if (place.Node is { } known)
        {
            return known;
        }

        var isNew = place.Scope.Resource is null;
        var resource = place.Scope.Resource ??= new SchemaResource { Address = new Uri(place.Scope.Address, UriKind.RelativeOrAbsolute) };
        var node = place.Node = new SchemaNode { Location = place.Location, Resource = resource };
        _unread.Enqueue(place);
        _nodes.Add(node);
        if (isNew)
        {
            // A $dynamicRef elsewhere may come back to any of them.
            _resources.Add(resource);
            foreach (var (name, anchored) in place.Scope.DynamicAnchors)
            {
                resource.DynamicAnchors[name] = NodeOf(anchored);
            }
        }

        return node;
    }

    public SchemaNode NodeOf(SchemaDocument document, string pointer, JsonElement json, SchemaScope scope) => NodeOf(Library.PlaceOf(document, pointer, json, scope));

    private void Read(SchemaPlace place, SchemaNode node)
    {
        if (place.Json.ValueKind != JsonValueKind.Object)
        {
            node.Constant = place.Json.ValueKind switch
            {
                JsonValueKind.True => true,
                JsonValueKind.False => false,
                _ => throw new JsonSchemaException(place.Location, $"a schema is an object, true or false, not {place.Json.ValueKind}."),
            };
            return;
        }

        var keywords = new SchemaKeywords(place, this);
        ForeignKeywords.Refuse(keywords);
        ReferenceKeywords.Read(keywords, node);
        ValidationKeywords.Read(keywords, node);
        ApplicatorKeywords.Read(keywords, node);
        if (SaysNothing(node))
        {
            node.Constant = true;
        }
    }

    private static bool SaysNothing(SchemaNode node) =>
        node is
        {
            Kinds: JsonKinds.Any, Enum: null, Const: null, Numbers: null, Strings: null, Arrays: null, Objects: null, Ref: null, DynamicRef: null,
            AllOf.Length: 0, AnyOf.Length: 0, OneOf.Length: 0, Not: null, If: null,
        };
}
