using System.Collections.Frozen;
using System.Text.Json;

namespace Orchestration.Schemas.Compilation;

/// <summary>The meta-schemas of draft 2020-12, which every schema may name without registering them.</summary>
internal static class MetaSchemas
{
    private static readonly Lazy<FrozenDictionary<string, JsonElement>> Embedded = new(Read);

    /// <summary>The meta-schema of an address; <see langword="null"/> when there is none.</summary>
    public static JsonElement? Find(string address) => Embedded.Value.TryGetValue(address, out var document) ? document : null;

    private static FrozenDictionary<string, JsonElement> Read()
    {
        using var stream = typeof(MetaSchemas).Assembly.GetManifestResourceStream("Orchestration.Schemas.meta-schemas.json")
            ?? throw new InvalidOperationException("The assembly lacks its resource Orchestration.Schemas.meta-schemas.json.");
        using var document = JsonDocument.Parse(stream);
        return document.RootElement.EnumerateObject().ToFrozenDictionary(static schema => schema.Name, static schema => schema.Value.Clone(), StringComparer.Ordinal);
    }
}
