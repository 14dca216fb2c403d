using System.CommandLine;
using System.Globalization;

namespace Orchestration.Cli.Commands;

/// <summary>Points in time as people type them: a day, an instant, or how long ago.</summary>
internal static class TimeArgument
{
    public static Option<string?> From() => new("--from") { Description = "From this time on: 2026-11-20, 2026-11-20T08:00Z, or how long ago, as 90m, 24h, 7d", HelpName = "time" };

    public static Option<string?> To() => new("--to") { Description = "Before this time", HelpName = "time" };

    /// <exception cref="UsageException">It is none of these.</exception>
    public static DateTimeOffset? Read(Tool tool, ParseResult parse, Option<string?> option)
    {
        if (parse.GetValue(option) is not { } text)
        {
            return null;
        }

        if (text.Length > 1 && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count) && UnitOf(text[^1]) is { } unit)
        {
            return tool.Time.GetUtcNow() - (count * unit);
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
            ? time
            : throw new UsageException($"{option.Name} '{text}' is not a time. Write a day (2026-11-20), an instant (2026-11-20T08:00Z), or how long ago (90m, 24h, 7d); UTC where no zone is given.");
    }

    private static TimeSpan? UnitOf(char unit) => unit switch
    {
        's' => TimeSpan.FromSeconds(1),
        'm' => TimeSpan.FromMinutes(1),
        'h' => TimeSpan.FromHours(1),
        'd' => TimeSpan.FromDays(1),
        'w' => TimeSpan.FromDays(7),
        _ => null,
    };
}
