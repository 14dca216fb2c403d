using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Orchestration.Schemas.Generation;

namespace Orchestration.Schemas;

/// <summary>The JSON Schema of a C# type, made from its serialization contract, so that it is what the deserializer will accept.</summary>
internal static class OutputSchema
{
    /// <summary>The schema that takes members which the type does not know, unless the contract itself refuses them.</summary>
    public static JsonElement Of(JsonTypeInfo contract) => Of(contract, UnknownFields.Ignore);

    /// <summary>The schema. When unknown members are refused, every object of a known type is closed; dictionaries, types with extension data and <see langword="object"/> are not.</summary>
    public static JsonElement Of(JsonTypeInfo contract, UnknownFields unknown) => ContractSchemas.Of(contract, unknown).Document;

    /// <summary>The compiled schema of a contract, made once for each. Formats are enforced.</summary>
    public static JsonSchema Compiled(JsonTypeInfo contract, UnknownFields unknown) => ContractSchemas.Of(contract, unknown).Compiled;

    /// <summary>The form in which a model is asked for it, made once for each.</summary>
    public static AskedSchema Asked(JsonTypeInfo contract, UnknownFields unknown) => ContractSchemas.Of(contract, unknown).Asked;

    /// <summary>A name that every provider takes: letters, digits, underscore and hyphen, at most 64.</summary>
    public static string NameOf(Type type)
    {
        var name = TypeNames.Of(type);
        return name.Length <= 64 ? name : name[..64];
    }
}
