using System.Text.RegularExpressions;

namespace Orchestration.Evals.GoldenSets.Redaction;

internal sealed class PhoneRedactor : IRedactor
{
    private const string Gap = @"[ \u00A0\u202F.\-/()]{0,3}";

    // From the surest to the least sure.
    private static readonly Regex Number = new(
        string.Join(
            '|',
            $@"\+[1-9](?:{Gap}[0-9]){{6,15}}",
            $@"00[1-9](?:{Gap}[0-9]){{7,15}}",
            @"\(0[1-9][0-9]{1,4}\)[ \u00A0]?[0-9](?:[ \u00A0\-/]?[0-9]){3,8}",
            @"0[1-9](?:[ \u00A0.\-][0-9]{2}){4}",
            @"0[1-9][0-9]{1,4}(?:[ \u00A0]?[/\-][ \u00A0]?|[ \u00A0])[0-9](?:[ \u00A0\-]?[0-9]){4,8}",
            @"0[1-9][0-9]{8,10}",
            @"(?:1[ .\-])?\([2-9][0-9]{2}\)[ \u00A0]?[0-9]{3}[ .\-][0-9]{4}",
            @"(?:1[ .\-])?[2-9][0-9]{2}[ .\-][2-9][0-9]{2}[.\-][0-9]{4}"),
        Redactors.Linear);

    public string Name => "phone";

    public IEnumerable<SensitiveText> Find(string text)
    {
        for (var match = Number.Match(text); match.Success;)
        {
            var (start, end) = (match.Index, match.Index + match.Length);
            var isNumber = IsNumber(text, start, end);
            if (isNumber)
            {
                yield return new(start, match.Length, Identity(match.Value));
            }

            match = Number.Match(text, isNumber ? end : start + 1);
        }
    }

    private static bool IsNumber(string text, int start, int end)
    {
        var digits = text.AsSpan(start, end - start).ToString().Count(char.IsAsciiDigit) - (text.AsSpan(start).StartsWith("00") ? 2 : 0);
        return digits is >= 7 and <= 16 && !IsPartBefore(text, start) && (end == text.Length || !(char.IsLetterOrDigit(text[end]) || (text[end] is '.' or ',' or '-' && end + 1 < text.Length && char.IsAsciiDigit(text[end + 1]))));
    }

    // Digits after a point, a comma or a hyphen are those of a longer number, a date, a version or an id; after a slash, of an address on the web.
    private static bool IsPartBefore(string text, int start) =>
        start > 0 && (char.IsLetterOrDigit(text[start - 1]) || (text[start] != '+' && text[start - 1] is '.' or ',' or '-' or '/' or '_' or '#' or '='));

    // +49 (0)171 and 0049171 are one.
    private static string Identity(string number)
    {
        var digits = string.Concat(number.Replace("(0)", string.Empty, StringComparison.Ordinal).Where(char.IsAsciiDigit));
        return number.StartsWith("00", StringComparison.Ordinal) ? digits[2..] : digits;
    }
}
