using System.Globalization;
using System.Net.Http.Headers;

namespace Orchestration.Models;

/// <summary>Reads how long a provider asks to wait, in each of the forms in use. What makes no sense counts as not said.</summary>
internal static class RetryAfter
{
    /// <summary>A longer wait is taken for this one: beyond a day it is a quota or a mistake, and no call waits for it.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    // RFC 9110 section 5.6.7: the form in use, and the two that a recipient must understand.
    private static readonly string[] DateForms = ["ddd, dd MMM yyyy HH:mm:ss 'GMT'", "dddd, dd-MMM-yy HH:mm:ss 'GMT'", "ddd MMM d HH:mm:ss yyyy"];

    /// <summary>The headers' wish; the forms in milliseconds win, for they are the more exact.</summary>
    public static TimeSpan? FromHeaders(HttpResponseHeaders headers, DateTimeOffset now) =>
        FromMilliseconds(First(headers, "retry-after-ms")) ?? FromMilliseconds(First(headers, "x-ms-retry-after-ms")) ?? Parse(First(headers, "Retry-After"), now);

    /// <summary>Reads seconds, whole or with a fraction, or an HTTP date. A date that has passed is no wait at all.</summary>
    public static TimeSpan? Parse(string? value, DateTimeOffset now)
    {
        if (Number(value) is { } seconds)
        {
            return Bounded(seconds, TimeSpan.TicksPerSecond);
        }

        if (!DateTimeOffset.TryParseExact(
            value?.Trim(), DateForms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AllowInnerWhite, out var instant))
        {
            return null;
        }

        var wait = instant - now;
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait > Longest ? Longest : wait;
    }

    public static TimeSpan? FromMilliseconds(string? value) => Number(value) is { } milliseconds ? Bounded(milliseconds, TimeSpan.TicksPerMillisecond) : null;

    private static double? Number(string? value) =>
        double.TryParse(value, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var number)
        && double.IsFinite(number)
            ? number
            : null;

    private static TimeSpan Bounded(double count, long unit)
    {
        var ticks = count * unit;
        return ticks >= Longest.Ticks ? Longest : TimeSpan.FromTicks((long)ticks);
    }

    private static string? First(HttpResponseHeaders headers, string name) =>
        headers.NonValidated.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;
}
