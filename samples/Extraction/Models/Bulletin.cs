using System.Globalization;
using System.Text.RegularExpressions;
using Extraction.Warnings;

namespace Extraction.Models;

/// <summary>Reads a bulletin of the National Weather Service by its form. This is what the simulated models know; of other texts they know nothing.</summary>
internal static partial class Bulletin
{
    private const RegexOptions Form = RegexOptions.IgnoreCase | RegexOptions.Multiline | RegexOptions.ExplicitCapture;

    // Milliseconds: a text that was made to be slow to read is an error, not a wait.
    private const int Patience = 1_000;

    private static readonly Dictionary<string, int> HoursFromUtc = new(StringComparer.OrdinalIgnoreCase)
    {
        ["EDT"] = -4, ["EST"] = -5, ["CDT"] = -5, ["CST"] = -6, ["MDT"] = -6, ["MST"] = -7, ["PDT"] = -7, ["PST"] = -8, ["ChST"] = 10,
    };

    private static readonly Hazard[] Hazards = [Hazard.Tornado, Hazard.SevereThunderstorm, Hazard.FlashFlood, Hazard.DustStorm, Hazard.SnowSquall];

    public static Warning Read(string text) => new(
        Hazards.FirstOrDefault(hazard => text.Contains($"{Results.Csv.Spoken(hazard)} Warning", StringComparison.OrdinalIgnoreCase), Hazard.Other),
        Office().Match(text) is { Success: true } office ? $"{Name(office.Groups["town"].Value)} {office.Groups["state"].Value}" : "unknown",
        IssuedOn(text),
        Until().Match(text) is { Success: true } until ? At(IssuedOn(text), until.Groups["time"].Value, until.Groups["zone"].Value) : default,
        Areas(text),
        Wind().Matches(text) is { Count: > 0 } winds ? winds.Max(static wind => Number(wind.Groups["mph"].Value)) : null,
        Moving().Match(text) is { Success: true } moving ? Number(moving.Groups["mph"].Value) : null,
        Places().Match(text) is { Success: true } places ? [.. Separator().Split(places.Groups["list"].Value).Select(Name).Where(static place => place.Length > 0)] : []);

    private static string[] Areas(string text)
    {
        string[] counties = [.. County().Matches(text).Select(static county => Name(county.Groups["name"].Value)).Distinct()];
        return counties.Length > 0 ? counties : [.. For().Matches(text).Select(static area => Name(area.Groups["name"].Value)).Take(1)];
    }

    /// <summary>On one line, and not shouted: old bulletins are in capitals throughout.</summary>
    private static string Name(string text)
    {
        var line = Blanks().Replace(text, " ").Trim(' ', '.', ',');
        return line.Any(char.IsLower) ? line : CultureInfo.InvariantCulture.TextInfo.ToTitleCase(line.ToLowerInvariant());
    }

    private static DateOnly IssuedOn(string text) =>
        Day().Match(text) is { Success: true } day ? DateOnly.ParseExact(Name(day.Value), "MMM d yyyy", CultureInfo.InvariantCulture) : default;

    /// <summary>"115 PM CDT" on a day.</summary>
    private static DateTimeOffset At(DateOnly day, string time, string zone) =>
        new(day, TimeOnly.ParseExact(time.PadLeft("hhmm tt".Length, '0'), "hhmm tt", CultureInfo.InvariantCulture), TimeSpan.FromHours(HoursFromUtc.GetValueOrDefault(zone)));

    private static int Number(string digits) => int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^National Weather Service (?<town>.+) (?<state>[A-Z]{2})$", Form, Patience)]
    private static partial Regex Office();

    [GeneratedRegex(@"\b(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{1,2} \d{4}\b", Form, Patience)]
    private static partial Regex Day();

    [GeneratedRegex(@"\buntil\s+(?<time>\d{3,4} [AP]M) (?<zone>\w+)", Form, Patience)]
    private static partial Regex Until();

    [GeneratedRegex(@"^[ .*]*(((north|south|east|west)\w*|central|extreme)\s+)*(?<name>\w[\w ]*?) (County|Parish)\b", Form, Patience)]
    private static partial Regex County();

    [GeneratedRegex(@"Warning for\.\.\.\s+(?<name>.+)$", Form, Patience)]
    private static partial Regex For();

    [GeneratedRegex(@"\b(?<mph>\d{2,3}) mph wind|\bwinds?(\s+gusts)?\s+(over|in\s+excess\s+of|of\s+up\s+to)\s+(?<mph>\d{2,3})\s+mph", Form, Patience)]
    private static partial Regex Wind();

    [GeneratedRegex(@"\bmoving\s+\w+\s+at\s+(?<mph>\d{1,3})\s+mph", Form, Patience)]
    private static partial Regex Moving();

    [GeneratedRegex(@"(impacted include|flooding include|following\s+locations through \d+ [AP]M|the towns of)[.\s]*(?<list>(.+\n)*.+)", Form, Patience)]
    private static partial Regex Places();

    [GeneratedRegex(@"\.\.\.|,(\s*and\b)?|\band\b(?![^,]*,|.*\.\.\.)|(?<!\b(Mt|[A-Z]))\.\s", Form, Patience)]
    private static partial Regex Separator();

    [GeneratedRegex(@"\s+", Form, Patience)]
    private static partial Regex Blanks();
}
