using Orchestration.Models;

namespace Orchestration.Limits;

/// <summary>The limits of one model and the queue before them. Whoever came first goes first: a small call never overtakes a large one, which else might wait for ever.</summary>
internal sealed class ModelGate
{
    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly long _epoch;
    private readonly int _places;
    private readonly bool _limitsRequests;
    private readonly bool _limitsTokens;
    private readonly LinkedList<Waiter> _queue = [];
    private readonly ITimer _wake;
    private TokenBucket _requests;
    private TokenBucket _tokens;
    private long _queuedTokens;
    private int _inFlight;

    public ModelGate(ModelProfile profile, TimeProvider time)
    {
        _time = time;
        _epoch = time.GetTimestamp();
        _places = profile.MaxConcurrentCalls ?? int.MaxValue;
        _limitsRequests = profile.RequestsPerMinute is not null;
        _limitsTokens = profile.TokensPerMinute is not null;
        _requests = new TokenBucket(profile.RequestsPerMinute ?? 1, 0);
        _tokens = new TokenBucket(profile.TokensPerMinute ?? 1, 0);
        _wake = time.CreateTimer(static gate => ((ModelGate)gate!).Admit(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public ValueTask<CallLease> AcquireAsync(long tokens, TimeSpan maxWait, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Waiter waiter;
        lock (_gate)
        {
            var wait = TicksUntil(tokens, _queue.Count, _queuedTokens);
            if (wait == 0 && _queue.Count == 0 && _inFlight < _places)
            {
                return ValueTask.FromResult<CallLease>(Grant(tokens));
            }

            if (maxWait != Timeout.InfiniteTimeSpan && (maxWait <= TimeSpan.Zero || wait > maxWait.Ticks))
            {
                return ValueTask.FromResult(CallLease.Refused(TimeSpan.FromTicks(wait)));
            }

            waiter = new Waiter(this, tokens);
            _queue.AddLast(waiter.Place);
            _queuedTokens += tokens;
            SetWake();
        }

        return waiter.WaitAsync(maxWait, _time, cancellationToken);
    }

    private void Admit()
    {
        lock (_gate)
        {
            while (_queue.First is { Value: var first } && _inFlight < _places && TicksUntil(first.Tokens, 0, 0) == 0)
            {
                Leave(first);
                first.SetResult(Grant(first.Tokens));
            }

            SetWake();
        }
    }

    /// <summary>Ends a wait from outside the queue. Whoever takes the waiter out of the queue decides how its wait ends.</summary>
    private bool TryLeave(Waiter waiter, out TimeSpan retryAfter)
    {
        lock (_gate)
        {
            retryAfter = TimeSpan.Zero;
            if (waiter.Place.List is null)
            {
                return false;
            }

            Leave(waiter);
            retryAfter = TimeSpan.FromTicks(TicksUntil(waiter.Tokens, _queue.Count, _queuedTokens));
        }

        Admit();
        return true;
    }

    private void Leave(Waiter waiter)
    {
        _queue.Remove(waiter.Place);
        _queuedTokens -= waiter.Tokens;
    }

    private Lease Grant(long tokens)
    {
        _inFlight++;
        _requests.Take(1);
        _tokens.Take(tokens);
        return new Lease(this, tokens);
    }

    private void Release(long tokens, long actualTokens)
    {
        lock (_gate)
        {
            _inFlight--;
            _tokens.Return(tokens - actualTokens);
        }

        Admit();
    }

    private long TicksUntil(long tokens, long requestsBefore, long tokensBefore)
    {
        var now = _time.GetElapsedTime(_epoch).Ticks;
        return Math.Max(
            _limitsRequests ? _requests.TicksUntil(1, requestsBefore, now) : 0,
            _limitsTokens ? _tokens.TicksUntil(tokens, tokensBefore, now) : 0);
    }

    private void SetWake()
    {
        // A full house wakes the queue when a call ends; a bucket has to be waited for.
        var ticks = _queue.First is { Value: var first } && _inFlight < _places ? TicksUntil(first.Tokens, 0, 0) : -1;
        _wake.Change(ticks < 0 ? Timeout.InfiniteTimeSpan : Rounded(ticks), Timeout.InfiniteTimeSpan);
    }

    // Timers count whole milliseconds, and must not fire just before the time.
    private static TimeSpan Rounded(long ticks) =>
        TimeSpan.FromMilliseconds(Math.Min((ticks + TimeSpan.TicksPerMillisecond - 1) / TimeSpan.TicksPerMillisecond, int.MaxValue));

    private sealed class Lease(ModelGate gate, long tokens) : CallLease
    {
        private int _released;

        public override ValueTask ReleaseAsync(long? actualTokens)
        {
            if (Interlocked.Exchange(ref _released, 1) == 0)
            {
                gate.Release(tokens, Math.Max(0, actualTokens ?? tokens));
            }

            return ValueTask.CompletedTask;
        }
    }

    private sealed class Waiter : TaskCompletionSource<CallLease>
    {
        private readonly ModelGate _gate;

        public Waiter(ModelGate gate, long tokens)
            : base(TaskCreationOptions.RunContinuationsAsynchronously)
        {
            (_gate, Tokens) = (gate, tokens);
            Place = new LinkedListNode<Waiter>(this);
        }

        public long Tokens { get; }

        public LinkedListNode<Waiter> Place { get; }

        public async ValueTask<CallLease> WaitAsync(TimeSpan maxWait, TimeProvider time, CancellationToken cancellationToken)
        {
            using var deadline = maxWait == Timeout.InfiniteTimeSpan
                ? null
                : time.CreateTimer(static waiter => ((Waiter)waiter!).GiveUp(), this, maxWait, Timeout.InfiniteTimeSpan);
            using var cancellation = cancellationToken.UnsafeRegister(static (waiter, token) => ((Waiter)waiter!).Cancel(token), this);
            return await Task.ConfigureAwait(false);
        }

        private void GiveUp()
        {
            if (_gate.TryLeave(this, out var retryAfter))
            {
                SetResult(CallLease.Refused(retryAfter));
            }
        }

        private void Cancel(CancellationToken token)
        {
            if (_gate.TryLeave(this, out _))
            {
                SetCanceled(token);
            }
        }
    }
}
