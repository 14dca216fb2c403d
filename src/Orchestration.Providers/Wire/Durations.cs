using System.Globalization;
using System.Text.RegularExpressions;

namespace Orchestration.Providers.Wire;

/// <summary>Reads durations as Go writes them, which OpenAI, Groq and Google put on the wire: <c>2ms</c>, <c>8.64s</c>, <c>1m11.339s</c>, <c>1h2m3s</c>.</summary>
internal static partial class Durations
{
    /// <returns><see langword="null"/> for what is no duration.</returns>
    public static TimeSpan? Parse(string? text)
    {
        if (text is null || GoDuration().Match(text) is not { Success: true, Length: > 0 } match)
        {
            return null;
        }

        var seconds = Number(match.Groups["h"]) * 3600 + Number(match.Groups["m"]) * 60 + Number(match.Groups["s"]) + Number(match.Groups["ms"]) / 1000;
        return seconds < TimeSpan.FromDays(366).TotalSeconds ? TimeSpan.FromTicks((long)(seconds * TimeSpan.TicksPerSecond)) : TimeSpan.FromDays(366);
    }

    private static double Number(Group group) =>
        group.Success && double.TryParse(group.ValueSpan, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : 0;

    [GeneratedRegex(
        @"^(?:(?<h>[\d.]+)h)?(?:(?<m>[\d.]+)m(?!s))?(?:(?<s>[\d.]+)s)?(?:(?<ms>[\d.]+)ms)?$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex GoDuration();
}
