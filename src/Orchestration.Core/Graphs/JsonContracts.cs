using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Orchestration.Graphs;

/// <summary>Finds the JSON contract of a type: in what the definition was given, among the built-in simple types, else by reflection where the application allows it.</summary>
internal sealed class JsonContracts(IJsonTypeInfoResolver? given)
{
    private static readonly JsonSerializerOptions Fallback = MakeFallback();

    private readonly JsonSerializerOptions? _options = given is null or JsonSerializerContext ? null : new JsonSerializerOptions { TypeInfoResolver = given };

    public JsonTypeInfo<T>? Find<T>() => (JsonTypeInfo<T>?)(FindGiven(typeof(T)) ?? (Fallback.TryGetTypeInfo(typeof(T), out var info) ? info : null));

    private JsonTypeInfo? FindGiven(Type type) =>
        // A source-generated context keeps its own naming policy and converters only when it is asked itself.
        given is JsonSerializerContext context ? context.GetTypeInfo(type)
        : _options is not null && _options.TryGetTypeInfo(type, out var info) ? info
        : null;

    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "Reached only where the reflection switch is on; a trimmed application has it off.")]
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "As above.")]
    private static JsonSerializerOptions MakeFallback()
    {
        IJsonTypeInfoResolver resolver = JsonSerializer.IsReflectionEnabledByDefault
            ? JsonTypeInfoResolver.Combine(SimpleTypesJson.Default, new DefaultJsonTypeInfoResolver())
            : SimpleTypesJson.Default;
        return new JsonSerializerOptions { TypeInfoResolver = resolver };
    }
}

[JsonSerializable(typeof(string))]
[JsonSerializable(typeof(bool))]
[JsonSerializable(typeof(int))]
[JsonSerializable(typeof(long))]
[JsonSerializable(typeof(double))]
[JsonSerializable(typeof(decimal))]
[JsonSerializable(typeof(Guid))]
[JsonSerializable(typeof(Uri))]
[JsonSerializable(typeof(DateTimeOffset))]
[JsonSerializable(typeof(DateOnly))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(List<string>))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
internal sealed partial class SimpleTypesJson : JsonSerializerContext;
