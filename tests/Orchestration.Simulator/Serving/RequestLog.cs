namespace Orchestration.Simulator.Serving;

/// <summary>The requests that were served, in the order in which they ended, and those who wait for more of them.</summary>
internal sealed class RequestLog
{
    private readonly Lock _gate = new();
    private readonly List<ServedRequest> _requests = [];
    private readonly List<(int Count, TaskCompletionSource Reached)> _waiters = [];
    private int _arrived;

    /// <summary>Requests that have come and whose response is not over.</summary>
    public int InFlight
    {
        get
        {
            lock (_gate)
            {
                return _arrived - _requests.Count;
            }
        }
    }

    public IReadOnlyList<ServedRequest> Snapshot()
    {
        lock (_gate)
        {
            return [.. _requests];
        }
    }

    /// <summary>The number of a request that has come.</summary>
    public int Arrive()
    {
        lock (_gate)
        {
            return ++_arrived;
        }
    }

    public void Add(ServedRequest request)
    {
        List<TaskCompletionSource> reached = [];
        lock (_gate)
        {
            _requests.Add(request);
            for (var i = _waiters.Count - 1; i >= 0; i--)
            {
                if (_waiters[i].Count <= _requests.Count)
                {
                    reached.Add(_waiters[i].Reached);
                    _waiters.RemoveAt(i);
                }
            }
        }

        foreach (var waiter in reached)
        {
            waiter.SetResult();
        }
    }

    public Task WaitForAsync(int count, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_requests.Count >= count)
            {
                return Task.CompletedTask;
            }

            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiters.Add((count, reached));
            return reached.Task.WaitAsync(cancellationToken);
        }
    }
}
