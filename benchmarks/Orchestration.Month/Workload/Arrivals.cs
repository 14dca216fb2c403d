using Orchestration.Month.Clock;

namespace Orchestration.Month.Workload;

/// <summary>The month's requests in the order of their arrival: a Poisson process with a daily and a weekly rhythm, and bursts. The same seed, the same requests, whatever the system does with them.</summary>
internal sealed class Arrivals
{
    public const int PopularQuestions = 3_000;
    public const double PopularShare = 0.40;
    public const double ZipfExponent = 1.05;
    public const double FurtherTurn = 0.62;
    public const int MostTurns = 10;
    public const int Days = 30;

    public static readonly DateTimeOffset Start = new(2026, 9, 1, 0, 0, 0, TimeSpan.Zero);

    // Requests an hour relative to each other, from midnight UTC; users in Europe and the east of America.
    private static readonly double[] Hours = [0.25, 0.2, 0.15, 0.15, 0.2, 0.35, 0.6, 1.0, 1.5, 1.8, 1.9, 1.7, 1.5, 1.8, 2.0, 2.0, 1.8, 1.5, 1.2, 1.0, 0.9, 0.7, 0.5, 0.35];

    // From Sunday.
    private static readonly double[] Weekdays = [0.4, 1.2, 1.25, 1.25, 1.2, 1.05, 0.45];

    private readonly ulong _seed;
    private readonly List<(DateTimeOffset At, int Session, int Turn, bool IsLast)> _schedule = [];
    private readonly List<(App App, int? Popular)> _sessions = [];
    private readonly Dictionary<App, string> _instructions = [];

    public Arrivals(ulong seed, int about)
    {
        _seed = seed;
        foreach (var app in App.All)
        {
            var draw = Draw.Of(seed, "instructions " + app.Name);
            _instructions[app] = $"You are the assistant of our {app.Name} team. " + Prose.Passage(ref draw, app.InstructionCharacters);
        }

        var zipf = ZipfTable();
        var meanTurns = (1 - Math.Pow(FurtherTurn, MostTurns)) / (1 - FurtherTurn);
        var perMinute = about / meanTurns / (Days * 24 * 60);
        var level = Hours.Average() * Weekdays.Average();
        var rhythm = Draw.Of(seed, "rhythm");
        for (var at = Start; at < Start.AddDays(Days); at += TimeSpan.FromMinutes(1))
        {
            var rate = perMinute * Hours[at.Hour] * Weekdays[(int)at.DayOfWeek] / level;
            for (var next = rhythm.Exponential(1 / rate); next < 1; next += rhythm.Exponential(1 / rate))
            {
                Plan(at.AddMinutes(next), App.All[rhythm.Weighted([.. App.All.Select(static app => app.Share)])], zipf);
            }
        }

        foreach (var (burst, count, minutes) in Bursts())
        {
            for (var i = 0; i < count; i++)
            {
                Plan(burst.AddMinutes(rhythm.Between(0, minutes)), App.All[0], zipf);
            }
        }

        _schedule.Sort(static (a, b) => (a.At, a.Session, a.Turn).CompareTo((b.At, b.Session, b.Turn)));
    }

    public int Count => _schedule.Count;

    public int Sessions => _sessions.Count;

    /// <summary>Moments at which a mailing sends many users of the support application at once.</summary>
    public static IEnumerable<(DateTimeOffset At, int Sessions, double Minutes)> Bursts() =>
    [
        (Start.AddDays(2).AddHours(9), 90, 3), (Start.AddDays(6).AddHours(17), 70, 2), (Start.AddDays(9).AddHours(15.1), 60, 3), (Start.AddDays(13).AddHours(10), 120, 4),
        (Start.AddDays(15).AddHours(15), 60, 3), (Start.AddDays(20).AddHours(12), 100, 2), (Start.AddDays(24).AddHours(9), 90, 3), (Start.AddDays(28).AddHours(16), 150, 5),
    ];

    /// <summary>Makes the requests anew, in order.</summary>
    public IEnumerable<Request> Requests()
    {
        var open = new Dictionary<int, Session>();
        for (var i = 0; i < _schedule.Count; i++)
        {
            var (at, number, turn, isLast) = _schedule[i];
            if (!open.TryGetValue(number, out var session))
            {
                var (app, popular) = _sessions[number];
                session = open[number] = new Session(_seed, number, app, _instructions[app], popular);
            }

            yield return session.Ask(i, turn, at);
            if (isLast)
            {
                open.Remove(number);
            }
        }
    }

    private void Plan(DateTimeOffset at, App app, double[] zipf)
    {
        var draw = Draw.Of(_seed, "session", _sessions.Count);
        var popular = draw.Chance(PopularShare);
        var rank = Array.BinarySearch(zipf, draw.Unit());
        var turns = 1;
        while (turns < MostTurns && draw.Chance(FurtherTurn))
        {
            turns++;
        }

        for (var turn = 0; turn < turns; turn++)
        {
            _schedule.Add((at, _sessions.Count, turn, turn == turns - 1));
            at += TimeSpan.FromSeconds(20 + draw.Lognormal(60, 0.8));
        }

        _sessions.Add((app, popular ? rank < 0 ? ~rank : rank : null));
    }

    private static double[] ZipfTable()
    {
        var sums = new double[PopularQuestions];
        var sum = 0.0;
        for (var i = 0; i < sums.Length; i++)
        {
            sums[i] = sum += Math.Pow(i + 1, -ZipfExponent);
        }

        return [.. sums.Select(part => part / sum)];
    }
}
