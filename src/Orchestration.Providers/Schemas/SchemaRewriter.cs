using System.Text.Json;
using System.Text.Json.Nodes;

namespace Orchestration.Providers.Schemas;

/// <summary>Writes a schema in a dialect. Used once.</summary>
internal sealed class SchemaRewriter
{
    private const string Definitions = "#/$defs/";

    // What applies to the whole object at once: where some of it is lost, a closed object may be one that the original refuses.
    private static readonly string[] Conditions = ["allOf", "if", "dependentRequired", "dependentSchemas", "dependencies", "$dynamicRef", "maxProperties"];

    private readonly JsonNode _source;
    private readonly SchemaDialect _dialect;
    private readonly bool _requiresAll;
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly HashSet<string> _open = new(StringComparer.Ordinal);
    private readonly JsonObject _definitions = [];
    private bool _closesCircle;
    private int _depth;
    private int _properties;
    private int _optional;
    private int _unions;

    private SchemaRewriter(JsonNode source, SchemaDialect dialect, bool requiresAll) => (_source, _dialect, _requiresAll) = (source, dialect, requiresAll);

    /// <returns><see langword="null"/> when the dialect has no words for it.</returns>
    public static JsonElement? Rewrite(JsonElement schema, SchemaDialect dialect)
    {
        var source = JsonNode.Parse(schema.GetRawText())!;
        try
        {
            var rewriter = new SchemaRewriter(source, dialect, dialect.RequiresAll);
            var result = rewriter.Root();
            if (rewriter._optional > dialect.MaxOptional)
            {
                result = new SchemaRewriter(source, dialect, requiresAll: true).Root();
            }

            return JsonElement.Parse(result.ToJsonString());
        }
        catch (NotInDialectException)
        {
            return null;
        }
    }

    private JsonObject Root()
    {
        if (_dialect.ClosesObjects && (_source is not JsonObject root || root["type"] is not JsonValue type || type.ToString() != "object" || root.ContainsKey("anyOf") || root.ContainsKey("oneOf")))
        {
            throw new NotInDialectException();
        }

        _open.Add("#");
        var schema = Schema(_source);
        if (_names.TryGetValue("#", out var name))
        {
            // Not everybody who understands references to definitions understands "#".
            _definitions[name] = schema;
            schema = new JsonObject { ["$ref"] = Definitions + name };
        }

        if (_definitions.Count > 0)
        {
            schema["$defs"] = _definitions;
        }

        return _properties <= _dialect.MaxProperties && _unions <= _dialect.MaxUnions ? schema : throw new NotInDialectException();
    }

    private JsonObject Schema(JsonNode? source)
    {
        if (source is not JsonObject schema)
        {
            return IsTrue(source) ? Anything() : throw new NotInDialectException();
        }

        if (schema["$ref"] is { } target)
        {
            return Reference(schema, target.ToString());
        }

        if (_dialect.HasSimpleEnums && schema["enum"] is JsonArray values && values.Contains(null))
        {
            return NamesOrNull(schema, values);
        }

        var result = new JsonObject();
        var limits = new DroppedLimits(_dialect);
        if (schema["description"] is { } description)
        {
            result["description"] = description.DeepClone();
        }

        if (schema["type"] is { } type)
        {
            result["type"] = type.DeepClone();
            _unions += type is JsonArray { Count: > 1 } ? 1 : 0;
        }

        foreach (var (keyword, value) in schema)
        {
            var kept = KeywordRewriter.Apply(_dialect, schema, keyword, value);
            if (kept is { } own)
            {
                result[own.Keyword] = own.Value;
            }

            if (keyword != "const" ? kept is null || kept.Value.Keyword != keyword || !JsonNode.DeepEquals(kept.Value.Value, value) : kept is null)
            {
                limits.Add(schema, keyword, value);
            }
        }

        Choices(schema, result);
        Items(schema, result);
        Object(schema, result);
        limits.Say(result);
        if (IsAnything(result))
        {
            var open = Anything();
            if (result["description"] is { } words)
            {
                open.Insert(0, "description", words.DeepClone());
            }

            return open;
        }

        return result;
    }

    /// <summary>An <c>enum</c> with null in it, where one may hold none.</summary>
    private JsonObject NamesOrNull(JsonObject schema, JsonArray values)
    {
        var named = (JsonObject)schema.DeepClone();
        named["enum"] = new JsonArray([.. values.Where(static value => value is not null).Select(static value => value!.DeepClone())]);
        if (named["type"] is JsonArray types)
        {
            var others = types.Where(static type => type!.ToString() != "null").Select(static type => type!.DeepClone()).ToArray();
            named["type"] = others is [var only] ? only : new JsonArray(others);
        }

        return new JsonObject { ["anyOf"] = new JsonArray(Schema(named), new JsonObject { ["type"] = "null" }) };
    }

    private void Choices(JsonObject schema, JsonObject result)
    {
        var choices = schema["anyOf"] as JsonArray ?? schema["oneOf"] as JsonArray;
        if (choices is null)
        {
            return;
        }

        if (_dialect.ClosesObjects && (schema.ContainsKey("properties") || (schema.ContainsKey("anyOf") && schema.ContainsKey("oneOf"))))
        {
            throw new NotInDialectException();
        }

        _unions++;
        result["anyOf"] = List(choices);
    }

    private void Items(JsonObject schema, JsonObject result)
    {
        _depth++;
        if (_depth > _dialect.MaxDepth)
        {
            throw new NotInDialectException();
        }

        if (schema["prefixItems"] is JsonArray prefix)
        {
            result["prefixItems"] = _dialect.Keywords.Contains("prefixItems") ? List(prefix) : throw new NotInDialectException();
        }

        if (schema["items"] is JsonObject or JsonValue && (_dialect.ClosesObjects || !IsFalse(schema["items"])))
        {
            result["items"] = Schema(schema["items"]);
        }
        else if (_dialect.ClosesObjects && Says(schema, "array"))
        {
            throw new NotInDialectException();
        }

        if (schema["allOf"] is JsonArray all && _dialect.Keywords.Contains("allOf"))
        {
            result["allOf"] = List(all);
        }

        _depth--;
    }

    private void Object(JsonObject schema, JsonObject result)
    {
        var properties = schema["properties"] as JsonObject;
        if (properties is null && !Says(schema, "object"))
        {
            return;
        }

        if (_dialect.ClosesObjects && (Conditions.Any(schema.ContainsKey) || IsOpen(schema["additionalProperties"], hasProperties: properties is not null)))
        {
            throw new NotInDialectException();
        }

        _depth++;
        var required = (schema["required"] as JsonArray)?.Select(static name => name!.ToString()).ToHashSet(StringComparer.Ordinal) ?? [];
        if (_dialect.ClosesObjects && required.Any(name => properties?.ContainsKey(name) != true))
        {
            throw new NotInDialectException();
        }

        if (properties is not null)
        {
            result["properties"] = Properties(properties, required);
        }

        if (required.Count > 0)
        {
            // In the order of the properties, those that stand elsewhere after them.
            var ordered = (properties?.Select(static property => property.Key) ?? []).Where(required.Contains).ToList();
            result["required"] = new JsonArray([.. ordered.Concat(required.Except(ordered, StringComparer.Ordinal)).Select(static name => (JsonNode)name)]);
        }

        if (_dialect.ClosesObjects)
        {
            result["properties"] ??= new JsonObject();
            if (_dialect.RequiresAll)
            {
                result["required"] ??= new JsonArray();
            }

            result["additionalProperties"] = false;
        }
        else if (schema["additionalProperties"] is { } additional)
        {
            result["additionalProperties"] = additional is JsonValue ? additional.DeepClone() : Schema(additional);
        }

        _depth--;
    }

    private JsonObject Properties(JsonObject properties, HashSet<string> required)
    {
        var result = new JsonObject();
        foreach (var (name, value) in properties)
        {
            var isOptional = !required.Contains(name);
            if (isOptional && (IsFalse(value) || IsTrue((value as JsonObject)?["readOnly"])))
            {
                // What may not be there, and what is computed from the rest, is not asked for.
                continue;
            }

            var before = _closesCircle;
            _closesCircle = false;
            result[name] = Schema(value);
            _properties++;
            if (_closesCircle && _dialect.Recursion == SchemaRecursion.InOptional)
            {
                required.Remove(name);
            }
            else if (_requiresAll)
            {
                required.Add(name);
            }

            _closesCircle = before;
            _optional += isOptional ? 1 : 0;
        }

        return result;
    }

    /// <summary>A reference stands alone. What stands beside it is kept by writing its target out, unless that goes round in a circle.</summary>
    private JsonObject Reference(JsonObject schema, string target)
    {
        var source = Find(target) ?? throw new NotInDialectException();
        if (_dialect.ClosesObjects && schema.Any(static member => member.Key is "properties" or "required" or "anyOf" or "oneOf" or "allOf" or "if" or "unevaluatedProperties"))
        {
            throw new NotInDialectException();
        }

        if (_open.Contains(target))
        {
            _closesCircle = true;
            return _dialect.Recursion == SchemaRecursion.None ? throw new NotInDialectException() : new JsonObject { ["$ref"] = AddressOf(target) };
        }

        if (!_names.ContainsKey(target))
        {
            // The place is taken before the body is written, in which it may be needed.
            var before = _closesCircle;
            var name = NameOf(target);
            _names.Add(target, name);
            _definitions.Add(name, null);
            _open.Add(target);
            _definitions[name] = Schema(source);
            _open.Remove(target);
            _closesCircle = before;
        }

        var reference = new JsonObject { ["$ref"] = AddressOf(target) };
        if (schema["description"] is { } description && _dialect.SaysLimits)
        {
            // References with a description beside them are refused; a choice of one says the same.
            return new JsonObject { ["description"] = description.DeepClone(), ["anyOf"] = new JsonArray(reference) };
        }

        return reference;
    }

    private string AddressOf(string target)
    {
        if (target == "#" && _dialect.ClosesObjects)
        {
            // Here the root must show that it is an object, and "#" is known.
            return target;
        }

        if (!_names.TryGetValue(target, out var name))
        {
            name = NameOf(target);
            _names.Add(target, name);
            _definitions.Add(name, null);
        }

        return Definitions + name;
    }

    private string NameOf(string target)
    {
        var last = target == "#" ? "Root" : target[(target.LastIndexOf('/') + 1)..];
        var plain = string.Concat(last.Select(static c => char.IsAsciiLetterOrDigit(c) ? c : '_'));
        var name = plain;
        for (var number = 2; _definitions.ContainsKey(name); number++)
        {
            name = FormattableString.Invariant($"{plain}{number}");
        }

        return name;
    }

    private JsonNode? Find(string target)
    {
        if (target == "#")
        {
            return _source;
        }

        JsonNode? node = target.StartsWith("#/", StringComparison.Ordinal) ? _source : null;
        foreach (var part in target.Split('/').Skip(1))
        {
            var name = Uri.UnescapeDataString(part).Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            node = node switch
            {
                JsonObject members => members[name],
                JsonArray items when int.TryParse(name, System.Globalization.CultureInfo.InvariantCulture, out var index) && index < items.Count => items[index],
                _ => null,
            };
        }

        return node;
    }

    private JsonObject Anything()
    {
        if (_dialect.ClosesObjects)
        {
            throw new NotInDialectException();
        }

        return _dialect.NamesAllTypes ? new JsonObject { ["type"] = new JsonArray("object", "array", "string", "number", "boolean", "null") } : [];
    }

    private JsonArray List(JsonArray schemas) => new([.. schemas.Select(Schema)]);

    private static bool IsTrue(JsonNode? node) => node?.GetValueKind() == JsonValueKind.True;

    private static bool IsFalse(JsonNode? node) => node?.GetValueKind() == JsonValueKind.False;

    private static bool IsAnything(JsonObject schema) => !schema.Any(static member => member.Key is not ("description" or "title" or "default"));

    private static bool Says(JsonObject schema, string type) => schema["type"] switch
    {
        JsonArray types => types.Any(one => one!.ToString() == type),
        { } one => one.ToString() == type,
        null => false,
    };

    private static bool IsOpen(JsonNode? additional, bool hasProperties) => additional switch
    {
        null => !hasProperties,
        JsonValue => IsTrue(additional) && !hasProperties,
        _ => true,
    };

    /// <summary>The dialect has no words for the schema. Thrown and caught in this file alone.</summary>
    private sealed class NotInDialectException : Exception;
}
