using System.Globalization;

namespace Orchestration.Billing;

/// <summary>Reads the days, counts and amounts of exports, as written by machines and by spreadsheets; <see langword="null"/> = not one.</summary>
internal static class UsageNumbers
{
    /// <param name="text">1234, 1,234 or, with a decimal comma, 1.234.</param>
    /// <param name="isDecimalComma">Whether groups are parted by points.</param>
    public static long? Count(string text, bool isDecimalComma)
    {
        var group = isDecimalComma ? '.' : ',';
        var digits = text.Contains(group, StringComparison.Ordinal) && AreGroupsOfThree(text, group) ? text.Replace(group.ToString(), string.Empty, StringComparison.Ordinal) : text;
        return decimal.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) && number == decimal.Truncate(number) && number <= long.MaxValue / 4
            ? decimal.ToInt64(number)
            : null;
    }

    /// <param name="text">The amount, perhaps with a dollar sign; negative for a credit.</param>
    /// <param name="isDecimalComma">Whether a comma parts the decimals.</param>
    public static decimal? Amount(string text, bool isDecimalComma)
    {
        var plain = text.Replace("$", string.Empty, StringComparison.Ordinal).Trim();
        plain = isDecimalComma && plain.Contains(',', StringComparison.Ordinal)
            ? plain.Replace(".", string.Empty, StringComparison.Ordinal).Replace(',', '.')
            : plain;
        return decimal.TryParse(plain, NumberStyles.Float | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out var amount) && decimal.Abs(amount) < 1e12m ? amount : null;
    }

    /// <summary>The day in UTC. An instant without an offset is taken for UTC, which providers bill by.</summary>
    public static DateOnly? Day(string text) =>
        DateOnly.TryParseExact(text, ["yyyy-MM-dd", "yyyy/MM/dd", "yyyyMMdd"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds is > 1_000_000_000 and < 100_000_000_000 ? OfSeconds(seconds)
        : text.Length > 10 && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant) ? DateOnly.FromDateTime(instant.UtcDateTime)
        : null;

    public static DateOnly OfSeconds(long seconds) => DateOnly.FromDateTime(DateTimeOffset.FromUnixTimeSeconds(seconds).UtcDateTime);

    private static bool AreGroupsOfThree(string text, char group) =>
        text.Split(group) is [{ Length: >= 1 and <= 3 }, .. var rest] && rest.All(static part => part.Length == 3 && part.All(char.IsAsciiDigit));
}
