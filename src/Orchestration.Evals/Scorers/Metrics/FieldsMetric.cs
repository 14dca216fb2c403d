using System.Collections.Immutable;
using System.Text.Json;

namespace Orchestration.Evals.Scorers.Metrics;

internal sealed class FieldsMetric : Metric<FieldsMetric.Rule>
{
    public override string Name => "fields";

    public override string Form =>
        """an object of what fields are to be, by name or JSON Pointer: {"title": "Tea", "/items/0/price": {"value": 12.5, "tolerance": 0.01}}""";

    public override object? FromReference(JsonElement reference) => JsonParts.Document(reference) is { ValueKind: JsonValueKind.Object } fields ? Read(fields) : null;

    protected override Rule ReadRule(JsonElement argument)
    {
        if (argument.ValueKind != JsonValueKind.Object || !argument.EnumerateObject().Any())
        {
            throw new FormatException($"It is {Argument.Said(argument)}, which names no field.");
        }

        return new Rule([.. argument.EnumerateObject().Select(static member => Field(member.Name, member.Value))]);
    }

    protected override Score Judge(Rule rule, Part part)
    {
        var document = JsonParts.Document(part.Json);
        var wrong = rule.Fields.Where(field => !Holds(field, document)).ToList();
        var reason = wrong.Count == 0 ? "All fields are as expected." : $"{string.Join("; ", wrong.Select(field => Describe(field, document)))}.";
        return Score.Of(1 - ((double)wrong.Count / rule.Fields.Length), reason);
    }

    private static ExpectedField Field(string name, JsonElement value)
    {
        var pointer = name.StartsWith('/') ? name : $"/{name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";
        if (value.ValueKind == JsonValueKind.Object && value.GetPropertyCount() == 2 && value.TryGetProperty("value", out var number) && value.TryGetProperty("tolerance", out var tolerance))
        {
            return Argument.NumberOf(tolerance, $"the tolerance of {name}") is >= 0 and var most && Argument.NumberOf(number, $"the value of {name}") is var _
                ? new ExpectedField(pointer, number, most)
                : throw new FormatException($"The tolerance of {name} is negative.");
        }

        return new ExpectedField(pointer, value, 0);
    }

    private static bool Holds(ExpectedField field, JsonElement document) => JsonParts.Find(document, field.Pointer) is { } found && Equal(field.Value, found, field.Tolerance);

    private static bool Equal(JsonElement expected, JsonElement found, double tolerance)
    {
        if (tolerance == 0 || found.ValueKind != JsonValueKind.Number)
        {
            return JsonElement.DeepEquals(expected, found);
        }

        var value = expected.GetDouble();

        // 12.51 is within 0.01 of 12.5, though their difference as doubles is a hair more.
        return Math.Abs(value - found.GetDouble()) <= tolerance + (1e-12 * Math.Max(1, Math.Abs(value)));
    }

    private static string Describe(ExpectedField field, JsonElement document) =>
        $"{field.Pointer} is {(JsonParts.Find(document, field.Pointer) is { } found ? Argument.Said(found) : "absent")}, expected {Argument.Said(field.Value)}";

    internal sealed record Rule(ImmutableArray<ExpectedField> Fields);

    internal sealed record ExpectedField(string Pointer, JsonElement Value, double Tolerance);
}
