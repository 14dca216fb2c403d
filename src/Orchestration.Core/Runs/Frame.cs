using Orchestration.Graphs;

namespace Orchestration.Runs;

/// <summary>One execution of one graph: starts each step when its last input is done, and no later. A graph within a step gets a frame of its own.</summary>
/// <remarks>
/// There are no barriers and no fixed thread. Whoever finishes a step goes on with the next one that is ready. When more than one is ready, one helper is called from the
/// thread pool; a helper that finds still more calls the next. So quick steps run back to back on one thread, and a slow one never keeps an unrelated one from starting.
/// </remarks>
internal sealed class Frame : IThreadPoolWorkItem
{
    private readonly Run _run;
    private readonly GraphPlan _plan;
    private readonly object?[] _values;
    private readonly int[] _waits;
    private readonly int[] _ready;
    private readonly int _output;

    // By ordinal: what the run needs of the graph; null = all.
    private readonly bool[]? _needed;
    private readonly TaskCompletionSource<object?> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();

    // What is ambient to the caller (its span, its log scopes) is ambient to every step, whichever thread it runs on.
    private ExecutionContext? _context;

    // Guarded by the gate. Every step enters _ready once, so its length is enough.
    private int _queued;
    private int _taken;
    private int _active;
    private bool _helperCalled;
    private bool _outputDone;
    private Exception? _failure;

    /// <param name="run">What the execution belongs to.</param>
    /// <param name="plan">What is executed.</param>
    /// <param name="path">What the paths of its steps begin with; empty for the graph of the run itself.</param>
    public Frame(Run run, GraphPlan plan, string path)
    {
        (_run, _plan, Path) = (run, plan, path);
        _values = new object?[plan.Nodes.Length];
        _waits = plan.Waits.AsSpan().ToArray();
        _ready = new int[plan.Nodes.Length];
        _output = plan.Output;
        if (run.Target?.NextIn(path) is { } next)
        {
            _output = Array.FindIndex(plan.Nodes, 1, step => step.Name == next);
            _needed = plan.AncestorsOf(_output);
        }
    }

    public string Path { get; }

    /// <summary>Runs the graph. The task fails with what the first failing step failed with, once every step that was under way has ended.</summary>
    public Task<object?> RunAsync(object? input)
    {
        _values[0] = input;
        _active = 1;
        _context = ExecutionContext.Capture();
        Drain(finished: 0);
        return _done.Task;
    }

    void IThreadPoolWorkItem.Execute()
    {
        lock (_gate)
        {
            _helperCalled = false;
        }

        if (_context is null)
        {
            Drain(finished: -1);
        }
        else
        {
            ExecutionContext.Run(_context, static frame => ((Frame)frame!).Drain(finished: -1), this);
        }
    }

    /// <summary>Books what has finished, then works on what is ready until nothing is.</summary>
    private void Drain(int finished)
    {
        while (true)
        {
            int next;
            bool callHelper;
            lock (_gate)
            {
                if (finished >= 0)
                {
                    Book(finished);
                }

                if (_taken == _queued || _failure is not null)
                {
                    break;
                }

                next = _ready[_taken++];
                _active++;
                callHelper = _taken < _queued && !_helperCalled;
                _helperCalled |= callHelper;
            }

            if (callHelper)
            {
                ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
            }

            finished = Start(next) ? next : -1;
        }

        CompleteIfOver();
    }

    /// <summary>Runs a step as far as it goes without waiting. True if it has finished.</summary>
    private bool Start(int ordinal)
    {
        try
        {
            _run.ThrowIfOver();
            if (_plan.Nodes[ordinal] is ComputeNode compute && !_run.IsStreamed)
            {
                _values[ordinal] = compute.Compute(new Values(_values));
                return true;
            }

            var step = _run.Steps.ExecuteAsync(this, _plan.Nodes[ordinal], new Values(_values), _run);
            if (step.IsCompletedSuccessfully)
            {
                _values[ordinal] = step.Result;
                return true;
            }

            _ = FinishLaterAsync(ordinal, step);
        }
#pragma warning disable CA1031 // Whatever a step throws is the step's failure; it is rethrown at the edge of the run.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Fail(ordinal, e);
        }

        return false;
    }

    private async Task FinishLaterAsync(int ordinal, ValueTask<object?> step)
    {
        try
        {
            _values[ordinal] = await step.ConfigureAwait(false);
        }
#pragma warning disable CA1031 // As above.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Fail(ordinal, e);
            CompleteIfOver();
            return;
        }

        Drain(ordinal);
    }

    private void Book(int finished)
    {
        _active--;
        _outputDone |= finished == _output;
        foreach (var dependant in _plan.Dependants[finished])
        {
            if (--_waits[dependant] == 0 && _needed?[dependant] != false)
            {
                _ready[_queued++] = dependant;
            }
        }
    }

    private void Fail(int ordinal, Exception failure)
    {
        var told = _run.Fail(Path, _plan.Nodes[ordinal], failure);
        lock (_gate)
        {
            _active--;
            _failure ??= told;
        }
    }

    private void CompleteIfOver()
    {
        lock (_gate)
        {
            if (_active > 0 || !(_outputDone || _failure is not null))
            {
                return;
            }
        }

        if (_failure is not null)
        {
            _done.TrySetException(_failure);
        }
        else
        {
            _done.TrySetResult(_values[_output]);
        }
    }
}
