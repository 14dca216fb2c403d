using System.Globalization;
using System.Text.RegularExpressions;

namespace Orchestration.Providers.Local;

/// <summary>Finds the number in the material that stands nearest to a property's words, and fits it to the schema's bounds.</summary>
internal sealed partial class NumberFinder(Scope scope, string instruction)
{
    private static readonly string[] Units =
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"];

    private static readonly string[] Tens = ["", "ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

    private const int WordsPerMinute = 200;
    private const int SectionWords = 120;
    private const int SentencesRead = 120;

    /// <summary>An item of a list speaks of its own sentence and those closest to it, not of the whole material.</summary>
    private const int SentencesOfItem = 2;

    /// <summary>The best number that the sentences hold and the schema allows; a bound or 0 when there is none.</summary>
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

    /// <summary>Whether any number can be found, so that an optional one is not made up.</summary>
    public bool HasAny(PropertyHint hint, int materialWords) => Candidates(hint, decimal.MinValue, decimal.MaxValue, materialWords).Any();

    private IEnumerable<decimal> Candidates(PropertyHint hint, decimal least, decimal most, int materialWords)
    {
        if (hint.Names("reading") && hint.Names("minutes", "time"))
        {
            return [Math.Max(1, Math.Round((decimal)materialWords / WordsPerMinute))];
        }

        if (hint.Names("words") || (hint.Names("word") && hint.Names("count", "length", "target")))
        {
            return [AnswerShape.Of(instruction).Words ?? (scope.IsWhole ? materialWords : SectionWords)];
        }

        if (hint.Names("score", "confidence", "rating", "relevance", "quality", "probability"))
        {
            return [most < decimal.MaxValue ? most : 1];
        }

        bool wantsYear = hint.Names("year", "founded", "built", "published");
        string[] words = [.. hint.SubjectWords.Select(Words.Stem)];
        return scope.Sentences.Take(scope.IsWhole ? SentencesRead : SentencesOfItem)
            .SelectMany((sentence, place) => NumbersIn(scope[sentence].Text).Where(number => !wantsYear || IsYear(number))
                .Select(number => (number.Value, Score: Worth(number, words, wantsYear) + (scope.Fit(sentence, hint.SubjectWords) / 2) - (place * 0.002))))
            .OrderByDescending(entry => entry.Score + (entry.Value >= least && entry.Value <= most ? 2 : 0))
            .Select(static entry => entry.Value);
    }

    private static double Worth((decimal Value, int At, string Text) number, string[] words, bool wantsYear)
    {
        int nearest = int.MaxValue;
        foreach (var match in Word().EnumerateMatches(number.Text))
        {
            string stem = Words.Stem(number.Text.Substring(match.Index, match.Length).ToLowerInvariant());
            nearest = words.Contains(stem, StringComparer.Ordinal) ? Math.Min(nearest, Math.Abs(match.Index - number.At)) : nearest;
        }

        double near = nearest == int.MaxValue ? 0 : 1 / (1 + (nearest / 12.0));
        return near + (IsYear(number) == wantsYear ? 0.5 : 0);
    }

    private static bool IsYear((decimal Value, int At, string Text) number) =>
        number.Value is >= 1000 and <= 2100 && decimal.IsInteger(number.Value) && char.IsAsciiDigit(number.Text[number.At]) && number.Text.AsSpan(number.At).IndexOf(',') is not 1;

    private static IEnumerable<(decimal Value, int At, string Text)> NumbersIn(string text) =>
        Number().Matches(text)
            .Select(static match => (Value: ValueOf(match), At: match.Index))
            .Where(static number => number.Value is not null)
            .Select(number => (number.Value!.Value, number.At, text));

    private static decimal? ValueOf(Match match)
    {
        if (match.Groups["digits"] is { Success: true } digits)
        {
            return decimal.TryParse(digits.ValueSpan, NumberStyles.AllowThousands | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal value) ? value : null;
        }

        decimal spelled = Array.IndexOf(Tens, match.Groups["tens"].Value.ToLowerInvariant()) * 10m;
        spelled = (spelled < 0 ? 0 : spelled) + Math.Max(0, Array.IndexOf(Units, match.Groups["units"].Value.ToLowerInvariant()));
        return spelled * match.Groups["scale"].Value.ToLowerInvariant() switch { "hundred" => 100, "thousand" => 1000, "million" => 1_000_000, _ => 1 };
    }

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

    // "one" is left out: it is mostly a pronoun.
    [GeneratedRegex(
        @"(?<![\w.,])(?<digits>(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,15})(?:\.[0-9]{1,9})?)(?!\w)|"
        + @"\b(?:(?<tens>twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[- ](?<units>one|two|three|four|five|six|seven|eight|nine)\b)?|"
        + @"(?<units>two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen))\b(?:\s+(?<scale>hundred|thousand|million)\b)?",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, RegexLimit.Milliseconds)]
    private static partial Regex Number();

    [GeneratedRegex(@"\p{L}+", RegexOptions.CultureInvariant, RegexLimit.Milliseconds)]
    private static partial Regex Word();
}
