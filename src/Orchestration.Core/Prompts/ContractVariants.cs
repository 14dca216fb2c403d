using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Orchestration.Prompts;

/// <summary>The same contract, stricter and laxer than it was written.</summary>
internal static class ContractVariants
{
    /// <summary>With everything enforced that its schema says: an answer without a required value, or with null for one, is not an output.</summary>
    public static JsonTypeInfo<T> Strict<T>(JsonTypeInfo<T> contract) =>
        Of(contract, static (options, resolver) => new JsonSerializerOptions(options) { TypeInfoResolver = resolver, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true });

    /// <summary>With nothing required: what is absent is at its default.</summary>
    public static JsonTypeInfo<T> Lenient<T>(JsonTypeInfo<T> contract) =>
        Of(contract, static (options, resolver) => new JsonSerializerOptions(options)
        {
            TypeInfoResolver = resolver.WithAddedModifier(static type =>
            {
                foreach (var property in type.Properties)
                {
                    property.IsRequired = false;
                }
            }),
            RespectNullableAnnotations = false,
            RespectRequiredConstructorParameters = false,
        });

    private static JsonTypeInfo<T> Of<T>(JsonTypeInfo<T> contract, Func<JsonSerializerOptions, IJsonTypeInfoResolver, JsonSerializerOptions> variant) =>
        contract.Options is { TypeInfoResolver: { } resolver } && variant(contract.Options, resolver).TryGetTypeInfo(typeof(T), out var other) ? (JsonTypeInfo<T>)other : contract;
}
