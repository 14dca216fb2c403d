using System.Collections.Immutable;
using System.Text.Json;
using Orchestration.Schemas.Compilation;

namespace Orchestration.Schemas;

/// <summary>Schemas by their addresses, for <c>$ref</c> and <c>$schema</c> to other documents. Immutable.</summary>
public sealed class SchemaRegistry
{
    private readonly ImmutableDictionary<string, JsonElement> _documents;

    private SchemaRegistry(ImmutableDictionary<string, JsonElement> documents) => _documents = documents;

    /// <summary>None.</summary>
    public static SchemaRegistry Empty { get; } = new(ImmutableDictionary.Create<string, JsonElement>(StringComparer.Ordinal));

    /// <summary>The registry with one document more.</summary>
    /// <param name="address">The absolute URI by which other schemas name it, without a fragment.</param>
    /// <param name="json">The schema as JSON text.</param>
    /// <exception cref="ArgumentException">The address is relative or has a fragment.</exception>
    /// <exception cref="JsonSchemaException">The text is no JSON. Whether it is a schema shows when another names it.</exception>
    public SchemaRegistry With(Uri address, string json)
    {
        var (key, fragment) = SchemaAddress.Split(address.OriginalString);
        if (!address.IsAbsoluteUri || fragment.Length > 0)
        {
            throw new ArgumentException($"A schema is registered by an absolute URI without a fragment, not by '{address}'.", nameof(address));
        }

        key = SchemaAddress.Normalize(key);
        return new SchemaRegistry(_documents.SetItem(key, SchemaText.Parse(SchemaText.ToUtf8(json, key), key)));
    }

    /// <summary>The document of an address; <see langword="null"/> when there is none.</summary>
    internal JsonElement? Find(string address) => _documents.TryGetValue(address, out var document) ? document : null;
}
