namespace Orchestration.Routing.Health;

/// <summary>Places for requests that try an endpoint: so many probes at once and one last resort, each given up when it has not ended after a while. Not safe for several threads.</summary>
internal sealed class Trials
{
    private static readonly TimeSpan Free = TimeSpan.MinValue;

    // When each was entered; the last place is the last resort's.
    private readonly TimeSpan[] _places;
    private readonly TimeSpan _timeout;

    public Trials(int probes, TimeSpan timeout)
    {
        _places = new TimeSpan[probes + 1];
        _timeout = timeout;
        Clear();
    }

    private Span<TimeSpan> Probes => _places.AsSpan(..^1);

    public bool TryProbe(TimeSpan now)
    {
        foreach (ref var place in Probes)
        {
            if (TryEnter(ref place, now))
            {
                return true;
            }
        }

        return false;
    }

    public bool TryLastResort(TimeSpan now) => TryEnter(ref _places[^1], now);

    /// <summary>Frees the place of a request that has ended. It is the one that was taken last before the request was sent; earlier ones belong to others.</summary>
    /// <returns>Whether it was the last resort's.</returns>
    public bool Leave(TimeSpan sent)
    {
        var own = -1;
        for (var i = 0; i < _places.Length; i++)
        {
            if (_places[i] != Free && _places[i] <= sent && (own < 0 || _places[i] > _places[own]))
            {
                own = i;
            }
        }

        if (own >= 0)
        {
            _places[own] = Free;
        }

        return own == _places.Length - 1;
    }

    /// <summary>When a probe may enter at the latest, all places being taken.</summary>
    public TimeSpan FreeAt()
    {
        var first = TimeSpan.MaxValue;
        foreach (var place in Probes)
        {
            first = place < first ? place : first;
        }

        return first + _timeout;
    }

    public void GiveUpLastResort() => _places[^1] = Free;

    public void Clear() => Array.Fill(_places, Free);

    private bool TryEnter(ref TimeSpan place, TimeSpan now)
    {
        if (place != Free && now - place < _timeout)
        {
            return false;
        }

        place = now;
        return true;
    }
}
