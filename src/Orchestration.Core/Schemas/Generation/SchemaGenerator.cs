using System.ComponentModel;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Orchestration.Schemas.Generation;

/// <summary>Writes the schema of one contract. Its order is the contract's, so that the same contract gives the same text. Used once.</summary>
internal sealed class SchemaGenerator
{
    private readonly UnknownFields _unknown;
    private readonly JsonTypeInfo _root;
    private readonly bool _isRootNullable;
    private readonly IReadOnlySet<JsonTypeInfo> _shared;
    private readonly Dictionary<JsonTypeInfo, string> _names = [];
    private readonly JsonObject _definitions = [];

    private SchemaGenerator(JsonTypeInfo contract, UnknownFields unknown)
    {
        _unknown = unknown;
        _root = Contracts.Of(contract, contract.Type);
        _isRootNullable = Nullable.GetUnderlyingType(contract.Type) is not null;
        _shared = SharedContracts.Of(_root);
    }

    public static JsonNode Generate(JsonTypeInfo contract, UnknownFields unknown) => new SchemaGenerator(contract, unknown).Root();

    private JsonNode Root()
    {
        var schema = _isRootNullable ? Of(_root).OrNull() : Body(_root);
        if (_definitions.Count > 0)
        {
            schema.Open()["$defs"] = _definitions;
        }

        return schema;
    }

    /// <summary>What is written where a value of the contract is asked for: its schema, or a reference to where that stands.</summary>
    private JsonNode Of(JsonTypeInfo contract)
    {
        if (!_shared.Contains(contract))
        {
            return Body(contract);
        }

        if (contract == _root && !_isRootNullable)
        {
            return new JsonObject { ["$ref"] = "#" };
        }

        if (!_names.TryGetValue(contract, out var name))
        {
            // The name and its place are taken before the body is made, in which it may be needed.
            name = TypeNames.Unique(contract.Type, _definitions);
            _names.Add(contract, name);
            _definitions.Add(name, null);
            _definitions[name] = Body(contract);
        }

        return new JsonObject { ["$ref"] = $"#/$defs/{name}" };
    }

    private JsonNode OrNull(JsonTypeInfo beside, Type type)
    {
        var schema = Of(Contracts.Of(beside, type));
        return Nullable.GetUnderlyingType(type) is null ? schema : schema.OrNull();
    }

    private JsonNode Body(JsonTypeInfo contract)
    {
        var derived = Contracts.DerivedOf(contract);
        var schema = derived.Count > 0 ? Choice(contract, derived) : contract.Kind switch
        {
            JsonTypeInfoKind.Object => Object(contract),
            JsonTypeInfoKind.Enumerable => new JsonObject { ["type"] = "array", ["items"] = OrNull(contract, contract.ElementType!) },
            JsonTypeInfoKind.Dictionary => new JsonObject { ["type"] = "object", ["additionalProperties"] = OrNull(contract, contract.ElementType!) },
            _ => LeafSchema.Of(contract),
        };
        return Described(contract.Type, schema);
    }

    /// <summary>A polymorphic type: one of its derived types, each with the discriminator that names it.</summary>
    private JsonObject Choice(JsonTypeInfo contract, IReadOnlyList<(JsonTypeInfo Contract, object? Discriminator)> derived)
    {
        var choices = new JsonArray();
        foreach (var (type, discriminator) in derived)
        {
            JsonNode? constant = discriminator switch
            {
                null => null,
                string text => new JsonObject { ["type"] = "string", ["const"] = text },
                var number => new JsonObject { ["type"] = "integer", ["const"] = (int)number },
            };
            var branch = Object(type, contract.PolymorphismOptions!, constant);
            choices.Add(type == contract ? branch : Described(type.Type, branch));
        }

        return new JsonObject { ["anyOf"] = choices };
    }

    private JsonObject Object(JsonTypeInfo contract, JsonPolymorphismOptions? polymorphism = null, JsonNode? discriminator = null)
    {
        var properties = new JsonObject();
        var required = new JsonArray();
        var isClosed = (_unknown == UnknownFields.Refuse || Contracts.RefusesUnknown(contract)) && !Contracts.KeepsUnknown(contract);
        if (discriminator is not null)
        {
            properties[polymorphism!.TypeDiscriminatorPropertyName] = discriminator;
            required.Add((JsonNode)polymorphism.TypeDiscriminatorPropertyName);
        }
        else if (polymorphism is { IgnoreUnrecognizedTypeDiscriminators: false } && !isClosed)
        {
            // An object that names a type is not of the type that has no name.
            properties[polymorphism.TypeDiscriminatorPropertyName] = false;
        }

        foreach (var property in Contracts.PropertiesOf(contract))
        {
            var schema = Property(contract, property, out var isRequired);
            properties[property.Name] = schema;
            if (isRequired)
            {
                required.Add((JsonNode)property.Name);
            }
        }

        if (contract.Kind != JsonTypeInfoKind.Object)
        {
            // Beside a discriminator a list stands in a member of its own.
            properties["$values"] = Of(contract);
        }

        var result = new JsonObject { ["type"] = "object" };
        if (properties.Count > 0)
        {
            result["properties"] = properties;
        }

        if (required.Count > 0)
        {
            result["required"] = required;
        }

        if (isClosed)
        {
            result["additionalProperties"] = false;
        }

        return result;
    }

    private JsonNode Property(JsonTypeInfo declaring, JsonPropertyInfo property, out bool isRequired)
    {
        var schema = Contracts.HasOwnForm(declaring, property) ? LeafSchema.Of(declaring, property) : Of(Contracts.Of(declaring, property.PropertyType));
        var attributes = MemberAttributes.Of(property);
        isRequired = Contracts.IsRequired(property) || attributes.IsRequired;
        if ((property.IsGetNullable || property.IsSetNullable) && !attributes.IsRequired)
        {
            schema = schema.OrNull();
        }

        schema = attributes.Apply(schema, Contracts.Of(declaring, property.PropertyType));
        if (Contracts.IsReadOnly(declaring, property))
        {
            schema = schema.Open();
            schema["readOnly"] = true;
        }

        return schema;
    }

    private static JsonNode Described(Type type, JsonNode schema)
    {
        if (type.GetCustomAttributes(typeof(DescriptionAttribute), inherit: true) is [DescriptionAttribute description, ..])
        {
            var node = schema.Open();
            MemberAttributes.Describe(node, description.Description);
            return node;
        }

        return schema;
    }
}
