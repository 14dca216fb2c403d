namespace Orchestration.Month.Clock;

/// <summary>Drives a simulation: moves the clock on only when all work has gone quiet.</summary>
/// <remarks>
/// <para>The process has one worker thread, and the pump is a work item on it. While the pump runs, nothing else does; when no item waits either, everything there is waits for the clock.
/// That is exact, not guessed: nothing in the simulation blocks, and nothing waits for the outside.</para>
/// <para>The pump stands in the global queue, behind the items that wake-ups put there; items of the worker's own queue come before it.</para>
/// </remarks>
internal sealed class Pump(VirtualTime time) : IThreadPoolWorkItem
{
    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Timers that went off.</summary>
    public long Steps { get; private set; }

    /// <summary>Runs until no timer is left.</summary>
    /// <exception cref="InvalidOperationException">The pool has more than one worker.</exception>
    public void Run(Action start)
    {
        ThreadPool.GetMaxThreads(out var workers, out _);
        if (workers != 1)
        {
            throw new InvalidOperationException($"The thread pool may have {workers} workers; the simulation needs exactly one (System.Threading.ThreadPool.MaxThreads in runtimeconfig.json).");
        }

        ThreadPool.UnsafeQueueUserWorkItem(static start => start(), start, preferLocal: false);
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        _over.Task.GetAwaiter().GetResult();
    }

    void IThreadPoolWorkItem.Execute()
    {
        try
        {
            while (ThreadPool.PendingWorkItemCount == 0)
            {
                if (!time.FireNext())
                {
                    _over.SetResult();
                    return;
                }

                Steps++;
            }
        }
#pragma warning disable CA1031 // Handed to the one who waits.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _over.SetException(e);
            return;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }
}
