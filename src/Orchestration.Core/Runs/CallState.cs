using System.Collections.Immutable;
using Microsoft.Extensions.AI;
using Orchestration.Audit;
using Orchestration.Caching;
using Orchestration.Models;
using Orchestration.Policies;
using Orchestration.Prompts;
using Orchestration.Routing;
using Orchestration.Routing.Planning;

namespace Orchestration.Runs;

/// <summary>One request of a step to "a model", however many attempts it takes.</summary>
internal readonly record struct Call(Run Run, string Step, Prompt Prompt, StepPolicy Policy);

/// <summary>An accepted answer.</summary>
/// <param name="Completion">What the model said.</param>
/// <param name="Model">The name the model is registered by.</param>
/// <param name="Attempt">The record of the attempt that got it.</param>
internal sealed record Answer(Completion Completion, string? Model, Guid? Attempt)
{
    /// <summary>Whether it was made by several attempts, so that no attempt's record holds it.</summary>
    public bool IsJoined { get; init; }
}

/// <summary>What came of asking one candidate: an answer and the output made of it, or a failure.</summary>
internal readonly record struct Outcome(Answer? Answer, object? Output, AttemptFailure? Failure)
{
    /// <summary>What a failed attempt received; <see langword="null"/> when no request was sent.</summary>
    public Received? Received { get; init; }
}

/// <summary>What a call hands to identical calls that waited for it: its answer, or why there is none.</summary>
internal sealed record Landing(Answer? Answer, AttemptFailure? Failure);

/// <summary>What a call has tried and taken so far. Used by one call, and by two attempts at once when it is hedged.</summary>
internal sealed class CallState(Call call, List<ChatMessage> messages, ChatOptions options, CanonicalRequest request, long started)
{
    private readonly Lock _gate = new();
    private ImmutableArray<PassedOver> _passedOver = [];
    private (List<ChatMessage>, ChatOptions)? _instructed;
    private int _attempts;
    private long _reading;

    public Call Call { get; } = call;

    public Run Run => Call.Run;

    public List<ChatMessage> Messages { get; } = messages;

    public ChatOptions Options { get; } = options;

    /// <summary>Its JSON is there until the first attempt; its hash stays.</summary>
    public CanonicalRequest Request { get; } = request;

    public long Started { get; } = started;

    /// <summary>What takes tokens in the request; each model counts them in its own way.</summary>
    public RequestProfile Profile { get; } = RequestProfile.Of(messages, options);

    /// <summary>What the request takes with an average model, rather too much than too little.</summary>
    public long EstimatedInputTokens { get; } = TokenEstimate.OfRequest(messages, options);

    /// <summary>Attempts made, not counting those before a crash: the policy's limits begin anew with a resumed run.</summary>
    public int Attempts => Volatile.Read(ref _attempts);

    /// <summary>The number of the latest attempt in the log, where a resumed run counts on.</summary>
    public int LatestAttempt => (Run.Recorded?.AttemptsOf(Call.Step) ?? 0) + Attempts;

    /// <summary>What the reader of the stream is given; <see langword="null"/> when nobody reads.</summary>
    public Delivery? Delivery { get; private set; }

    /// <summary>The answer that broke off and is to be carried on; <see langword="null"/> when there is none.</summary>
    public BrokenAnswer? Broken { get; set; }

    /// <summary>The latest answer that was not valid and that its model may repair; <see langword="null"/> when there is none.</summary>
    public InvalidAnswer? Invalid { get; set; }

    /// <summary>Who may answer, in order. Not known while the log may: a replay needs no models.</summary>
    public RoutePlan Plan { get; private set; } = null!;


    /// <summary>The beginnings of the conversation that a provider may have cached; empty where only one endpoint could have.</summary>
    public IReadOnlyList<long> Prefixes { get; private set; } = [];

    /// <summary>In the order in which they came about.</summary>
    public List<AttemptFailure> Failures { get; } = [];

    public Usage Usage { get; private set; } = Usage.None;

    public decimal CostUsd { get; private set; }

    public int Unpriced { get; private set; }

    /// <summary>The step's time: since its start, without that in which the reader of the stream was waited for.</summary>
    public TimeSpan Elapsed => Run.Services.Time.GetElapsedTime(Started) - TimeSpan.FromTicks(Volatile.Read(ref _reading));

    /// <summary>What is left of the step's time; <see langword="null"/> = it has no limit.</summary>
    public TimeSpan? Remaining => Call.Policy.Timeout.Total - Elapsed;

    /// <summary>The key under which an answer may be found again; <see langword="null"/> if it must not be.</summary>
    /// <param name="cachedAs">Whose answer it is, in the plan's words.</param>
    /// <param name="policy">Who may be served it.</param>
    public CacheKey? KeyFor(string cachedAs, CachePolicy policy) =>
        CacheKey.Compute(Run.CacheScopeOf(policy), cachedAs, Request, Messages, Options);

    /// <summary>Plans who is asked. The plan is the caller's to dispose of.</summary>
    public RoutePlan Address(RequestClass? requestClass)
    {
        var (router, policy) = (Run.Services.Router, Call.Policy);
        Prefixes = router.NeedsPrefixes(policy, Run.Tenant) ? WarmPrefixes.Of(Messages, Options) : [];
        return Plan = router.Plan(new RoutingRequest
        {
            Policy = policy,
            Tenant = Run.Tenant,
            Graph = Run.Graph.Name,
            Step = Call.Step,
            Key = Run.Subject,
            Messages = Messages,
            Options = Options,
            EstimatedInputTokens = EstimatedInputTokens,
            Prefixes = Prefixes,
            Class = requestClass,
        });
    }

    /// <summary>What a model is sent: the request as it is or, where an answer has to be JSON and the model is known to have no structured output, with the schema among its instructions.</summary>
    public (List<ChatMessage> Messages, ChatOptions Options) RequestTo(RegisteredModel model)
    {
        if (!SchemaInstructions.AreNeeded(Options) || model.Profile.Capabilities?.HasFlag(ModelCapabilities.StructuredOutput) is not false)
        {
            return (Messages, Options);
        }

        lock (_gate)
        {
            return _instructed ??= (SchemaInstructions.Messages(Messages, Options, Call.Policy.Output.Instructions), SchemaInstructions.Options(Options));
        }
    }

    /// <summary>Hands an event to the reader, and takes note of how long that took.</summary>
    public ValueTask EmitAsync(RunEvent e)
    {
        var taken = Run.EmitAsync(e);
        return taken.IsCompletedSuccessfully ? taken : WaitForReaderAsync(taken);
    }

    /// <summary>The reasons for which the next candidate is asked.</summary>
    public FailureReasons FallbackOn => Call.Policy.Fallback?.On ?? FailureReasons.Elsewhere;

    /// <summary>Waits for something else than a model, but no longer than the step may take.</summary>
    public async ValueTask<(bool InTime, T? Result)> InTimeAsync<T>(Func<CancellationToken, ValueTask<T>> wait, CancellationToken cancellationToken)
    {
        if (Remaining is not { } rest)
        {
            return (true, await wait(cancellationToken).ConfigureAwait(false));
        }

        using var late = new CancellationTokenSource(rest > TimeSpan.Zero ? rest : TimeSpan.Zero, Run.Services.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            return (true, await wait(either.Token).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return (false, default);
        }
    }

    /// <summary>Prepares for a reader.</summary>
    public void Open() => Delivery = Run.IsStreamed ? new Delivery(this) : null;

    /// <summary>Counts an attempt that is about to be made.</summary>
    /// <returns>Its number in the log.</returns>
    public int NextAttempt() => (Run.Recorded?.AttemptsOf(Call.Step) ?? 0) + Interlocked.Increment(ref _attempts);

    public void Add(AttemptFailure failure)
    {
        lock (_gate)
        {
            Failures.Add(failure);
        }
    }

    /// <summary>A candidate was passed over for a reason that the plan did not know of.</summary>
    public void Add(PassedOver candidate)
    {
        lock (_gate)
        {
            _passedOver = _passedOver.Add(candidate);
        }
    }

    /// <summary>Why the model is asked; <see langword="null"/> when there was nobody else.</summary>
    public RoutingChoice? ChoiceOf(RegisteredModel? model)
    {
        ImmutableArray<PassedOver> before;
        lock (_gate)
        {
            (before, _passedOver) = (_passedOver, []);
        }

        return Plan.IsChoice || !before.IsEmpty ? Plan.ChoiceFor(model is null ? -1 : Plan.PlaceOf(model), before) : null;
    }

    public void Book(Usage? usage, decimal? costUsd)
    {
        lock (_gate)
        {
            Usage = usage is null ? Usage : Usage + usage;
            CostUsd += costUsd ?? 0;
            Unpriced += costUsd is null ? 1 : 0;
        }

        Run.Add(usage, costUsd);
    }

    public StepReport Report(StepOutcome outcome, string? model, TimeSpan duration) => new()
    {
        Step = Call.Step,
        Outcome = outcome,
        Model = model,
        Attempts = Attempts,
        Usage = Usage,
        CostUsd = CostUsd,
        UnpricedAttempts = Unpriced,
        Duration = duration,
    };

    private async ValueTask WaitForReaderAsync(ValueTask taken)
    {
        var since = Run.Services.Time.GetTimestamp();
        await taken.ConfigureAwait(false);
        Interlocked.Add(ref _reading, Run.Services.Time.GetElapsedTime(since).Ticks);
    }
}
