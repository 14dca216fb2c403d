namespace Orchestration.Schemas.Formats;

/// <summary>Dates and times as RFC 3339, section 5.6, has them.</summary>
internal static class DateFormats
{
    private const int MinutesOfDay = 24 * 60;

    public static bool IsDateTime(ReadOnlySpan<char> text) =>
        text.Length > 11 && text[10] is 'T' or 't' && IsDate(text[..10]) && IsTime(text[11..]);

    public static bool IsDate(ReadOnlySpan<char> text) =>
        text.Length == 10 && text[4] == '-' && text[7] == '-'
        && Number(text[..4]) is >= 0 and var year && Number(text[5..7]) is >= 1 and <= 12 and var month
        && Number(text[8..]) is >= 1 and var day && day <= DaysIn(year, month);

    public static bool IsTime(ReadOnlySpan<char> text)
    {
        if (text.Length < 9 || text[2] != ':' || text[5] != ':'
            || Number(text[..2]) is not (>= 0 and <= 23 and var hour)
            || Number(text[3..5]) is not (>= 0 and <= 59 and var minute)
            || Number(text[6..8]) is not (>= 0 and <= 60 and var second))
        {
            return false;
        }

        text = text[8..];
        if (text[0] == '.')
        {
            var digits = text[1..].IndexOfAnyExceptInRange('0', '9');
            if (digits < 1)
            {
                return false;
            }

            text = text[(digits + 1)..];
        }

        // A leap second is the last one of a day in UTC.
        return Offset(text) is { } offset && (second < 60 || (hour * 60 + minute - offset + MinutesOfDay) % MinutesOfDay == MinutesOfDay - 1);
    }

    /// <summary>Minutes east of UTC; <see langword="null"/> when the text is no offset.</summary>
    private static int? Offset(ReadOnlySpan<char> text)
    {
        if (text is "Z" or "z")
        {
            return 0;
        }

        return text.Length == 6 && text[0] is '+' or '-' && text[3] == ':'
            && Number(text[1..3]) is >= 0 and <= 23 and var hours && Number(text[4..]) is >= 0 and <= 59 and var minutes
            ? (text[0] == '-' ? -1 : 1) * (hours * 60 + minutes)
            : null;
    }

    /// <summary>The number that ASCII digits make; -1 when there is anything else.</summary>
    private static int Number(ReadOnlySpan<char> digits)
    {
        var value = 0;
        foreach (var digit in digits)
        {
            if (!char.IsAsciiDigit(digit))
            {
                return -1;
            }

            value = value * 10 + (digit - '0');
        }

        return value;
    }

    /// <summary>Year 0 is a leap year, which <see cref="DateTime.DaysInMonth"/> does not know.</summary>
    private static int DaysIn(int year, int month) => DateTime.DaysInMonth(year == 0 ? 4 : year, month);
}
