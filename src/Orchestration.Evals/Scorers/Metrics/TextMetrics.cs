using System.Collections.Immutable;
using System.Text.Json;

namespace Orchestration.Evals.Scorers.Metrics;

internal sealed class ExactMetric : Metric<ExactMetric.Rule>
{
    public override string Name => "exact";

    public override string Form => "the value that the output is to be";

    public override object FromReference(JsonElement reference) => new Rule(reference);

    protected override Rule ReadRule(JsonElement argument) => new(argument);

    protected override Score Judge(Rule rule, Part part)
    {
        var equal = rule.Expected.ValueKind == JsonValueKind.String ? part.Text == rule.Expected.GetString() : JsonElement.DeepEquals(part.Json, rule.Expected);
        return Score.Pass(equal, equal ? "It is exactly what was expected." : $"Expected \"{JsonParts.Short(JsonParts.Text(rule.Expected))}\", got \"{JsonParts.Short(part.Text)}\".");
    }

    internal sealed record Rule(JsonElement Expected);
}

internal sealed record TextsRule(ImmutableArray<string> All, ImmutableArray<string> Any, bool IgnoreCase)
{
    public StringComparison Comparison => IgnoreCase ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    public static string Quoted(IEnumerable<string> texts) => string.Join(", ", texts.Select(static text => $"\"{JsonParts.Short(text)}\""));
}

internal sealed class ContainsMetric : Metric<TextsRule>
{
    public override string Name => "contains";

    public override string Form => """a text, a list of texts, or {"all": [..], "any": [..], "ignoreCase": true}""";

    public override object FromReference(JsonElement reference) => new TextsRule([JsonParts.Text(reference)], [], IgnoreCase: false);

    protected override TextsRule ReadRule(JsonElement argument)
    {
        var read = new Argument(argument, "all", "any", "ignoreCase");
        var rule = read.IsObject ? new TextsRule(read.Texts("all"), read.Texts("any"), read.Flag("ignoreCase")) : new TextsRule(Argument.TextsOf(argument, "it"), [], IgnoreCase: false);
        return rule.All.IsEmpty && rule.Any.IsEmpty ? throw new FormatException("It names no text.") : rule;
    }

    protected override Score Judge(TextsRule rule, Part part)
    {
        var missing = rule.All.Where(text => !part.Text.Contains(text, rule.Comparison)).ToList();
        var lacksAny = !rule.Any.IsEmpty && !rule.Any.Any(text => part.Text.Contains(text, rule.Comparison));
        var asked = rule.All.Length + (rule.Any.IsEmpty ? 0 : 1);
        var reason = (missing, lacksAny) switch
        {
            ([], false) => "It has all that was asked for.",
            ([], true) => $"It has none of {TextsRule.Quoted(rule.Any)}.",
            (_, false) => $"It lacks {TextsRule.Quoted(missing)}.",
            _ => $"It lacks {TextsRule.Quoted(missing)}, and has none of {TextsRule.Quoted(rule.Any)}.",
        };
        return Score.Of(1 - ((double)(missing.Count + (lacksAny ? 1 : 0)) / asked), reason);
    }
}

internal sealed class NotContainsMetric : Metric<TextsRule>
{
    public override string Name => "not-contains";

    public override string Form => """a text, a list of texts, or {"texts": [..], "ignoreCase": true}""";

    protected override TextsRule ReadRule(JsonElement argument)
    {
        var read = new Argument(argument, "texts", "ignoreCase");
        var rule = read.IsObject ? new TextsRule(read.Texts("texts"), [], read.Flag("ignoreCase")) : new TextsRule(Argument.TextsOf(argument, "it"), [], IgnoreCase: false);
        return rule.All.IsEmpty ? throw new FormatException("It names no text.") : rule;
    }

    protected override Score Judge(TextsRule rule, Part part)
    {
        var found = rule.All.Where(text => part.Text.Contains(text, rule.Comparison)).ToList();
        return Score.Pass(found.Count == 0, found.Count == 0 ? "It has nothing of what it may not have." : $"It has {TextsRule.Quoted(found)}.");
    }
}
