using System.Text.Json;
using Orchestration.Evals.Scorers.Texts;

namespace Orchestration.Evals.Scorers.Metrics;

internal sealed class LengthMetric : Metric<LengthMetric.Rule>
{
    public override string Name => "length";

    public override string Form => """{"words": [50, 200]} or {"characters": [null, 280]}, with null for an open end""";

    protected override Rule ReadRule(JsonElement argument)
    {
        var read = new Argument(argument, "words", "characters");
        var rule = new Rule(Range(read, "words"), Range(read, "characters"));
        return rule is (null, null) ? throw new FormatException("It names no range.") : rule;
    }

    protected override Score Judge(Rule rule, Part part)
    {
        var words = Judged(rule.Words, "words", static text => Words.Of(text).Count, part.Text);
        var characters = Judged(rule.Characters, "characters", static text => EditDistance.Scalars(text).Length, part.Text);
        return words is null ? characters! : characters is null || words.Value <= characters.Value ? words : characters;
    }

    private static (double? Least, double? Most)? Range(Argument read, string name) => read.Member(name) is { } range ? Argument.RangeOf(range, name) : null;

    private static Score? Judged((double? Least, double? Most)? range, string unit, Func<string, int> count, string text)
    {
        if (range is not { } ends)
        {
            return null;
        }

        var length = count(text);
        return length < ends.Least ? Score.Of(length / ends.Least.Value, FormattableString.Invariant($"{length} {unit}, fewer than {ends.Least}."))
            : length > ends.Most ? Score.Of(Math.Max(0, ends.Most.Value) / length, FormattableString.Invariant($"{length} {unit}, more than {ends.Most}."))
            : Score.Of(1, FormattableString.Invariant($"{length} {unit}."));
    }

    internal sealed record Rule((double? Least, double? Most)? Words, (double? Least, double? Most)? Characters);
}

internal sealed class LanguageMetric : Metric<LanguageMetric.Rule>
{
    public override string Name => "language";

    public override string Form => $"a language such as \"en\" or \"en-GB\", of which the region is not looked at; known are {string.Join(", ", LanguageGuess.Known.Order(StringComparer.Ordinal))}";

    protected override Rule ReadRule(JsonElement argument)
    {
        var tag = argument.ValueKind == JsonValueKind.String ? argument.GetString()! : throw new FormatException($"It is {Argument.Said(argument)}.");
        var language = tag.Split('-')[0].ToLowerInvariant();
        return LanguageGuess.Known.Contains(language) ? new Rule(language) : throw new FormatException($"'{tag}' cannot be told.");
    }

    protected override Score Judge(Rule rule, Part part) => LanguageGuess.Of(part.Text) is { } found
        ? Score.Pass(found == rule.Language, found == rule.Language ? $"It is in '{found}'." : $"It is in '{found}', expected '{rule.Language}'.")
        : Score.Of(0, $"It is too short or too mixed to be told for '{rule.Language}'.");

    internal sealed record Rule(string Language);
}

internal sealed class ReadingLevelMetric : Metric<ReadingLevelMetric.Rule>
{
    // Each grade outside of the range costs this much.
    private const double Fall = 0.25;

    public override string Name => "reading-level";

    public override string Form => "a range of Flesch-Kincaid grades such as [6, 9], or the highest grade";

    protected override Rule ReadRule(JsonElement argument) => new(Argument.RangeOf(argument, "it"));

    protected override Score Judge(Rule rule, Part part)
    {
        if (Readability.Grade(part.Text) is not { } grade)
        {
            return Score.Of(0, "It has no words.");
        }

        var outside = Math.Max(0, Math.Max((rule.Grades.Least - grade) ?? 0, (grade - rule.Grades.Most) ?? 0));
        return Score.Of(Math.Max(0, 1 - (Fall * outside)), FormattableString.Invariant($"Its Flesch-Kincaid grade is {grade:0.0}."));
    }

    internal sealed record Rule((double? Least, double? Most) Grades);
}
