namespace Orchestration.Evals.GoldenSets.Redaction;

internal sealed class IbanRedactor : IRedactor
{
    public string Name => "iban";

    public IEnumerable<SensitiveText> Find(string text)
    {
        for (var start = 0; start + 15 <= text.Length; start++)
        {
            if (End(text, start) is var end and > 0)
            {
                yield return new(start, end - start, DigitText.Bare(text, start, end).ToUpperInvariant());
                start = end - 1;
            }
        }
    }

    private static int End(string text, int start)
    {
        if (!char.IsAsciiLetter(text[start]) || !char.IsAsciiLetter(text[start + 1]) || !char.IsAsciiDigit(text[start + 2]) || !char.IsAsciiDigit(text[start + 3]))
        {
            return -1;
        }

        for (var count = 34; count >= 15; count--)
        {
            var end = DigitText.End(text, start, count, char.IsAsciiLetterOrDigit);
            if (end > 0 && DigitText.StandsAlone(text, start, end) && HasRightCheckDigits(DigitText.Bare(text, start, end)))
            {
                return end;
            }
        }

        return -1;
    }

    private static bool HasRightCheckDigits(string iban)
    {
        var rest = 0;
        foreach (var unit in iban[4..] + iban[..4])
        {
            rest = char.IsAsciiDigit(unit) ? ((rest * 10) + (unit - '0')) % 97 : ((rest * 100) + (char.ToUpperInvariant(unit) - 'A' + 10)) % 97;
        }

        return rest == 1;
    }
}
