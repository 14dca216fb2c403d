using System.Globalization;
using System.Text.RegularExpressions;
using Extraction.Warnings;

namespace Extraction.Models;

/// <summary>Reads a bulletin of the National Weather Service by its form. This is what the simulated models know; of other texts they know nothing.</summary>
internal static partial class Bulletin
{
    private static readonly Hazard[] Hazards = [Hazard.Tornado, Hazard.SevereThunderstorm, Hazard.FlashFlood, Hazard.DustStorm, Hazard.SnowSquall];

    public static Warning Read(string text) => new(
        Hazards.FirstOrDefault(hazard => text.Contains($"{Results.Csv.Spoken(hazard)} Warning", StringComparison.OrdinalIgnoreCase), Hazard.Other),
        Office().Match(text) is { Success: true } office ? $"{Name(office.Groups[1].Value)} {office.Groups[2].Value}" : "unknown",
        Day().Match(text) is { Success: true } day ? DateOnly.ParseExact(Name(day.Value), "MMM d yyyy", CultureInfo.InvariantCulture) : default,
        Until().Match(text) is { Success: true } until ? Clock(until.Groups[1].Value) : "00:00",
        Areas(text),
        Wind().Matches(text) is { Count: > 0 } winds ? winds.Max(static wind => Number(wind.Groups["mph"].Value)) : null,
        Moving().Match(text) is { Success: true } moving ? Number(moving.Groups[1].Value) : null,
        Places().Match(text) is { Success: true } places ? [.. Separator().Split(places.Groups[1].Value).Select(Name).Where(static place => place.Length > 0)] : []);

    private static IReadOnlyList<string> Areas(string text)
    {
        string[] counties = [.. County().Matches(text).Select(static county => Name(county.Groups[1].Value)).Distinct()];
        return counties.Length > 0 ? counties : [.. For().Matches(text).Select(static area => Name(area.Groups[1].Value)).Take(1)];
    }

    /// <summary>On one line, and not shouted: old bulletins are in capitals throughout.</summary>
    private static string Name(string text)
    {
        var line = Blanks().Replace(text, " ").Trim(' ', '.', ',');
        return line.Any(char.IsLower) ? line : CultureInfo.InvariantCulture.TextInfo.ToTitleCase(line.ToLowerInvariant());
    }

    /// <summary>"115 PM" as "13:15".</summary>
    private static string Clock(string time) =>
        TimeOnly.ParseExact(time.PadLeft("hhmm tt".Length, '0'), "hhmm tt", CultureInfo.InvariantCulture).ToString("HH:mm", CultureInfo.InvariantCulture);

    private static int Number(string digits) => int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^National Weather Service (.+) ([A-Z]{2})$", RegexOptions.IgnoreCase | RegexOptions.Multiline)]
    private static partial Regex Office();

    [GeneratedRegex(@"\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{1,2} \d{4}\b", RegexOptions.IgnoreCase)]
    private static partial Regex Day();

    [GeneratedRegex(@"\buntil\s+(\d{3,4} [AP]M)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Until();

    [GeneratedRegex(@"^[ .*]*(?:(?:(?:north|south|east|west)\w*|central|extreme)\s+)*(\w[\w ]*?) (?:County|Parish)\b", RegexOptions.IgnoreCase | RegexOptions.Multiline)]
    private static partial Regex County();

    [GeneratedRegex(@"Warning for\.\.\.\s+(.+)$", RegexOptions.IgnoreCase | RegexOptions.Multiline)]
    private static partial Regex For();

    [GeneratedRegex(@"\b(?<mph>\d{2,3}) mph wind|\bwinds?(?:\s+gusts)?\s+(?:over|in\s+excess\s+of|of\s+up\s+to)\s+(?<mph>\d{2,3})\s+mph", RegexOptions.IgnoreCase)]
    private static partial Regex Wind();

    [GeneratedRegex(@"\bmoving\s+\w+\s+at\s+(\d{1,3})\s+mph", RegexOptions.IgnoreCase)]
    private static partial Regex Moving();

    [GeneratedRegex(@"(?:impacted include|flooding include|following locations through \d+ [AP]M|the towns of)[.\s]*(.+?)(?=\n\s*\n|\z)", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex Places();

    [GeneratedRegex(@"\.\.\.|,|\band\b|(?<!\bMt)\.\s", RegexOptions.IgnoreCase)]
    private static partial Regex Separator();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
