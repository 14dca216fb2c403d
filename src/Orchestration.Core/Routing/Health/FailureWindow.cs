namespace Orchestration.Routing.Health;

/// <summary>The share of requests that failed of late: each loses half its weight with each half-life. Not safe for several threads.</summary>
internal sealed class FailureWindow(TimeSpan halfLife, int minimumRequests, double ratio)
{
    private double _requests;
    private double _failures;
    private int _inARow;
    private TimeSpan _at;

    public double Ratio => _requests > 0 ? _failures / _requests : 0;

    public void Add(bool failed, TimeSpan now)
    {
        var kept = double.Exp2(-((now - _at) / halfLife));
        _requests = (_requests * kept) + 1;
        _failures = (_failures * kept) + (failed ? 1 : 0);
        _inARow = failed ? Math.Min(_inARow + 1, minimumRequests) : 0;
        _at = now;
    }

    /// <summary>Whether what was added last has filled the measure.</summary>
    /// <remarks>An endpoint asked so seldom that the weights never reach the minimum still opens when it does nothing but fail.</remarks>
    public bool IsOver => _inARow >= minimumRequests || (_requests >= minimumRequests && Ratio >= ratio);

    public void Clear() => (_requests, _failures, _inARow) = (0, 0, 0);
}
