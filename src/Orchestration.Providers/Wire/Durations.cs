using System.Globalization;
using System.Text.RegularExpressions;

namespace Orchestration.Providers.Wire;

/// <summary>Reads durations as Go writes them, which OpenAI, Groq and Google put on the wire: <c>2ms</c>, <c>8.64s</c>, <c>1m11.339s</c>, <c>1h2m3s</c>; and bare seconds, as Azure's headers hold.</summary>
internal static partial class Durations
{
    /// <returns>At most 366 days. <see langword="null"/> for what is no duration.</returns>
    public static TimeSpan? Parse(string? text)
    {
        if (text is null || GoDuration().Match(text) is not { Success: true, Length: > 0 } match)
        {
            return null;
        }

        var seconds = Number(match.Groups["h"]) * 3600 + Number(match.Groups["m"]) * 60 + Number(match.Groups["s"])
            + Number(match.Groups["ms"]) / 1e3 + Number(match.Groups["us"]) / 1e6 + Number(match.Groups["ns"]) / 1e9;
        return seconds < TimeSpan.FromDays(366).TotalSeconds ? TimeSpan.FromTicks((long)Math.Round(seconds * TimeSpan.TicksPerSecond)) : TimeSpan.FromDays(366);
    }

    private static double Number(Group group) =>
        group.Success && double.TryParse(group.ValueSpan, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : 0;

    [GeneratedRegex(
        @"^(?:(?:(?<h>[0-9]+(?:\.[0-9]+)?)h)?(?:(?<m>[0-9]+(?:\.[0-9]+)?)m(?!s))?(?:(?<s>[0-9]+(?:\.[0-9]+)?)s)?(?:(?<ms>[0-9]+(?:\.[0-9]+)?)ms)?(?:(?<us>[0-9]+(?:\.[0-9]+)?)[uµμ]s)?(?:(?<ns>[0-9]+(?:\.[0-9]+)?)ns)?|(?<s>[0-9]+(?:\.[0-9]+)?))$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex GoDuration();
}
