using System.Globalization;
using System.Text.RegularExpressions;

namespace Orchestration.Providers.Local;

/// <summary>Finds the number in the material that stands nearest to a property's words, and fits it to the schema's bounds.</summary>
internal sealed partial class NumberFinder(Scope scope)
{
    private const int WordsPerMinute = 200;
    private const int SentencesRead = 120;

    public decimal Find(PropertyHint hint, SchemaNode node, bool integer, int materialWords, IReadOnlySet<decimal> avoid)
    {
        var (least, most) = Bounds(node, integer);
        decimal found = Candidates(hint, least, most, materialWords).Select(value => Fit(value, node, least, most, integer)).Where(value => !avoid.Contains(value))
            .Select(static value => (decimal?)value).FirstOrDefault() ?? Fit(0, node, least, most, integer);

        // A list of numbers wants different ones; when the material has too few, the next free value is taken.
        decimal step = node.Number("multipleOf") is { } multiple and > 0 ? multiple : 1;
        for (int tries = 0; avoid.Contains(found) && tries <= avoid.Count; tries++)
        {
            found = found + step <= most ? found + step : least > decimal.MinValue ? least : found - step;
        }

        return found;
    }

    private IEnumerable<decimal> Candidates(PropertyHint hint, decimal least, decimal most, int materialWords)
    {
        if (hint.Names("reading") && hint.Names("minutes", "time"))
        {
            return [Math.Max(1, Math.Round((decimal)materialWords / WordsPerMinute))];
        }

        if (hint.Names("score", "confidence", "rating", "relevance", "quality", "probability"))
        {
            return [most < decimal.MaxValue ? most : 1];
        }

        bool wantsYear = hint.Names("year", "founded", "built", "published", "date");
        string[] words = [.. hint.SubjectWords.Select(Words.Stem)];
        return scope.Sentences.Take(SentencesRead)
            .SelectMany((sentence, place) => NumbersIn(scope[sentence].Text)
                .Select(number => (number.Value, Score: Worth(number, words, wantsYear) + (scope.Fit(sentence, hint.SubjectWords) / 2) - (place * 0.002))))
            .OrderByDescending(entry => entry.Score + (entry.Value >= least && entry.Value <= most ? 2 : 0))
            .Select(static entry => entry.Value);
    }

    private static double Worth((decimal Value, int At, string Text) number, string[] words, bool wantsYear)
    {
        bool isYear = number.Value is >= 1000 and <= 2100 && decimal.IsInteger(number.Value) && !number.Text.Contains(',', StringComparison.Ordinal);
        int nearest = int.MaxValue;
        foreach (var match in Word().EnumerateMatches(number.Text))
        {
            string stem = Words.Stem(number.Text.Substring(match.Index, match.Length).ToLowerInvariant());
            nearest = words.Contains(stem, StringComparer.Ordinal) ? Math.Min(nearest, Math.Abs(match.Index - number.At)) : nearest;
        }

        double near = nearest == int.MaxValue ? 0 : 1 / (1 + (nearest / 12.0));
        return near + (isYear == wantsYear ? 0.5 : 0);
    }

    private static IEnumerable<(decimal Value, int At, string Text)> NumbersIn(string text) =>
        Number().Matches(text)
            .Select(match => (Parsed: decimal.TryParse(match.ValueSpan, NumberStyles.AllowThousands | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal value), value, match.Index))
            .Where(static entry => entry.Parsed)
            .Select(entry => (entry.value, entry.Index, text));

    private static (decimal Least, decimal Most) Bounds(SchemaNode node, bool integer)
    {
        decimal least = node.Number("minimum") ?? decimal.MinValue;
        decimal most = node.Number("maximum") ?? decimal.MaxValue;
        decimal? above = node.Number("exclusiveMinimum");
        decimal? below = node.Number("exclusiveMaximum");
        decimal step = integer ? 1 : above is { } low && below is { } high && high > low ? (high - low) / 1000 : 0.001m;
        least = above is { } floor && floor >= least ? (integer ? Math.Floor(floor) : floor) + step : least;
        most = below is { } ceiling && ceiling <= most ? (integer ? Math.Ceiling(ceiling) : ceiling) - step : most;
        return integer ? (Whole(least, Math.Ceiling), Whole(most, Math.Floor)) : (least, most);
    }

    private static decimal Whole(decimal bound, Func<decimal, decimal> round) => bound is decimal.MinValue or decimal.MaxValue ? bound : round(bound);

    private static decimal Fit(decimal value, SchemaNode node, decimal least, decimal most, bool integer)
    {
        value = Math.Min(Math.Max(integer ? Math.Truncate(value) : value, least), most);
        if (node.Number("multipleOf") is not { } step || step <= 0)
        {
            return value;
        }

        decimal below = value - (value % step);
        return below >= least ? below : below + step;
    }

    [GeneratedRegex(@"(?<![\w.,])(?:\d{1,3}(?:,\d{3})+|\d{1,15})(?:\.\d{1,9})?(?![\w])", RegexOptions.CultureInvariant, RegexLimit.Milliseconds)]
    private static partial Regex Number();

    [GeneratedRegex(@"\p{L}+", RegexOptions.CultureInvariant, RegexLimit.Milliseconds)]
    private static partial Regex Word();
}
