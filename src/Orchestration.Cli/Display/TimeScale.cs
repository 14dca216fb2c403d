namespace Orchestration.Cli.Display;

/// <summary>Where a point in time stands on a line so many characters wide. The time between two legs of a run, in which nothing ran, takes two characters, however long it was.</summary>
internal sealed class TimeScale
{
    private const int GapWidth = 2;

    private readonly IReadOnlyList<(DateTimeOffset From, DateTimeOffset To)> _legs;
    private readonly double _perSecond;

    public TimeScale(IReadOnlyList<(DateTimeOffset From, DateTimeOffset To)> legs, int width)
    {
        (_legs, Width) = (legs, width);
        Seconds = legs.Sum(static leg => (leg.To - leg.From).TotalSeconds);
        _perSecond = Seconds > 0 ? Math.Max(1, width - 1 - (GapWidth * (legs.Count - 1))) / Seconds : 0;
    }

    public int Width { get; }

    /// <summary>What the line stands for, the gaps left out.</summary>
    public double Seconds { get; }

    /// <summary>The columns at which a leg after the first begins.</summary>
    public IEnumerable<int> Gaps => _legs.Skip(1).Select(leg => Math.Max(0, ColumnOf(leg.From) - 1));

    public int ColumnOf(DateTimeOffset time)
    {
        var column = 0.0;
        foreach (var (from, to) in _legs)
        {
            if (time <= to || (from, to) == _legs[^1])
            {
                column += Math.Clamp((time - from).TotalSeconds, 0, (to - from).TotalSeconds) * _perSecond;
                break;
            }

            column += ((to - from).TotalSeconds * _perSecond) + GapWidth;
        }

        return Math.Clamp((int)Math.Round(column), 0, Width - 1);
    }

    /// <summary>Round figures along the line, each with its column: as many as there is room for.</summary>
    public IEnumerable<(int Column, string Label)> Ticks()
    {
        const int Room = 10;
        if (Seconds <= 0 || Width < 2 * Room || _legs.Count > 1)
        {
            yield break;
        }

        var least = Seconds * Room / Width;
        var power = Math.Pow(10, Math.Floor(Math.Log10(least)));
        var step = new[] { 1.0, 2, 5, 10 }.Select(factor => factor * power).First(candidate => candidate >= least);
        for (var at = 0; at * step * _perSecond <= Width - Room; at++)
        {
            yield return ((int)Math.Round(at * step * _perSecond), Words.Seconds(TimeSpan.FromSeconds(at * step)));
        }
    }
}
