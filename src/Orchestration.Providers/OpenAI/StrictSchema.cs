using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;
using Orchestration.Providers.Schemas;
using Orchestration.Providers.Wire;

namespace Orchestration.Providers.OpenAI;

/// <summary>OpenAI's strict mode, in which an answer is sure to fit its schema: it takes only schemas of a certain form, and refuses the request for any other.</summary>
/// <remarks>Source: https://platform.openai.com/docs/guides/structured-outputs, "Supported schemas".</remarks>
internal static partial class StrictSchema
{
    // Keywords that strict mode refuses wherever they stand.
    private static readonly string[] Refused = ["allOf", "oneOf", "not", "if", "dependentRequired", "dependentSchemas", "patternProperties", "propertyNames", "unevaluatedProperties"];

    /// <summary>A format's schema as it is sent, and whether strict mode is asked for.</summary>
    /// <param name="format">One that has a schema.</param>
    /// <param name="dialect">The server's; <see langword="null"/> = it takes schemas as they are.</param>
    /// <param name="asked">What the caller wants; <see langword="null"/> = strict mode if the schema has a form for it.</param>
    public static (JsonElement Schema, bool IsStrict) Of(ChatResponseFormatJson format, SchemaDialect? dialect, bool? asked)
    {
        var schema = format.Schema!.Value;
        return dialect is not null && (asked != false || !dialect.RequiresAll) && dialect.Of(format) is { } rewritten
            ? (rewritten, asked ?? IsStrict(rewritten))
            : (schema, asked ?? IsStrict(schema));
    }

    /// <summary>Whether the schema is of the form that strict mode takes: its root an object, every object closed, and every property required.</summary>
    public static bool IsStrict(JsonElement schema) => schema.Text("type") == "object" && Fits(schema);

    /// <summary>A schema's name, with the characters that a name may have.</summary>
    public static string Name(string? name) => name is { Length: > 0 } ? NotAllowed().Replace(name.Length > 64 ? name[..64] : name, "_") : "output";

    private static bool Fits(JsonElement schema)
    {
        if (schema.ValueKind != JsonValueKind.Object)
        {
            // "true" lets anything pass.
            return false;
        }

        foreach (var keyword in Refused)
        {
            if (schema.Child(keyword) is not null)
            {
                return false;
            }
        }

        var isObject = schema.Text("type") == "object" || schema.Child("properties") is not null || schema.Items("type").Any(static type => type.ValueEquals("object"));
        return (!isObject || IsClosed(schema))
            && Members(schema, "properties").Concat(Members(schema, "$defs")).Concat(Members(schema, "definitions")).All(static member => Fits(member.Value))
            && schema.Items("anyOf").All(Fits)
            && (schema.Child("items") is not { } items || Fits(items));
    }

    private static bool IsClosed(JsonElement schema)
    {
        var required = schema.Items("required").Select(static name => name.ToString()).ToHashSet(StringComparer.Ordinal);
        return schema.Flag("additionalProperties") == false && Members(schema, "properties").All(property => required.Contains(property.Name));
    }

    private static JsonElement.ObjectEnumerator Members(JsonElement schema, string name) => schema.Child(name) is { ValueKind: JsonValueKind.Object } members ? members.EnumerateObject() : default;

    [GeneratedRegex("[^A-Za-z0-9_-]", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NotAllowed();
}
