using System.Globalization;
using System.Text.RegularExpressions;

namespace Orchestration.Providers.Local;

/// <summary>Finds whole dates in sentences, written as 1859-11-24, 24 November 1859 or November 24, 1859, and gives them as ISO 8601.</summary>
internal static partial class Dates
{
    private static readonly string[] Months =
        ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];

    public static IEnumerable<string> In(Scope scope) =>
        scope.Sentences.SelectMany(i => Date().Matches(scope[i].Text)).Select(Iso).OfType<string>();

    private static string? Iso(Match match)
    {
        int month = match.Groups["number"].Success
            ? int.Parse(match.Groups["number"].ValueSpan, CultureInfo.InvariantCulture)
            : Array.IndexOf(Months, match.Groups["month"].Value.ToLowerInvariant()) + 1;
        int year = int.Parse(match.Groups["year"].ValueSpan, CultureInfo.InvariantCulture);
        int day = int.Parse(match.Groups["day"].ValueSpan, CultureInfo.InvariantCulture);
        bool exists = year >= 1 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month);
        return exists ? string.Create(CultureInfo.InvariantCulture, $"{year:0000}-{month:00}-{day:00}") : null;
    }

    private const string Month = "(?<month>January|February|March|April|May|June|July|August|September|October|November|December)";

    [GeneratedRegex(
        @"\b(?<year>[0-9]{4})-(?<number>[0-9]{2})-(?<day>[0-9]{2})\b|\b(?<day>[0-9]{1,2})(?:st|nd|rd|th)?\s+" + Month + @",?\s+(?<year>[0-9]{4})\b|\b" + Month + @"\s+(?<day>[0-9]{1,2})(?:st|nd|rd|th)?,?\s+(?<year>[0-9]{4})\b",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, RegexLimit.Milliseconds)]
    private static partial Regex Date();
}
