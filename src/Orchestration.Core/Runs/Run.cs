using System.Globalization;
using System.Threading.Channels;
using Orchestration.Audit;
using Orchestration.Graphs;
using Orchestration.Models;
using Orchestration.Policies;
using Orchestration.Replay;
using Orchestration.Routing;

namespace Orchestration.Runs;

/// <summary>The state of one run: its name, its end, its events, its sums. Shared by all frames and calls of the run.</summary>
internal sealed class Run : IDisposable
{
    private readonly CancellationTokenSource? _over;
    private readonly ITimer? _deadline;
    private readonly CancellationToken _caller;
    private readonly ChannelWriter<RunEvent>? _events;
    private readonly Lock _gate = new();
    private readonly List<StepReport> _reports = [];
    private Dictionary<StepPolicy, StepPolicy>? _rerouted;
    private Exception? _failure;
    private bool _late;
    private Usage _usage = Usage.None;
    private decimal _costUsd;
    private int _attempts;
    private int _unpriced;

    public Run(RunServices services, StepRunner steps, RunId id, Graph graph, RunOptions options, RecordedRun? recorded, RunMode mode, ChannelWriter<RunEvent>? events, CancellationToken caller)
    {
        (Services, Id, Graph, Options, Recorded, Mode, _events, _caller) = (services, id, graph, options, recorded, mode, events, caller);
        Steps = steps;
        Started = services.Time.GetTimestamp();
        if (!graph.Plan.IsPure || options.Deadline is not null || events is not null)
        {
            _over = CancellationTokenSource.CreateLinkedTokenSource(caller);
        }

        if (options.Deadline is { } deadline)
        {
            _deadline = services.Time.CreateTimer(static run => ((Run)run!).PassDeadline(), this, deadline, Timeout.InfiniteTimeSpan);
        }

        if (options.MaxConcurrentCalls is { } max)
        {
            CallSlots = new SemaphoreSlim(max);
        }
    }

    public RunServices Services { get; }

    public StepRunner Steps { get; }

    public RunId Id { get; }

    public Graph Graph { get; }

    public RunOptions Options { get; }

    public string Tenant => Options.Tenant;

    /// <summary>The canary that gave the run to this version of the graph; <see langword="null"/> for none.</summary>
    public CanaryRule? Canary { get; init; }

    /// <summary>The one step that the run is for; <see langword="null"/> = the whole graph.</summary>
    public StepTarget? Target { get; init; }

    /// <summary>US dollars over all attempts whose cost is known.</summary>
    public decimal CostUsd
    {
        get
        {
            lock (_gate)
            {
                return _costUsd;
            }
        }
    }

    /// <summary>What canaries are drawn by.</summary>
    public string Subject => field ??= Options.Subject ?? Id.ToString();

    public RecordedRun? Recorded { get; }

    public RunMode Mode { get; }

    /// <summary>When it began, as a timestamp of the <see cref="TimeProvider"/>.</summary>
    public long Started { get; }

    /// <summary>Limits the run's calls under way at once; <see langword="null"/> = no limit.</summary>
    public SemaphoreSlim? CallSlots { get; }

    /// <summary>Cancelled by the caller, by the first failing step, or by the deadline.</summary>
    public CancellationToken Token => _over?.Token ?? _caller;

    public bool IsStreamed => _events is not null;

    /// <summary>Who may share the run's answers. A repeat of a case shares with nobody but itself, run again, or it would be a copy of the first.</summary>
    public string CacheScopeOf(CachePolicy policy)
    {
        var scope = policy.Scope == CacheScope.Shared ? "shared" : $"tenant:{Tenant}";
        return Options.Eval is { Repeat: > 1 and var repeat } ? string.Create(CultureInfo.InvariantCulture, $"repeat:{repeat}/{scope}") : scope;
    }

    /// <summary>A step's policy, under the route that the run has for all of its steps.</summary>
    public StepPolicy PolicyFor(StepPolicy policy)
    {
        if (Options.Route is not { } route)
        {
            return policy;
        }

        lock (_gate)
        {
            // One for each of the graph's, since what a policy's routes are is kept by policy.
            _rerouted ??= new Dictionary<StepPolicy, StepPolicy>(ReferenceEqualityComparer.Instance);
            return _rerouted.TryGetValue(policy, out var known) ? known : _rerouted[policy] = policy with { Route = route, Fallback = null };
        }
    }

    /// <summary>Whether the deadline has passed.</summary>
    public bool IsLate => Volatile.Read(ref _late);

    /// <summary>Whether the caller has cancelled, as opposed to a failure or the deadline.</summary>
    public bool IsCancelledByCaller => _caller.IsCancellationRequested;

    /// <exception cref="OperationCanceledException">The run is over: nothing new may start.</exception>
    public void ThrowIfOver()
    {
        Token.ThrowIfCancellationRequested();
        if (Volatile.Read(ref _failure) is not null)
        {
            throw new OperationCanceledException("Another step of the run has failed.");
        }
    }

    /// <summary>Hands an event to the reader, waiting for it if it is behind.</summary>
    public ValueTask EmitAsync(RunEvent e) => _events is null ? ValueTask.CompletedTask : _events.WriteAsync(e, Token);

    /// <summary>Hands an event to the reader if they take it at once.</summary>
    public bool TryEmit(RunEvent e) => _events is null || _events.TryWrite(e);

    /// <summary>Hands over an event that tells of an end, which is due also when the run is over. A reader that has left takes it in silence.</summary>
    public ValueTask EmitEndAsync(RunEvent e) => _events is null ? ValueTask.CompletedTask : _events.WriteAsync(e, CancellationToken.None);

    public void Add(StepReport report)
    {
        lock (_gate)
        {
            _reports.Add(report);
        }
    }

    /// <summary>Adds an ended attempt to the run's sums.</summary>
    public void Add(Usage? usage, decimal? costUsd)
    {
        lock (_gate)
        {
            _attempts++;
            _usage = usage is null ? _usage : _usage + usage;
            _costUsd += costUsd ?? 0;
            _unpriced += costUsd is null ? 1 : 0;
        }
    }

    /// <summary>Takes note of a step's failure. The first one is the run's, and cancels everything that is under way; what the others then throw is its echo.</summary>
    /// <returns>The run's failure.</returns>
    public Exception Fail(string path, StepNode node, Exception failure)
    {
        Exception told = failure switch
        {
            _ when IsCancelledByCaller => failure as OperationCanceledException ?? new OperationCanceledException("The caller cancelled the run.", failure, _caller),
            StepFailedException or ReplayDivergenceException => failure,
            OperationCanceledException when Token.IsCancellationRequested || Volatile.Read(ref _failure) is not null => failure,
            _ => new StepFailedException(StepRunner.PathOf(path, node.Name), null, [], $"the step's own code threw {failure.GetType().Name}: {failure.Message}", failure),
        };
        lock (_gate)
        {
            if (_failure is null or OperationCanceledException)
            {
                _failure = told is OperationCanceledException && IsLate ? LateFailure(StepRunner.PathOf(path, node.Name), []) : told;
            }

            told = _failure;
        }

        _over?.CancelQuietly();
        return told;
    }

    /// <summary>The totals so far, as the record of the run's end.</summary>
    public RunEndedRecord EndedRecord(RunOutcome outcome, StepFailedException? failure)
    {
        lock (_gate)
        {
            return new RunEndedRecord
            {
                Outcome = outcome,
                FailedStep = failure?.Step,
                Failure = failure?.Reason,
                Usage = _usage,
                CostUsd = _costUsd,
                UnpricedAttempts = _unpriced,
                Attempts = _attempts,
                Duration = Services.Time.GetElapsedTime(Started),
            };
        }
    }

    public RunResult<TOut> Result<TOut>(TOut? value, StepFailedException? failure)
    {
        lock (_gate)
        {
            return new RunResult<TOut>(value)
            {
                Run = Id,
                Graph = Graph,
                Target = Target,
                Failure = failure is null
                    ? null
                    : new RunFailedException(Id, Graph.Name, failure.Step, failure.Reason, failure.Attempts, _costUsd, failure.Message, failure.InnerException) { DeliveredText = failure.DeliveredText },
                Steps = _reports.Count == 0 ? [] : [.. _reports],
                Usage = _usage,
                CostUsd = _costUsd,
                UnpricedAttempts = _unpriced,
                Duration = Services.Time.GetElapsedTime(Started),
            };
        }
    }

    public void Dispose()
    {
        _deadline?.Dispose();
        _over?.Dispose();
        CallSlots?.Dispose();
    }

    /// <summary>The failure of the step that was under way when the deadline passed.</summary>
    public StepFailedException LateFailure(string step, IReadOnlyList<AttemptFailure> attempts) =>
        new(step, FailureReason.Timeout, attempts, $"the run's deadline of {Options.Deadline} passed while this step was under way.", null);

    private void PassDeadline()
    {
        Volatile.Write(ref _late, true);
        _over!.CancelQuietly();
    }
}

/// <summary>Where a run's answers come from.</summary>
internal enum RunMode
{
    /// <summary>From models.</summary>
    Live,

    /// <summary>From the log; what is missing, from models.</summary>
    Resume,

    /// <summary>From the log alone.</summary>
    Replay,

    /// <summary>From a model for the step that the run is for, from what was recorded for those before it.</summary>
    Step,
}
