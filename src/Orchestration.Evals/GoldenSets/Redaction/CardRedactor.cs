using System.Globalization;

namespace Orchestration.Evals.GoldenSets.Redaction;

internal sealed class CardRedactor : IRedactor
{
    public string Name => "card";

    public IEnumerable<SensitiveText> Find(string text)
    {
        for (var start = 0; start < text.Length; start++)
        {
            if (End(text, start) is var end and > 0)
            {
                yield return new(start, end - start, DigitText.Bare(text, start, end));
                start = end - 1;
            }
        }
    }

    private static int End(string text, int start)
    {
        if (text[start] is not ('2' or '3' or '4' or '5' or '6') || (start > 0 && char.IsLetterOrDigit(text[start - 1])))
        {
            return -1;
        }

        for (var count = 19; count >= 13; count--)
        {
            var end = DigitText.End(text, start, count, char.IsAsciiDigit);
            if (end > 0 && DigitText.StandsAlone(text, start, end) && DigitText.Bare(text, start, end) is var digits && IsIssued(digits) && Luhn(digits))
            {
                return end;
            }
        }

        return -1;
    }

    // The ranges of the large networks, as of ISO/IEC 7812: a number that merely has the right check digit is one in ten.
    private static bool IsIssued(string digits)
    {
        var prefix = int.Parse(digits.AsSpan(0, 4), CultureInfo.InvariantCulture);
        return prefix switch
        {
            >= 4000 and < 5000 => digits.Length is 13 or 16 or 19,
            >= 5100 and < 5600 or >= 2221 and <= 2720 => digits.Length == 16,
            >= 3400 and < 3500 or >= 3700 and < 3800 => digits.Length == 15,
            >= 3000 and < 3060 or >= 3600 and < 3700 or >= 3800 and < 4000 => digits.Length is 14 or 16,
            >= 3528 and < 3590 => digits.Length is >= 16,
            >= 6000 and < 7000 => digits.Length is >= 16,
            _ => false,
        };
    }

    private static bool Luhn(string digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var digit = digits[^(i + 1)] - '0';
            sum += i % 2 == 0 ? digit : (digit * 2 / 10) + (digit * 2 % 10);
        }

        return sum % 10 == 0;
    }
}
