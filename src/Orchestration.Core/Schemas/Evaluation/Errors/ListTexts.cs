using System.Globalization;
using Orchestration.Schemas.Compilation;

namespace Orchestration.Schemas.Evaluation.Errors;

/// <summary>Lists of values and names as messages show them: the first few, and how many there are.</summary>
internal static class ListTexts
{
    private const int Shown = 8;

    public static string OneOf(LiteralSet values) =>
        values.Values is [var only] ? Quoted.Literal(only) : $"one of {List(values.Values.Select(Quoted.Literal), values.Values.Length)}";

    /// <summary>The properties that a node knows, as an addition to a sentence; empty when it knows none.</summary>
    public static string Known(SchemaNode node)
    {
        var properties = node.Objects?.Properties ?? [];
        return properties.Length == 0 ? string.Empty
            : $"; known {(properties.Length == 1 ? "is" : "are")} {List(properties.Select(static property => Quoted.Name(property.Name)), properties.Length)}";
    }

    private static string List(IEnumerable<string> items, int count) => string.Join(", ", items.Take(Shown))
        + (count > Shown ? string.Create(CultureInfo.InvariantCulture, $" (of {count})") : string.Empty);
}
