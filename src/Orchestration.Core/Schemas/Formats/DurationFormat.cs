namespace Orchestration.Schemas.Formats;

/// <summary>Durations as RFC 3339, appendix A, has them: <c>P1Y2M3DT4H5M6S</c>, or weeks alone; no fractions, and no unit left out between two others.</summary>
internal static class DurationFormat
{
    public static bool IsDuration(ReadOnlySpan<char> text)
    {
        if (text.Length < 3 || text[0] != 'P')
        {
            return false;
        }

        text = text[1..];
        if (text[^1] == 'W')
        {
            return text.Length > 1 && !text[..^1].ContainsAnyExceptInRange('0', '9');
        }

        var time = text.IndexOf('T');
        return time < 0
            ? AreParts(text, "YMD")
            : (time == 0 || AreParts(text[..time], "YMD")) && AreParts(text[(time + 1)..], "HMS");
    }

    /// <summary>Whether the text is one number with a unit, or several with units that follow each other.</summary>
    private static bool AreParts(ReadOnlySpan<char> text, ReadOnlySpan<char> units)
    {
        var next = -1;
        do
        {
            var digits = text.IndexOfAnyExceptInRange('0', '9');
            var unit = digits > 0 ? units.IndexOf(text[digits]) : -1;
            if (unit < 0 || (next >= 0 && unit != next))
            {
                return false;
            }

            next = unit + 1;
            text = text[(digits + 1)..];
        }
        while (!text.IsEmpty);

        return true;
    }
}
