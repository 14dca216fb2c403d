namespace Orchestration.Runs;

/// <summary>Two attempts at the same answer: the first token wins, and the other is cancelled.</summary>
internal sealed class HedgeRace(CancellationToken run) : IDisposable
{
    private readonly TaskCompletionSource _won = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private readonly List<(Attempt Attempt, CancellationTokenSource End)> _runners = [];
    private volatile Attempt? _winner;

    /// <summary>Ends when one has its first token.</summary>
    public Task Won => _won.Task;

    /// <summary>Who had the first token; <see langword="null"/> while nobody has.</summary>
    public Attempt? Winner => _winner;

    public CancellationToken Enter(Attempt attempt)
    {
        var end = CancellationTokenSource.CreateLinkedTokenSource(run);
        lock (_gate)
        {
            _runners.Add((attempt, end));
        }

        return end.Token;
    }

    /// <summary>An attempt has its first token.</summary>
    /// <returns>Whether it is the first to have one.</returns>
    public bool Claim(Attempt attempt)
    {
        List<CancellationTokenSource> losers;
        lock (_gate)
        {
            if (_winner is not null)
            {
                return _winner == attempt;
            }

            _winner = attempt;
            losers = [.. _runners.Where(runner => runner.Attempt != attempt).Select(static runner => runner.End)];
        }

        foreach (var loser in losers)
        {
            loser.CancelQuietly();
        }

        _won.TrySetResult();
        return true;
    }

    public bool IsLost(Attempt attempt) => _winner is { } winner && winner != attempt;

    public void Dispose()
    {
        foreach (var (_, end) in _runners)
        {
            end.Dispose();
        }
    }
}
