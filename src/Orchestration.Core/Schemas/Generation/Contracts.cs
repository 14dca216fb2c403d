using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Orchestration.Schemas.Generation;

/// <summary>Reads of serialization contracts what a schema needs to know.</summary>
internal static class Contracts
{
    /// <summary>The contract of a type beside another; of a nullable value the value's.</summary>
    public static JsonTypeInfo Of(JsonTypeInfo beside, Type type) => beside.Options.GetTypeInfo(Nullable.GetUnderlyingType(type) ?? type);

    /// <summary>What is read or written, in the contract's order.</summary>
    public static IEnumerable<JsonPropertyInfo> PropertiesOf(JsonTypeInfo contract) =>
        contract.Kind == JsonTypeInfoKind.Object ? contract.Properties.Where(static property => property is { IsExtensionData: false } and ({ Get: not null } or { Set: not null })) : [];

    /// <summary>Whether members that the type does not know are kept by it.</summary>
    public static bool KeepsUnknown(JsonTypeInfo contract) => contract.Kind == JsonTypeInfoKind.Object && contract.Properties.Any(static property => property.IsExtensionData);

    /// <summary>Whether the deserializer itself refuses members that the type does not know.</summary>
    public static bool RefusesUnknown(JsonTypeInfo contract) => (contract.UnmappedMemberHandling ?? contract.Options.UnmappedMemberHandling) == JsonUnmappedMemberHandling.Disallow;

    /// <summary>Whether a property is written in another way than values of its type are elsewhere.</summary>
    public static bool HasOwnForm(JsonTypeInfo declaring, JsonPropertyInfo property) =>
        property.CustomConverter is not null || (property.NumberHandling ?? declaring.NumberHandling) is { } handling && handling != declaring.Options.NumberHandling && IsLeaf(declaring, property.PropertyType);

    /// <summary>Whether an object without the property cannot be read, or would be read without what its constructor asks for.</summary>
    public static bool IsRequired(JsonPropertyInfo property) =>
        property.IsRequired || (property.AssociatedParameter is { HasDefaultValue: false } && !MayBeOmitted(property));

    /// <summary>Whether the property is only ever written: a computed one.</summary>
    public static bool IsReadOnly(JsonTypeInfo declaring, JsonPropertyInfo property) =>
        property is { Set: null, AssociatedParameter: null }
        && (property.ObjectCreationHandling ?? declaring.PreferredPropertyObjectCreationHandling ?? declaring.Options.PreferredObjectCreationHandling) != JsonObjectCreationHandling.Populate;

    /// <summary>The types that may stand where a polymorphic type is asked for, each with the value that tells it apart; none when it is not polymorphic.</summary>
    public static IReadOnlyList<(JsonTypeInfo Contract, object? Discriminator)> DerivedOf(JsonTypeInfo contract)
    {
        if (contract.PolymorphismOptions is not { DerivedTypes.Count: > 0 } polymorphism)
        {
            return [];
        }

        var derived = polymorphism.DerivedTypes.Select(type => (type.DerivedType == contract.Type ? contract : contract.Options.GetTypeInfo(type.DerivedType), type.TypeDiscriminator)).ToList();
        if (!contract.Type.IsAbstract && derived.TrueForAll(one => one.Item1 != contract))
        {
            derived.Add((contract, null));
        }

        return derived;
    }

    private static bool IsLeaf(JsonTypeInfo beside, Type type) => Of(beside, type) is var contract && (contract.Kind == JsonTypeInfoKind.None || (contract.ElementType is { } element && IsLeaf(contract, element)));

    private static bool MayBeOmitted(JsonPropertyInfo property) => property.ShouldSerialize is not null || property.Options.DefaultIgnoreCondition switch
    {
        JsonIgnoreCondition.WhenWritingDefault => true,
        JsonIgnoreCondition.WhenWritingNull => property.IsGetNullable || Nullable.GetUnderlyingType(property.PropertyType) is not null,
        _ => false,
    };
}
