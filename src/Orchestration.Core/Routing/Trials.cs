namespace Orchestration.Routing;

/// <summary>Places for requests that try an endpoint: so many at once, each given up when it has not ended after a while. Not safe for several threads.</summary>
internal sealed class Trials
{
    private static readonly TimeSpan Free = TimeSpan.MinValue;

    private readonly TimeSpan[] _enteredAt;
    private readonly TimeSpan _timeout;

    public Trials(int places, TimeSpan timeout)
    {
        _enteredAt = new TimeSpan[places];
        _timeout = timeout;
        Clear();
    }

    public bool TryEnter(TimeSpan now)
    {
        foreach (ref var place in _enteredAt.AsSpan())
        {
            if (place == Free || now - place >= _timeout)
            {
                place = now;
                return true;
            }
        }

        return false;
    }

    /// <summary>Frees the place of a request. It is the one that was taken last before the request was sent; earlier ones belong to others.</summary>
    /// <returns>Whether it had a place.</returns>
    public bool Leave(TimeSpan sent)
    {
        var own = -1;
        for (var i = 0; i < _enteredAt.Length; i++)
        {
            if (_enteredAt[i] != Free && _enteredAt[i] <= sent && (own < 0 || _enteredAt[i] > _enteredAt[own]))
            {
                own = i;
            }
        }

        if (own >= 0)
        {
            _enteredAt[own] = Free;
        }

        return own >= 0;
    }

    /// <summary>When a place is free at the latest, all being taken.</summary>
    public TimeSpan FreeAt()
    {
        var first = TimeSpan.MaxValue;
        foreach (var place in _enteredAt)
        {
            first = place < first ? place : first;
        }

        return first + _timeout;
    }

    public void Clear() => Array.Fill(_enteredAt, Free);
}
