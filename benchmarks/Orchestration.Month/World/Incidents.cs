using Orchestration.Month.Clock;
using Orchestration.Month.Workload;

namespace Orchestration.Month.World;

/// <summary>What is wrong with a provider for a while.</summary>
internal enum IncidentKind
{
    /// <summary>Streams die at its start; then connection errors, 503s and requests that nobody answers.</summary>
    Outage,

    /// <summary>Requests are taken, and half of the streams die in mid-answer; the others get a 503.</summary>
    Flapping,

    /// <summary>Everything takes 5 to 10 times as long.</summary>
    BrownOut,

    /// <summary>The key's hard quota is used up.</summary>
    NoQuota,
}

internal sealed record Incident(string Provider, IncidentKind Kind, DateTimeOffset From, DateTimeOffset To)
{
    /// <summary>The month's incidents.</summary>
    public static IReadOnlyList<Incident> All { get; } =
    [
        new("openai", IncidentKind.Flapping, Day(10, 15, 5), Day(10, 15, 50)),
        new("anthropic", IncidentKind.Outage, Day(16, 13, 10), Day(16, 18, 25)),
        new("google", IncidentKind.BrownOut, Day(22, 9, 0), Day(22, 12, 0)),
        new("openai", IncidentKind.NoQuota, Day(25, 0, 0), Day(26, 0, 0)),
    ];

    public static Incident? At(string provider, DateTimeOffset now) => All.FirstOrDefault(incident => incident.Provider == provider && incident.From <= now && now < incident.To);

    private static DateTimeOffset Day(int day, int hour, int minute) => Arrivals.Start.AddDays(day - 1).AddHours(hour).AddMinutes(minute);
}

/// <summary>What befalls one request on a day like any other: shares of requests.</summary>
internal static class Background
{
    public const double ServerError = 0.003;
    public const double Overloaded = 0.001;
    public const double ConnectionLost = 0.002;
    public const double DiesInStream = 0.0015;
    public const double Stalls = 0.0005;

    /// <summary>The share of requests that an overloaded provider refuses in its busiest hours, 14 to 17 UTC on weekdays.</summary>
    public const double OverloadedAtPeak = 0.015;

    public static double OverloadedAt(DateTimeOffset now) =>
        now.Hour is >= 14 and < 17 && now.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) ? OverloadedAtPeak : Overloaded;

    public static double Slowness(Incident? incident, ref Draw draw) => incident?.Kind == IncidentKind.BrownOut ? draw.Between(5, 10) : 1;
}
