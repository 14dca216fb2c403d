using System.Globalization;
using System.Text.Json.Nodes;

namespace Orchestration.Schemas.Generation;

/// <summary>Names of types for schemas: letters, digits and underscore, so that no reference needs escapes.</summary>
internal static class TypeNames
{
    /// <summary>A type's name, with those of its arguments: <c>Page&lt;Item&gt;</c> is <c>PageOfItem</c>.</summary>
    public static string Of(Type type)
    {
        if (type.IsArray)
        {
            return $"{Of(type.GetElementType()!)}Array";
        }

        var name = type.Name.AsSpan();
        name = name.IndexOf('`') is > 0 and var tick ? name[..tick] : name;
        var plain = string.Concat(name.ToString().Select(static c => char.IsAsciiLetterOrDigit(c) ? c : '_'));
        return type.IsGenericType ? $"{plain}Of{string.Join("And", type.GetGenericArguments().Select(Of))}" : plain;
    }

    /// <summary>The name, numbered from 2 when another type has it already.</summary>
    public static string Unique(Type type, JsonObject taken)
    {
        var name = Of(type);
        var unique = name;
        for (var number = 2; taken.ContainsKey(unique); number++)
        {
            unique = name + number.ToString(CultureInfo.InvariantCulture);
        }

        return unique;
    }
}
