using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Orchestration.Schemas.Compilation;

/// <summary>Finds the subschemas of a document with their addresses and anchors, before any of them is compiled: a reference may name what comes later.</summary>
internal sealed class SchemaScanner(SchemaLibrary library, SchemaDocument document)
{
    // Each reference below is resolved against it.
    private const int MaxAddressCharacters = 2000;

    /// <summary>Reads a value as a schema, and all below it.</summary>
    /// <param name="json">The value.</param>
    /// <param name="pointer">Where it stands.</param>
    /// <param name="scope">What it stands in.</param>
    public SchemaPlace Scan(JsonElement json, string pointer, SchemaScope scope)
    {
        var place = new SchemaPlace(document, pointer, json, scope);
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            throw new JsonSchemaException(place.Location, SchemaText.DeeperThanTheStack);
        }

        if (json.ValueKind == JsonValueKind.Object)
        {
            place = Identify(place);
        }

        scope = place.Scope;
        scope.Root ??= place;
        document.Places[pointer] = place;
        if (json.ValueKind == JsonValueKind.Object)
        {
            Anchor(place);
            foreach (var member in json.EnumerateObject())
            {
                ScanMember(member.Name, member.Value, pointer, scope);
            }
        }

        return place;
    }

    // A subschema with an $id of its own is the root of a resource, in which $schema counts too.
    private SchemaPlace Identify(SchemaPlace place)
    {
        var isRoot = place.Scope.Root is null;
        var id = TextOf(place, "$id");
        if (id is null && !isRoot)
        {
            return place;
        }

        var dialect = TextOf(place, "$schema") is { } address ? library.DialectOf(address, place) : place.Scope.Dialect;
        var (own, fragment) = SchemaAddress.Split(id ?? string.Empty);
        if (dialect.Draft == SchemaDraft.Draft07)
        {
            // There, what stands beside a $ref does not count, and an $id of only a fragment is an anchor.
            own = !isRoot && place.Json.TryGetProperty("$ref", out _) ? string.Empty : own;
            fragment = own.Length == 0 ? string.Empty : fragment;
        }

        if (fragment.Length > 0)
        {
            throw place.Error("$id", $"the address '{id}' has a fragment. Name the place by $anchor instead.");
        }

        if (own.Length == 0 && !isRoot)
        {
            return place;
        }

        if (own.Length > MaxAddressCharacters || !Uri.TryCreate(own, UriKind.RelativeOrAbsolute, out _))
        {
            throw place.Error("$id", $"the address is no URI, or longer than {MaxAddressCharacters:N0} characters.");
        }

        var scope = new SchemaScope(SchemaAddress.Resolve(place.Scope.Address, own), dialect);
        var root = new SchemaPlace(document, place.Pointer, place.Json, scope);
        library.Add(scope, root);
        return root;
    }

    private static void Anchor(SchemaPlace place)
    {
        var scope = place.Scope;
        if (scope.Dialect.Draft == SchemaDraft.Draft07)
        {
            if (TextOf(place, "$id") is ['#', _, ..] id && !place.Json.TryGetProperty("$ref", out _))
            {
                Add("$id", id[1..]);
            }

            return;
        }

        if (TextOf(place, "$anchor") is { } anchor)
        {
            Add("$anchor", anchor);
        }

        if (scope.Dialect.Draft == SchemaDraft.Draft2020 && TextOf(place, "$dynamicAnchor") is { } dynamicAnchor)
        {
            Add("$dynamicAnchor", dynamicAnchor);
            scope.DynamicAnchors[dynamicAnchor] = place;
        }

        void Add(string keyword, string name)
        {
            if (!(char.IsAsciiLetter(name.FirstOrDefault()) || name.StartsWith('_')) || !name.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_'))
            {
                throw place.Error(keyword, $"'{name}' is no name of an anchor: it begins with a letter or underscore, and has letters, digits, '-', '_' and '.'.");
            }

            if (!scope.Anchors.TryAdd(name, place) && scope.Anchors[name] != place)
            {
                throw place.Error(keyword, $"the anchor '{name}' is there twice, also at {scope.Anchors[name].Location}. Rename one.");
            }
        }
    }

    private void ScanMember(string keyword, JsonElement value, string pointer, SchemaScope scope)
    {
        document.HasContains |= keyword == "contains";
        switch (keyword, value.ValueKind)
        {
            case ("items" or "additionalItems" or "unevaluatedItems" or "contains" or "additionalProperties" or "unevaluatedProperties" or "propertyNames"
                or "not" or "if" or "then" or "else" or "contentSchema", JsonValueKind.Object or JsonValueKind.True or JsonValueKind.False):
                Scan(value, $"{pointer}/{keyword}", scope);
                break;
            case ("allOf" or "anyOf" or "oneOf" or "prefixItems" or "items", JsonValueKind.Array):
                var i = 0;
                foreach (var item in value.EnumerateArray())
                {
                    ScanAny(item, $"{pointer}/{keyword}/{i++}", scope);
                }

                break;
            case ("properties" or "patternProperties" or "dependentSchemas" or "dependencies" or "$defs" or "definitions", JsonValueKind.Object):
                foreach (var member in value.EnumerateObject())
                {
                    ScanAny(member.Value, $"{pointer}/{keyword}/{JsonPointer.Escape(member.Name)}", scope);
                }

                break;
            default:
                break;
        }
    }

    // What is no schema where one is expected is refused when it is used.
    private void ScanAny(JsonElement value, string pointer, SchemaScope scope)
    {
        if (value.ValueKind is JsonValueKind.Object or JsonValueKind.True or JsonValueKind.False)
        {
            Scan(value, pointer, scope);
        }
    }

    private static string? TextOf(SchemaPlace place, string keyword)
    {
        if (!place.Json.TryGetProperty(keyword, out var value))
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.String ? value.GetString() : throw place.Error(keyword, $"a string is expected, got {value.ValueKind}.");
    }
}
