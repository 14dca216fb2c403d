using System.Globalization;
using System.Text.RegularExpressions;

namespace Orchestration.Providers.Local;

/// <summary>The form that an answer takes.</summary>
internal enum AnswerForm
{
    Prose,
    Bullets,
    Outline,
    Title,

    /// <summary>The whole material in its own order, without what it says twice.</summary>
    Edited,
}

/// <summary>The form and length that an instruction asks for. The last mention of a number wins.</summary>
/// <param name="Form">Prose unless a phrase asks for another.</param>
/// <param name="Words">The length aimed at; <see langword="null"/> when none is named.</param>
/// <param name="IsLimit">Whether <paramref name="Words"/> must not be passed ("at most", "under").</param>
/// <param name="Items">Sentences of prose, bullets, or headings of an outline; <see langword="null"/> when no number is named.</param>
internal sealed partial record AnswerShape(AnswerForm Form, int? Words, bool IsLimit, int? Items)
{
    private const int MostItems = 200;
    private const int MostWords = 100_000;

    public static AnswerShape Of(string instruction)
    {
        var (words, isLimit) = WordsOf(instruction);
        int? sentences = NumberOf(SentenceCount().Matches(instruction).LastOrDefault());
        int? bullets = NumberOf(BulletCount().Matches(instruction).LastOrDefault());
        int? headings = NumberOf(HeadingCount().Matches(instruction).LastOrDefault());

        var form = instruction switch
        {
            _ when AsksForEdit().IsMatch(instruction) => AnswerForm.Edited,
            _ when AsksForTitle().IsMatch(instruction) => AnswerForm.Title,
            _ when AsksForOutline().IsMatch(instruction) => AnswerForm.Outline,
            _ when bullets is not null || AsksForList().IsMatch(instruction) => AnswerForm.Bullets,
            _ => AnswerForm.Prose,
        };
        int? items = form switch { AnswerForm.Bullets => bullets ?? sentences, AnswerForm.Outline => headings ?? bullets, _ => sentences };
        return new AnswerShape(form, words, isLimit, items);
    }

    /// <summary>How many of a named thing an instruction asks for ("3 to 5 sections"): the mean of a range.</summary>
    public static int? CountOf(string instruction, string noun)
    {
        string stem = Local.Words.Stem(noun);
        var match = Counted().Matches(instruction).LastOrDefault(match => Local.Words.Of(match.Groups["nouns"].Value).Any(word => Local.Words.Stem(word) == stem));
        return NumberOf(match);
    }

    private static (int? Words, bool IsLimit) WordsOf(string instruction)
    {
        var match = WordCount().Matches(instruction).LastOrDefault();
        return match is null ? (null, false) : (NumberOf(match, MostWords), match.Groups["limit"].Success);
    }

    private static int? NumberOf(Match? match, int most = MostItems)
    {
        if (match is null)
        {
            return null;
        }

        int low = Parse(match.Groups["low"].Value);
        int high = match.Groups["high"].Success ? Parse(match.Groups["high"].Value) : low;
        return Math.Clamp((low + high) / 2, 1, most);
    }

    private static int Parse(string number) => number.ToLowerInvariant() switch
    {
        "a" or "an" or "one" or "single" => 1,
        "two" => 2,
        "three" => 3,
        "four" => 4,
        "five" => 5,
        "six" => 6,
        "seven" => 7,
        "eight" => 8,
        "nine" => 9,
        "ten" => 10,
        "twelve" => 12,
        var digits => int.TryParse(digits.Replace(",", string.Empty, StringComparison.Ordinal), NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? Math.Min(value, MostWords) : 1,
    };

    private const string Number = @"(?<low>\d{1,3}(?:,\d{3})+|\d{1,6}|one|two|three|four|five|six|seven|eight|nine|ten|twelve)(?:\s*(?:-|–|to|or)\s*(?<high>\d{1,3}(?:,\d{3})+|\d{1,6}|two|three|four|five|six|seven|eight|nine|ten|twelve))?";
    private const string Limit = @"(?:(?<limit>at\s+most|under|up\s+to|no\s+more\s+than|not\s+more\s+than|fewer\s+than|less\s+than|max(?:imum)?(?:\s+of)?|within)\s+)?";
    private const string Verb = @"(?:^|[.!?:;,]\s+|\b(?:please|and|then|to|you)\s+)";
    private const string Ask = @"\b(?:write|give|suggest|propose|find|choose|make|create|draft|pick|produce|prepare|return)\s+(?:me\s+|us\s+)?(?:(?:an?|one|the|only|short|good|catchy|clear|best|single|brief|fitting|detailed|simple|\d+-\w+)\s+)*";
    private const RegexOptions Options = RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Multiline;

    [GeneratedRegex(Limit + Number + @"[\s-]+words?\b", Options, RegexLimit.Milliseconds)]
    private static partial Regex WordCount();

    [GeneratedRegex(Limit + @"(?:" + Number + @"|(?<low>an?|single))\s+(?:\w+\s+)?sentences?\b", Options, RegexLimit.Milliseconds)]
    private static partial Regex SentenceCount();

    [GeneratedRegex(Number + @"\s+(?:[\w-]+\s+){0,2}?(?:bullets?|points|facts|takeaways|findings|highlights|ideas)\b", Options, RegexLimit.Milliseconds)]
    private static partial Regex BulletCount();

    [GeneratedRegex(Number + @"\s+(?:[\w-]+\s+){0,2}?(?:headings|sections|chapters|parts)\b", Options, RegexLimit.Milliseconds)]
    private static partial Regex HeadingCount();

    [GeneratedRegex(Number + @"\s+(?<nouns>(?:[\w-]+\s*){1,3})", Options, RegexLimit.Milliseconds)]
    private static partial Regex Counted();

    [GeneratedRegex(Verb + @"(?:polish|proof-?read|copy-?edit|edit|revise|tidy|smooth|improve\s+(?:the|this)\s+(?:text|draft|article|prose))\b", Options, RegexLimit.Milliseconds)]
    private static partial Regex AsksForEdit();

    [GeneratedRegex(Ask + @"(?:title|headline|heading)\b", Options, RegexLimit.Milliseconds)]
    private static partial Regex AsksForTitle();

    [GeneratedRegex(@"(?:" + Ask + @"|^\s*)(?:outline|table\s+of\s+contents)\b", Options, RegexLimit.Milliseconds)]
    private static partial Regex AsksForOutline();

    [GeneratedRegex(Verb + @"list\b|\bas\s+an?\s+(?:\w+\s+)?list\b|\b(?:bullet(?:ed)?|markdown|numbered)\s+(?:points?|list)\b|\bbullets\b", Options, RegexLimit.Milliseconds)]
    private static partial Regex AsksForList();
}
