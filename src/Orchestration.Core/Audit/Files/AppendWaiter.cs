using System.Threading.Tasks.Sources;

namespace Orchestration.Audit.Files;

/// <summary>One appender's wait for its batch. Used again and again, so that an append allocates nothing.</summary>
internal sealed class AppendWaiter(GroupCommit owner) : IValueTaskSource, IThreadPoolWorkItem
{
    private const int Waiting = 0;
    private const int Settled = 1;
    private const int Cancelled = 2;

    private ManualResetValueTaskSourceCore<bool> _core;
    private CancellationTokenRegistration _cancellation;
    private Exception? _failure;
    private int _state;

    public AuditRecord Record { get; private set; } = null!;

    public void Begin(AuditRecord record)
    {
        Record = record;
        _failure = null;
        _state = Waiting;
        _core.Reset();
    }

    /// <summary>The task of this wait; to be taken before the writer can know of it.</summary>
    public ValueTask Task(CancellationToken cancellationToken)
    {
        var task = new ValueTask(this, _core.Version);
        if (cancellationToken.CanBeCanceled)
        {
            _cancellation = cancellationToken.UnsafeRegister(static (state, token) => ((AppendWaiter)state!).Cancel(token), this);
        }

        return task;
    }

    /// <summary>Ends the wait, on the thread pool: the writer goes on with the next batch instead of running what was waiting.</summary>
    public void Settle(Exception? failure)
    {
        if (Interlocked.CompareExchange(ref _state, Settled, Waiting) == Waiting)
        {
            _failure = failure;
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    void IThreadPoolWorkItem.Execute()
    {
        if (_failure is null)
        {
            _core.SetResult(result: true);
        }
        else
        {
            _core.SetException(_failure);
        }
    }

    void IValueTaskSource.GetResult(short token)
    {
        try
        {
            _core.GetResult(token);
        }
        finally
        {
            _cancellation.Dispose();
            _cancellation = default;

            // After a cancellation the writer still holds this waiter in its batch, so it is left to the collector.
            if (_state == Settled)
            {
                Record = null!;
                owner.Return(this);
            }
        }
    }

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _core.GetStatus(token);

    void IValueTaskSource.OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);

    private void Cancel(CancellationToken cancellationToken)
    {
        if (Interlocked.CompareExchange(ref _state, Cancelled, Waiting) == Waiting)
        {
            _core.RunContinuationsAsynchronously = true;
            _core.SetException(new OperationCanceledException(cancellationToken));
        }
    }
}
