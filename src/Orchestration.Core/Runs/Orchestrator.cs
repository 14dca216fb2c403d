using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Threading.Channels;
using Orchestration.Audit;
using Orchestration.Diagnostics;
using Orchestration.Graphs;
using Orchestration.Models;
using Orchestration.Policies;
using Orchestration.Replay;
using Orchestration.Routing;

namespace Orchestration.Runs;

/// <summary>The engine behind <see cref="IOrchestrator"/>: gives each run its frame, its first and last record, and its result.</summary>
internal sealed class Orchestrator : IOrchestrator
{
    // Enough to keep a reader and the models from waiting for each other at every event; what does not fit waits.
    private const int EventBuffer = 64;

    private static readonly RunOptions NoOptions = new();

    private readonly RunServices _services;
    private readonly StepRunner _steps;
    private readonly GraphVersions _graphs;

    public Orchestrator(RunServices services, IEnumerable<Graph> graphs)
    {
        if (services.DefaultPolicy.Fault() is { } fault)
        {
            throw new InvalidOperationException($"OrchestrationOptions.DefaultPolicy cannot hold: {fault}.");
        }

        _services = services;
        _steps = new StepRunner(new GuardedCall(services), new EffectRunner(services), services.DefaultPolicy);
        _graphs = new GraphVersions(graphs);
        foreach (var graph in _graphs.All)
        {
            services.Routing.Current.Check(graph, services.DefaultPolicy);
        }
    }

    public StepPolicy DefaultPolicy => _services.DefaultPolicy;

    public IReadOnlyList<Graph> Graphs => _graphs.All;

    public Task<RunResult> RunAsync(Graph graph, JsonBytes input, RunOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(graph);
        return graph.Accept(new RunOnJson(this, input, options, null, cancellationToken));
    }

    public async Task<RunResult> RunStepAsync(
        Graph graph, string step, JsonBytes input, RecordedAnswers answers, RunOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(graph);
        ArgumentException.ThrowIfNullOrEmpty(step);
        ArgumentNullException.ThrowIfNull(answers);
        var target = new StepTarget(graph, step);
        var result = await graph.Accept(new RunOnJson(this, input, options, (target, answers), cancellationToken)).ConfigureAwait(false);
        return result is { Succeeded: true } && target.Prompt is null
            ? throw new ArgumentException($"The run came to its end without step '{step}': its item is not there on this input, or its branch is not taken.", nameof(step))
            : result;
    }

    /// <summary>Runs one step on recorded answers. The result is an object: whose type it has, only the step knows.</summary>
    internal async Task<RunResult> RunStepAsync<TIn>(Graph graph, TIn input, RunOptions? options, StepTarget target, RecordedAnswers answers, CancellationToken cancellationToken)
    {
        var start = new RunStartedRecord { Graph = graph.Name, Version = graph.Version, Fingerprint = graph.Fingerprint };
        options ??= NoOptions;
        var recorded = RecordedRun.Of(default, options.Tenant, start, answers);
        return await ExecuteAsync<TIn, object?>(graph, input, options, recorded, RunMode.Step, null, cancellationToken, target).ConfigureAwait(false);
    }

    public Task<RunResult<TOut>> RunAsync<TIn, TOut>(Graph<TIn, TOut> graph, TIn input, RunOptions? options = null, CancellationToken cancellationToken = default) =>
        ExecuteAsync<TIn, TOut>(graph, input, options ?? NoOptions, null, RunMode.Live, null, cancellationToken);

    public IAsyncEnumerable<RunEvent> StreamAsync<TIn, TOut>(
        Graph<TIn, TOut> graph, TIn input, RunOptions? options = null, CancellationToken cancellationToken = default) =>
        ReadAsync((events, token) => ExecuteAsync<TIn, TOut>(graph, input, options ?? NoOptions, null, RunMode.Live, events, token), cancellationToken);

    public async Task<RunResult<TOut>> ReplayAsync<TIn, TOut>(Graph<TIn, TOut> graph, RunId run, CancellationToken cancellationToken = default) =>
        await ReplayAsync(graph, run, null, cancellationToken).ConfigureAwait(false);

    public IAsyncEnumerable<RunEvent> StreamReplayAsync<TIn, TOut>(Graph<TIn, TOut> graph, RunId run, CancellationToken cancellationToken = default) =>
        ReadAsync((events, token) => ReplayAsync(graph, run, events, token), cancellationToken);

    public async Task<RunResult> ReplayAsync(RunId run, CancellationToken cancellationToken = default) =>
        await (await FindGraphAsync(run, cancellationToken).ConfigureAwait(false)).Accept(new ReplayOf(this, run, cancellationToken)).ConfigureAwait(false);

    public async Task<RunResult> ResumeAsync(RunId run, RunOptions? options = null, CancellationToken cancellationToken = default) =>
        await (await FindGraphAsync(run, cancellationToken).ConfigureAwait(false)).Accept(new ResumeOf(this, run, options, cancellationToken)).ConfigureAwait(false);

    public async Task<RunResult<TOut>> ResumeAsync<TIn, TOut>(
        Graph<TIn, TOut> graph, RunId run, RunOptions? options = null, CancellationToken cancellationToken = default) =>
        await ResumeAsync(graph, run, options, null, cancellationToken).ConfigureAwait(false);

    public IAsyncEnumerable<RunEvent> StreamResumeAsync<TIn, TOut>(
        Graph<TIn, TOut> graph, RunId run, RunOptions? options = null, CancellationToken cancellationToken = default) =>
        ReadAsync((events, token) => ResumeAsync(graph, run, options, events, token), cancellationToken);

    private async Task<RunResult<TOut>> ResumeAsync<TIn, TOut>(
        Graph<TIn, TOut> graph, RunId run, RunOptions? options, ChannelWriter<RunEvent>? events, CancellationToken cancellationToken)
    {
        var recorded = await LoadAsync(graph, run, cancellationToken).ConfigureAwait(false);
        options = (options ?? NoOptions) with { Tenant = recorded.Tenant };
        return await ExecuteAsync<TIn, TOut>(graph, InputOf<TIn>(graph, recorded), options, recorded, RunMode.Resume, events, cancellationToken).ConfigureAwait(false);
    }

    private async Task<RunResult<TOut>> ReplayAsync<TIn, TOut>(Graph<TIn, TOut> graph, RunId run, ChannelWriter<RunEvent>? events, CancellationToken cancellationToken)
    {
        var recorded = await LoadAsync(graph, run, cancellationToken).ConfigureAwait(false);
        var options = new RunOptions { Tenant = recorded.Tenant };
        return await ExecuteAsync<TIn, TOut>(graph, InputOf<TIn>(graph, recorded), options, recorded, RunMode.Replay, events, cancellationToken).ConfigureAwait(false);
    }

    private async Task<RunResult<TOut>> ExecuteAsync<TIn, TOut>(
        Graph graph,
        TIn input,
        RunOptions options,
        RecordedRun? recorded,
        RunMode mode,
        ChannelWriter<RunEvent>? events,
        CancellationToken cancellationToken,
        StepTarget? target = null)
    {
        ArgumentNullException.ThrowIfNull(graph);
        if (options.Fault() is { } fault)
        {
            throw new ArgumentException($"The run's options cannot hold: {fault}.", nameof(options));
        }

        cancellationToken.ThrowIfCancellationRequested();
        if (mode != RunMode.Replay)
        {
            _services.Routing.Current.Check(graph, _services.DefaultPolicy);
            if (options.Route is { } route && _services.Routing.Current.UnknownFault(route) is { } unknown)
            {
                throw new ArgumentException($"The run's options cannot hold: Route names '{route}', {unknown}.", nameof(options));
            }
        }

        var id = mode == RunMode.Resume ? recorded!.Run : new RunId(_services.Ids.Next());
        var canary = mode == RunMode.Live && options is { Eval: null, RerunOf: null } ? CanaryOf(graph, id, options) : null;
        graph = canary is null ? graph : _graphs.Find(graph.Name, canary.Version!.Value)!;
        using var span = graph.Plan.IsPure ? null : Telemetry.StartRun(graph, id, options.Tenant);
        using var run = new Run(_services, _steps, id, graph, options, recorded, mode, events, cancellationToken) { Canary = canary, Target = target };
        try
        {
            await StartAsync(run, graph, input).ConfigureAwait(false);
            var output = await new Frame(run, graph.Plan, string.Empty).RunAsync(input).ConfigureAwait(false);
            await EndAsync(run, RunOutcome.Succeeded, null).ConfigureAwait(false);
            return await TellAsync(events, run.Result((TOut?)(target is null ? output : target.Value), null)).ConfigureAwait(false);
        }
        catch (StepFailedException failure)
        {
            await EndAsync(run, RunOutcome.Failed, failure).ConfigureAwait(false);
            return await TellAsync(events, run.Result<TOut>(default, failure)).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            await EndAsync(run, e is OperationCanceledException ? RunOutcome.Cancelled : RunOutcome.Failed, null).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            throw;
        }
        finally
        {
            if (options.Budget is not null)
            {
                await _services.Ledger.CloseAsync(BudgetGate.RunAccount(run), CancellationToken.None).ConfigureAwait(false);
            }
        }
    }

    /// <summary>The canary that gives the run to another version of its graph; <see langword="null"/> for none.</summary>
    private CanaryRule? CanaryOf(Graph graph, RunId run, RunOptions options)
    {
        foreach (var rule in _services.Routing.Policy.Canaries)
        {
            if (rule.Graph == graph.Name && rule.Version is { } version && version != graph.Version && _graphs.Has(graph.Name, version)
                && _services.Canaries.Takes(rule, options.Tenant, options.Subject ?? run.ToString()))
            {
                return rule;
            }
        }

        return null;
    }

    private async ValueTask StartAsync<TIn>(Run run, Graph graph, TIn input)
    {
        if (!graph.Plan.IsPure)
        {
            await _services.AppendAsync(run, null, null, new RunStartedRecord
            {
                Graph = graph.Name,
                Version = graph.Version,
                Fingerprint = graph.Fingerprint,
                Input = new JsonBytes(JsonSerializer.SerializeToUtf8Bytes(input, (JsonTypeInfo<TIn>)graph.InputContract!)),
                ReplayOf = run.Mode == RunMode.Replay ? run.Recorded!.Run : null,
                Resumed = run.Mode == RunMode.Resume,
                Canary = run.Canary?.Name,
                RerunOf = run.Options.RerunOf,
                Eval = run.Options.Eval,
                Route = run.Options.Route,
                OnlyStep = run.Target?.Path,
            }).ConfigureAwait(false);
        }

        if (run is { Mode: RunMode.Resume, Options.Budget: not null })
        {
            await BudgetGate.BookEarlierAsync(_services, BudgetGate.RunAccount(run), run.Recorded!.Spent).ConfigureAwait(false);
        }

        await run.EmitAsync(new RunStarted(run.Id, graph)).ConfigureAwait(false);
    }

    private async ValueTask EndAsync(Run run, RunOutcome outcome, StepFailedException? failure)
    {
        if (run.Canary is { } canary && outcome != RunOutcome.Cancelled)
        {
            _services.Canaries.Observe(canary, failed: outcome == RunOutcome.Failed, firstToken: null, run.CostUsd);
        }

        if (run.Graph.Plan.IsPure)
        {
            return;
        }

        try
        {
            await _services.AppendAsync(run, null, null, run.EndedRecord(outcome, failure)).ConfigureAwait(false);
        }
        catch (StepFailedException) when (outcome != RunOutcome.Succeeded)
        {
            // The log is out of order, which may be why the run failed; the first failure is the one to report.
        }
    }

    private static async ValueTask<RunResult<TOut>> TellAsync<TOut>(ChannelWriter<RunEvent>? events, RunResult<TOut> result)
    {
        if (events is not null)
        {
            await events.WriteAsync(new RunEnded<TOut>(result)).ConfigureAwait(false);
        }

        return result;
    }

    /// <summary>Yields what a run writes. The run ends with the reader: by its last event, or because the reader left.</summary>
    private static async IAsyncEnumerable<RunEvent> ReadAsync<TOut>(
        Func<ChannelWriter<RunEvent>, CancellationToken, Task<RunResult<TOut>>> start, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var events = Channel.CreateBounded<RunEvent>(new BoundedChannelOptions(EventBuffer) { SingleReader = true });
        using var left = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var run = CloseWhenOverAsync(start(events.Writer, left.Token), events.Writer);
        try
        {
            while (await events.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
            {
                while (events.Reader.TryRead(out var next))
                {
                    yield return next;
                }
            }
        }
        finally
        {
            if (!cancellationToken.IsCancellationRequested)
            {
                // Else the caller's own token is telling the run right now, and is not to return before it has.
                left.CancelQuietly();
            }

            while (!run.IsCompleted && await events.Reader.WaitToReadAsync(CancellationToken.None).ConfigureAwait(false))
            {
                events.Reader.TryRead(out _);
            }

            await run.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await run.ConfigureAwait(false);
    }

    private static async Task CloseWhenOverAsync(Task run, ChannelWriter<RunEvent> events)
    {
        try
        {
            await run.ConfigureAwait(false);
        }
        finally
        {
            events.TryComplete();
        }
    }

    private async Task<RecordedRun> LoadAsync(Graph graph, RunId run, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(graph);
        var recorded = await RecordedRun.LoadAsync(_services.Audit, run, cancellationToken).ConfigureAwait(false);
        return recorded.Start.Graph == graph.Name
            ? recorded
            : throw new RunNotFoundException(run, $"it is a run of graph '{recorded.Start.Graph}', not of '{graph.Name}'.");
    }

    private async Task<Graph> FindGraphAsync(RunId run, CancellationToken cancellationToken)
    {
        var recorded = await RecordedRun.LoadAsync(_services.Audit, run, cancellationToken).ConfigureAwait(false);
        return _graphs.Find(recorded.Start.Graph, recorded.Start.Version)
            ?? throw new RunNotFoundException(run, $"its graph '{recorded.Start.Graph}' is not registered. Add it with AddGraph, or give the graph with the call.");
    }

    private static TIn InputOf<TIn>(Graph graph, RecordedRun recorded) =>
        JsonSerializer.Deserialize(recorded.Start.Input.Utf8.Span, (JsonTypeInfo<TIn>)graph.InputContract!)!;
}
