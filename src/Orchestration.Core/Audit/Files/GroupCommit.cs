namespace Orchestration.Audit.Files;

/// <summary>Lets many appenders share one write and one fsync: they queue, one thread writes all that is queued and releases them together.</summary>
/// <remarks>A thread of its own, because it spends its time blocked in the disk, and the thread pool has better to do.</remarks>
internal sealed class GroupCommit : IDisposable
{
    private readonly Lock _gate = new();
    private readonly AutoResetEvent _wake = new(initialState: false);
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Stack<AppendWaiter> _idle = [];
    private readonly FileAuditLogOptions _options;
    private readonly SegmentWriter _writer;
    private readonly Sealer _sealer;
    private readonly ITimer _sealTimer;
    private readonly Thread _thread;

    private List<AppendWaiter> _queued = [];
    private List<AppendWaiter> _batch = [];
    private Segment _durable;
    private Exception? _failure;
    private bool _asleep;
    private bool _sealDue;
    private bool _sealTimerRuns;
    private bool _closing;

    public GroupCommit(FileAuditLogOptions options, SegmentWriter writer, Sealer sealer, TimeProvider time)
    {
        (_options, _writer, _sealer, _durable) = (options, writer, sealer, writer.Segment);
        _sealTimer = time.CreateTimer(static state => ((GroupCommit)state!).SealDue(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _thread = new Thread(Run) { IsBackground = true, Name = "Audit log writer" };
        _thread.Start();
    }

    /// <summary>The newest segment, as long as what was acknowledged.</summary>
    public Segment Durable
    {
        get
        {
            lock (_gate)
            {
                return _durable;
            }
        }
    }

    public Task Stopped => _stopped.Task;

    public ValueTask AppendAsync(AuditRecord record, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closing, typeof(FileAuditLog));
            if (_failure is not null)
            {
                return ValueTask.FromException(Failed(_failure));
            }

            if (!_idle.TryPop(out var waiter))
            {
                waiter = new AppendWaiter(this);
            }

            waiter.Begin(record);
            var task = waiter.Task(cancellationToken);
            _queued.Add(waiter);
            Wake();
            return task;
        }
    }

    public void Return(AppendWaiter waiter)
    {
        lock (_gate)
        {
            _idle.Push(waiter);
        }
    }

    /// <summary>Takes no more records; what is queued is still written, and everything sealed.</summary>
    public void Close()
    {
        lock (_gate)
        {
            if (!_closing)
            {
                _closing = true;
                Wake();
            }
        }
    }

    public void Dispose()
    {
        Close();
        _stopped.Task.Wait();
        _wake.Dispose();
    }

    private void SealDue()
    {
        lock (_gate)
        {
            _sealDue = true;
            Wake();
        }
    }

    private void Wake()
    {
        if (_asleep)
        {
            _asleep = false;
            _wake.Set();
        }
    }

    private void Run()
    {
        var closing = false;
        while (!closing)
        {
            var seal = Next(out closing);
            Commit(seal);
            _batch.Clear();
        }

        _sealTimer.Dispose();
        _writer.Dispose();
        _stopped.SetResult();
    }

    /// <summary>Waits for something to do and takes all of it; says whether everything is to be sealed.</summary>
    private bool Next(out bool closing)
    {
        if (_sealer.HasUnsealed && !_sealTimerRuns)
        {
            _sealTimerRuns = _sealTimer.Change(_options.SealInterval, Timeout.InfiniteTimeSpan);
        }

        while (true)
        {
            lock (_gate)
            {
                if (_queued.Count > 0 || _sealDue || _closing)
                {
                    (_batch, _queued) = (_queued, _batch);
                    var seal = _sealDue || _closing;
                    _sealTimerRuns &= !_sealDue;
                    _sealDue = false;
                    closing = _closing;
                    return seal;
                }

                _asleep = true;
            }

            _wake.WaitOne();
        }
    }

    private void Commit(bool seal)
    {
        var failure = _failure is null ? Write(seal) : Failed(_failure);
        lock (_gate)
        {
            _failure ??= failure;
            _durable = failure is null ? _writer.Segment : _durable;
        }

        foreach (var waiter in _batch)
        {
            waiter.Settle(failure);
        }
    }

    private IOException? Write(bool seal)
    {
        try
        {
            foreach (var waiter in _batch)
            {
                _writer.Write(waiter.Record.Utf8.Span);
                if (_sealer.Cover(waiter.Record) is { } full)
                {
                    _writer.Write(full.Utf8.Span);
                }
            }

            // A segment ends sealed, so that an opening need read no more than the seals of all but the last.
            if (seal || _writer.IsFull)
            {
                foreach (var sealOfTenant in _sealer.SealAll())
                {
                    _writer.Write(sealOfTenant.Utf8.Span);
                }
            }

            _writer.Flush();
            return null;
        }
#pragma warning disable CA1031 // The appenders must hear of every failure; on this thread, an exception would end the process.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return Failed(exception);
        }
    }

    // What reached the disk is unknown after a failure, and a later fsync may lie about it, so the log takes nothing more.
    private IOException Failed(Exception cause)
    {
        var reason = cause.InnerException ?? cause;
        return new IOException(
            $"The audit log cannot write '{_writer.Segment.Path}': {reason.Message} "
            + "Free space on the disk or repair it, then open the log again; until then it takes no records.",
            reason);
    }
}
