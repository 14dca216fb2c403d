using System.Collections.Immutable;
using System.Text.Json;

namespace Orchestration.Evals.Scorers.Metrics;

internal sealed class SetOverlapMetric : Metric<SetOverlapMetric.Rule>
{
    public override string Name => "set-overlap";

    public override string Form => """a list of items, a text with commas or lines, or {"items": [..], "measure": "f1" or "jaccard"}""";

    public override object FromReference(JsonElement reference) => new Rule(Items(reference), Jaccard: false);

    protected override Rule ReadRule(JsonElement argument)
    {
        var read = new Argument(argument, "items", "measure");
        return new Rule(
            read.IsObject ? read.Member("items") is { } items ? Items(items) : null : Items(argument),
            read.Text("measure") switch
            {
                null or "f1" => false,
                "jaccard" => true,
                var other => throw new FormatException($"measure is '{other}', and is to be 'f1' or 'jaccard'."),
            });
    }

    protected override Score Judge(Rule rule, Part part)
    {
        if ((rule.Items ?? (part.Reference is { } reference ? Items(reference) : null)) is not { } expected)
        {
            return Score.NotApplicable("Neither the expectation nor a reference says which items are expected.");
        }

        var found = Items(JsonParts.Document(part.Json));
        var common = found.Intersect(expected).Count;
        double whole = rule.Jaccard ? found.Count + expected.Count - common : (found.Count + expected.Count) / 2.0;
        var missing = expected.Except(found);
        var extra = found.Except(expected);
        var reason = missing.Count + extra.Count == 0
            ? "The items are those expected."
            : $"{common} of {expected.Count} expected items are there{Named("missing", missing)}{Named("not expected", extra)}.";
        return Score.Of(whole == 0 ? 1 : common / whole, reason);
    }

    private static string Named(string what, ImmutableSortedSet<string> items) => items.IsEmpty ? string.Empty : $"; {what}: {TextsRule.Quoted(items.Take(5))}";

    // A list's items, or those of a text: its lines, or where it is one line, what stands between commas.
    private static ImmutableSortedSet<string> Items(JsonElement json)
    {
        var items = json.ValueKind == JsonValueKind.Array ? json.EnumerateArray().Select(JsonParts.Text) : Lines(JsonParts.Text(json).Trim());
        return items.Select(static item => item.Trim()).Where(static item => item.Length > 0).ToImmutableSortedSet(StringComparer.OrdinalIgnoreCase);
    }

    private static IEnumerable<string> Lines(string text) => text.Contains('\n', StringComparison.Ordinal)
        ? text.Split('\n').Select(static line => line.Trim().TrimStart('-', '*', '•', ' '))
        : text.Split(',');

    internal sealed record Rule(ImmutableSortedSet<string>? Items, bool Jaccard);
}
