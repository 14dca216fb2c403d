using Orchestration.Simulator.Answers;

namespace Orchestration.Simulator.Serving;

/// <summary>Waits as a model's pace says. Tokens fall due by the clock, so that a late one does not delay those after it.</summary>
internal sealed class Pacer(Pace pace, TimeProvider time, ulong seed)
{
    private ulong _chance = seed;
    private long _firstToken;
    private TimeSpan _due;
    private bool _hasBegun;

    public Task LatencyAsync(CancellationToken cancellationToken) => WaitAsync(Jittered(pace.Latency), cancellationToken);

    /// <summary>Until these tokens, together, may go out.</summary>
    public Task TokensAsync(int tokens, CancellationToken cancellationToken)
    {
        if (!_hasBegun)
        {
            return BeginAsync(cancellationToken);
        }

        if (pace.TokensPerSecond is not { } rate)
        {
            return Task.CompletedTask;
        }

        _due += Jittered(TimeSpan.FromSeconds(tokens / rate));
        return WaitAsync(_due - time.GetElapsedTime(_firstToken), cancellationToken);
    }

    /// <summary>Until the whole answer may go out.</summary>
    public async Task WholeAsync(int tokens, CancellationToken cancellationToken)
    {
        await BeginAsync(cancellationToken);
        await TokensAsync(tokens, cancellationToken);
    }

    public Task WaitAsync(TimeSpan wait, CancellationToken cancellationToken) =>
        wait <= TimeSpan.Zero ? Task.CompletedTask : Task.Delay(wait, time, cancellationToken);

    private async Task BeginAsync(CancellationToken cancellationToken)
    {
        _hasBegun = true;
        await WaitAsync(Jittered(pace.TimeToFirstToken), cancellationToken);
        _firstToken = time.GetTimestamp();
    }

    private TimeSpan Jittered(TimeSpan wait)
    {
        if (pace.Jitter == 0)
        {
            return wait;
        }

        _chance = Mix.Stir(_chance);
        return wait * (1 + (pace.Jitter * ((2 * Mix.Unit(_chance)) - 1)));
    }
}
