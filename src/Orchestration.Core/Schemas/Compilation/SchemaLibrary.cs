using System.Globalization;
using System.Text.Json;

namespace Orchestration.Schemas.Compilation;

/// <summary>The documents that one compilation reads, and what their addresses and references mean.</summary>
internal sealed class SchemaLibrary(JsonSchemaOptions options)
{
    private readonly Dictionary<string, SchemaScope> _scopes = new(StringComparer.Ordinal);

    private int _values;

    /// <summary>Reads a document in.</summary>
    /// <param name="json">What it says.</param>
    /// <param name="address">By which it was found.</param>
    /// <param name="isGiven">Whether it is the one to compile.</param>
    public SchemaPlace Load(JsonElement json, string address, bool isGiven)
    {
        var document = new SchemaDocument(address, json, isGiven);
        _values += SchemaText.Check(document, options.MaxDepth, SchemaText.MaxValues - _values);
        var root = new SchemaScanner(this, document).Scan(json, string.Empty, new SchemaScope(address, Dialect.Undeclared));
        _scopes.TryAdd(address, root.Scope);
        return root;
    }

    /// <summary>Makes a resource known by its own address.</summary>
    public void Add(SchemaScope scope, SchemaPlace root)
    {
        if (!_scopes.TryAdd(scope.Address, scope) && _scopes[scope.Address] is { Root: { } other } && other.Document == root.Document)
        {
            throw root.Error("$id", $"the address '{scope.Address}' is there twice, also at {(other.Location.Length == 0 ? "the root" : other.Location)}. Change one.");
        }
    }

    /// <summary>The dialect that a <c>$schema</c> names.</summary>
    public Dialect DialectOf(string schema, SchemaPlace place)
    {
        var address = SchemaAddress.Normalize(SchemaAddress.Split(schema).Address);
        if (Dialect.Known(address) is { } known)
        {
            return known;
        }

        if (address.StartsWith("http://json-schema.org/", StringComparison.Ordinal))
        {
            throw place.Error("$schema", $"schemas of '{schema}' are not read. Write it for draft 2020-12 and name {Dialect.Current}.");
        }

        var meta = DocumentOf(address) ?? throw place.Error("$schema", $"the meta-schema '{schema}' is not known. Register it in JsonSchemaOptions.Registry, or name {Dialect.Current}.");
        if (meta.ValueKind != JsonValueKind.Object || !meta.TryGetProperty("$vocabulary", out var vocabularies) || vocabularies.ValueKind != JsonValueKind.Object)
        {
            return Dialect.Undeclared with { IsDeclared = true };
        }

        return Dialect.Of(vocabularies.EnumerateObject().Select(static member => (member.Name, member.Value.ValueKind == JsonValueKind.True)), out var unknown)
            ?? throw place.Error("$schema", $"the meta-schema '{schema}' demands the vocabulary '{unknown}', which is not known. Set it to false there if it may be ignored.");
    }

    /// <summary>What a reference names.</summary>
    /// <param name="keyword">The one that has it.</param>
    /// <param name="reference">As it is written.</param>
    /// <param name="from">Where it is written.</param>
    public SchemaPlace Resolve(string keyword, string reference, SchemaPlace from)
    {
        var (address, fragment) = SchemaAddress.Split(reference);
        address = address.Length == 0 ? from.Scope.Address : SchemaAddress.Resolve(from.Scope.Address, address);
        var scope = Find(address) ?? throw from.Error(keyword, $"'{reference}' is in no schema that is known. Register the schema '{address}' in JsonSchemaOptions.Registry; nothing is fetched.");
        fragment = Uri.UnescapeDataString(fragment);
        var found = fragment switch
        {
            "" => scope.Root,
            ['/', ..] => At(scope, fragment),
            _ => scope.Anchors.GetValueOrDefault(fragment),
        };
        return found ?? throw from.Error(keyword, $"'{reference}' leads to no schema: there is no {(fragment is ['/', ..] ? "subschema at" : "anchor")} '{fragment}'.");
    }

    /// <summary>The subschema at a place of a document, which may be one that no keyword has announced.</summary>
    public SchemaPlace PlaceOf(SchemaDocument document, string pointer, JsonElement json, SchemaScope scope) =>
        document.Places.GetValueOrDefault(pointer) ?? new SchemaScanner(this, document).Scan(json, pointer, scope);

    private SchemaScope? Find(string address)
    {
        if (_scopes.TryGetValue(address, out var scope))
        {
            return scope;
        }

        return DocumentOf(address) is { } document ? Load(document, address, isGiven: false).Scope : null;
    }

    private JsonElement? DocumentOf(string address) => options.Registry.Find(address) ?? MetaSchemas.Find(address);

    private SchemaPlace? At(SchemaScope scope, string fragment)
    {
        var place = scope.Root!;
        if (place.Document.Places.TryGetValue(place.Pointer + fragment, out var known))
        {
            return known;
        }

        var (json, pointer, document) = (place.Json, place.Pointer, place.Document);
        foreach (var part in fragment.Split('/').Skip(1))
        {
            var token = JsonPointer.Unescape(part);
            if (Step(json, token) is not { } next)
            {
                return null;
            }

            json = next;
            pointer = $"{pointer}/{JsonPointer.Escape(token)}";
            place = document.Places.GetValueOrDefault(pointer) ?? place;
        }

        return json.ValueKind is JsonValueKind.Object or JsonValueKind.True or JsonValueKind.False ? PlaceOf(document, pointer, json, place.Scope) : null;
    }

    private static JsonElement? Step(JsonElement json, string token) => json.ValueKind switch
    {
        JsonValueKind.Object when json.TryGetProperty(token, out var value) => value,
        JsonValueKind.Array when token is "0" or [>= '1' and <= '9', ..] && token.All(char.IsAsciiDigit) && int.TryParse(token, CultureInfo.InvariantCulture, out var index) && index < json.GetArrayLength() => json[index],
        _ => null,
    };
}
