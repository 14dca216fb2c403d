using Orchestration.Audit;
using Orchestration.Caching;
using Orchestration.Diagnostics;
using Orchestration.Limits;
using Orchestration.Models;
using Orchestration.Policies;
using Orchestration.Prompts;
using Orchestration.Replay;
using Orchestration.Routing;

namespace Orchestration.Runs;

/// <summary>The one way to a model. The order of its guards is written here and nowhere else:</summary>
/// <remarks>
/// key -> replay -> cache -> single flight -> for each candidate (fallback): for each attempt (retry):
/// circuit -> limits -> budget reserved -> intent audited -> provider -> validated -> settled -> audited.
/// Every attempt counts for the circuit, reserves budget and is audited; a cache hit or a replay costs nothing, and is audited too.
/// </remarks>
internal sealed class GuardedCall(RunServices services)
{
    // What a timer can tell apart.
    private static readonly TimeSpan LeastDelay = TimeSpan.FromMilliseconds(1);

    private readonly SingleFlight<CacheKey, Landing> _flights = new();
    private readonly CallBook _book = new(services);

    /// <returns>The step's output.</returns>
    /// <exception cref="StepFailedException">No candidate gave a valid answer, and the prompt has no fallback value.</exception>
    public async ValueTask<object?> ExecuteAsync(Call call)
    {
        using var span = Telemetry.StartCall(call.Step);
        var (messages, options) = (call.Prompt.ToChatMessages(), call.Prompt.ToChatOptions());
        using var request = CanonicalRequest.Of(messages, options);
        var state = new CallState(call, messages, options, request, services.Time.GetTimestamp()) { EstimatedInputTokens = TokenEstimate.OfRequest(messages, options) };

        if (await FindRecordedAsync(state).ConfigureAwait(false) is { } recorded)
        {
            return await _book.EndAsync(state, StepOutcome.Replayed, recorded.Answer, recorded.Output, recorded.IsFallbackValue).ConfigureAwait(false);
        }

        // The key is that of the model that is asked first: an answer of its fallback is stored under the fallback's own.
        var candidates = state.Address(services.Models.CandidatesFor(call.Policy));
        return call.Policy.Cache is { } policy && state.KeyFor(candidates.Models[0], policy) is { } key
            ? await AskThroughCacheAsync(state, policy, key).ConfigureAwait(false)
            : await AskCandidatesAsync(state, cache: null, flight: null).ConfigureAwait(false);
    }

    private async ValueTask<(Answer? Answer, object? Output, bool IsFallbackValue)?> FindRecordedAsync(CallState state)
    {
        var (run, prompt) = (state.Run, state.Call.Prompt);
        if (run.Recorded is not { } recorded)
        {
            return null;
        }

        if (recorded.Call(state.Call.Step) is not { } answer)
        {
            return run.Mode == RunMode.Resume
                ? null
                : throw new ReplayDivergenceException(recorded.Run, new Divergence(state.Call.Step, null, default, state.Request.ToJson()));
        }

        if (answer.RequestHash != state.Request.Hash || (answer.UsedFallbackValue && !prompt.HasFallback))
        {
            var request = await RecordedRun.RequestOfAsync(services.Audit, answer, run.Token).ConfigureAwait(false);
            throw new ReplayDivergenceException(recorded.Run, new Divergence(state.Call.Step, answer.RequestHash, request, state.Request.ToJson()));
        }

        return answer.UsedFallbackValue
            ? (null, prompt.FallbackValue(), true)
            : (new Answer(answer.Completion!, answer.Model, null), ReadKnown(state, answer.Completion!), false);
    }

    /// <summary>Makes the output of an answer that was valid when it came; the step's type may have changed since.</summary>
    private static object? ReadKnown(CallState state, Completion completion)
    {
        try
        {
            return state.Call.Prompt.Read(completion);
        }
        catch (InvalidOutputException e)
        {
            throw new StepFailedException(state.Call.Step, FailureReason.InvalidOutput, [], $"the answer that was there already is not what the step asks for now. {e.Message}", e);
        }
    }

    private async ValueTask<object?> AskThroughCacheAsync(CallState state, CachePolicy policy, CacheKey key)
    {
        if (await FindCachedAsync(state, key).ConfigureAwait(false) is { } hit)
        {
            Instruments.CacheLookups.Add(1, KeyValuePair.Create(TelemetryNames.CacheHit, (object?)true));
            return await _book.EndAsync(state, StepOutcome.Cached, hit.Answer, hit.Output).ConfigureAwait(false);
        }

        Instruments.CacheLookups.Add(1, KeyValuePair.Create(TelemetryNames.CacheHit, (object?)false));
        var (inTime, joined) = await InTimeAsync(state, token => _flights.JoinAsync(key, token)).ConfigureAwait(false);
        if (!inTime)
        {
            return await GiveUpAsync(state, last: null).ConfigureAwait(false);
        }

        if (!joined.IsLeader)
        {
            return await LandAsync(state, joined.Result).ConfigureAwait(false);
        }

        using var flight = joined.Lead;
        return await FindCachedAsync(state, key).ConfigureAwait(false) is { } late
            ? await _book.EndAsync(state, StepOutcome.Cached, late.Answer, late.Output).ConfigureAwait(false)
            : await AskCandidatesAsync(state, policy, flight).ConfigureAwait(false);
    }

    /// <summary>Ends a call that waited for an identical one.</summary>
    private async ValueTask<object?> LandAsync(CallState state, Landing landing)
    {
        if (landing.Answer is { } answer)
        {
            return await _book.EndAsync(state, StepOutcome.Cached, answer, ReadKnown(state, answer.Completion)).ConfigureAwait(false);
        }

        state.Failures.Add(landing.Failure!);
        return await GiveUpAsync(state, landing.Failure).ConfigureAwait(false);
    }

    private async ValueTask<(Answer Answer, object? Output)?> FindCachedAsync(CallState state, CacheKey key)
    {
        if (await services.Cache.GetAsync(key.ToString(), state.Run.Token).ConfigureAwait(false) is not { } hit)
        {
            return null;
        }

        try
        {
            return (new Answer(hit.Completion, hit.Model, hit.Source), state.Call.Prompt.Read(hit.Completion));
        }
        catch (InvalidOutputException)
        {
            // The type has changed in a way that its schema does not show: a miss, not a failure.
            return null;
        }
    }

    private async ValueTask<object?> AskCandidatesAsync(CallState state, CachePolicy? cache, SingleFlight<CacheKey, Landing>.Flight? flight)
    {
        await BudgetGate.OpenAsync(services, state.Call).ConfigureAwait(false);
        try
        {
            return await AskInOrderAsync(state, cache, flight).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (state.Run.IsLate)
        {
            throw state.Run.LateFailure(state.Call.Step, state.Failures);
        }
        finally
        {
            await BudgetGate.CloseAsync(services, state.Call).ConfigureAwait(false);
        }
    }

    private async ValueTask<object?> AskInOrderAsync(CallState state, CachePolicy? cache, SingleFlight<CacheKey, Landing>.Flight? flight)
    {
        var (policy, fallbackOn) = (state.Call.Policy, FallbackOn(state));
        AttemptFailure? last = null;
        foreach (var model in state.Candidates.Order(services.Warm.Find(state.Prefixes)))
        {
            if (last is not null && (!fallbackOn.Contains(last.Reason) || !state.MayRestart))
            {
                break;
            }

            if (last is not null)
            {
                Instruments.Fallbacks.Add(
                    1,
                    KeyValuePair.Create(TelemetryNames.FallbackFrom, (object?)last.Model),
                    KeyValuePair.Create(TelemetryNames.RequestModel, (object?)model.Name),
                    KeyValuePair.Create(TelemetryNames.Reason, (object?)Telemetry.ErrorType(last.Reason)));
            }

            for (var tries = 1; tries <= policy.Retry.MaxAttempts && state.Attempts < policy.MaxAttempts && state.Remaining is not { Ticks: <= 0 }; tries++)
            {
                if (tries > 1 && !await WaitToRetryAsync(state, tries - 1, last!).ConfigureAwait(false))
                {
                    break;
                }

                var (answer, output, failure) = await AttemptAsync(state, model, cache).ConfigureAwait(false);
                if (failure is null)
                {
                    services.Warm.Remember(state.Prefixes, model);
                    flight?.Complete(new Landing(answer, null));
                    return await _book.EndAsync(state, StepOutcome.New, answer, output).ConfigureAwait(false);
                }

                last = failure;
                if (failure.Attempt == 0 && state.Run.IsStreamed)
                {
                    await state.EmitAsync(new AttemptFailed(state.Call.Step, failure)).ConfigureAwait(false);
                }

                if (!policy.Retry.On.Contains(failure.Reason) || !state.MayRestart)
                {
                    break;
                }
            }
        }

        if (last is { Reason: not FailureReason.Budget })
        {
            // Those who wait for this call would fail as it did, unless it was only its own budget that was short.
            flight?.Complete(new Landing(null, last));
        }

        return await GiveUpAsync(state, last).ConfigureAwait(false);
    }

    /// <summary>Ends a call that no model has answered: with the prompt's fallback value, or by failing.</summary>
    private async ValueTask<object?> GiveUpAsync(CallState state, AttemptFailure? last)
    {
        if (state.Call.Prompt.HasFallback && (last is null || FallbackOn(state).Contains(last.Reason)))
        {
            return await _book.EndAsync(state, StepOutcome.New, answer: null, state.Call.Prompt.FallbackValue(), isFallbackValue: true).ConfigureAwait(false);
        }

        await _book.FailAsync(state, last).ConfigureAwait(false);
        throw new StepFailedException(
            state.Call.Step,
            last?.Reason ?? FailureReason.Timeout,
            state.Failures,
            last is null ? "the step's time was over before an attempt could be made." : $"no candidate answered. Last, {last.Model}: {last.Message}",
            null);
    }

    /// <summary>Waits as the policy and the provider say. False if that is longer than the policy allows or than the step has left.</summary>
    private async ValueTask<bool> WaitToRetryAsync(CallState state, int failed, AttemptFailure last)
    {
        if (state.Call.Policy.Retry.DelayAfter(failed, last.RetryAfter, services.Draw()) is not { } delay || state.Remaining <= delay)
        {
            return false;
        }

        // A timer may go off a moment early, and the circuit, which counts the same Retry-After, would then still be open.
        var since = services.Time.GetTimestamp();
        for (var left = delay; left > TimeSpan.Zero; left = delay - services.Time.GetElapsedTime(since))
        {
            await Task.Delay(left > LeastDelay ? left : LeastDelay, services.Time, state.Run.Token).ConfigureAwait(false);
        }

        return true;
    }

    private async ValueTask<(Answer? Answer, object? Output, AttemptFailure? Failure)> AttemptAsync(CallState state, RegisteredModel model, CachePolicy? cache)
    {
        var run = state.Run;
        if (!services.Health.TryEnter(model.Name, asLastResort: false, out var closedFor))
        {
            return PassedOver(state, model, FailureReason.CircuitOpen, FormattableString.Invariant($"its circuit is open for another {closedFor.TotalSeconds:0.#} s."), null);
        }

        var price = model.Profile.PriceAt(services.Time.GetUtcNow());
        var told = (Reason: (FailureReason?)FailureReason.Cancelled, RetryAfter: (TimeSpan?)null);
        SemaphoreSlim? slot = null;
        CallLease? lease = null;
        BudgetReservation? reservation = null;
        Received? received = null;
        try
        {
            if (run.CallSlots is { } slots)
            {
                if (!(await InTimeAsync(state, token => TakeAsync(slots, token)).ConfigureAwait(false)).InTime)
                {
                    return PassedOver(state, model, FailureReason.Timeout, "other calls of the run left no room within the step's time.", null);
                }

                slot = slots;
            }

            var maxTokens = state.EstimatedInputTokens + BudgetGate.MaxOutputTokens(state, model);
            lease = await services.Limiter.AcquireAsync(model.Name, model.Profile, maxTokens, state.Remaining ?? Timeout.InfiniteTimeSpan, run.Token).ConfigureAwait(false);
            if (!lease.IsGranted)
            {
                return PassedOver(state, model, FailureReason.RateLimited, "its own limits leave no room within the step's time.", lease.RetryAfter);
            }

            (reservation, var refusal) = await BudgetGate.ReserveAsync(services, state, model, price, run.Token).ConfigureAwait(false);
            if (refusal is not null)
            {
                return PassedOver(state, model, refusal.Reason, refusal.Message, null);
            }

            // Money that a cancelled sibling has just given back must not pay for an attempt of a run that is over.
            run.ThrowIfOver();
            state.Attempts++;
            if (run.IsStreamed)
            {
                await state.EmitAsync(new AttemptStarted(state.Call.Step, state.Attempt, model.Name)).ConfigureAwait(false);
            }

            await _book.IntendAsync(state, model, reservation).ConfigureAwait(false);
            using var span = services.Telemetry.StartAttempt(model.Name, model.Provider, model.Address, state.Attempt, state.Messages, state.Options);
            using (var clock = new AttemptClock(services.Time, state.Call.Policy.Timeout, state.Remaining, run.Token))
            {
                received = await ModelCall.AskAsync(state, model, clock).ConfigureAwait(false);
            }

            told = (received.Failure?.Reason, received.Failure?.RetryAfter);
            return await _book.EndAttemptAsync(state, model, price, reservation, received, cache).ConfigureAwait(false);
        }
        finally
        {
            services.Health.Report(model.Name, new RequestEnd(told.Reason, told.RetryAfter, received?.TimeToFirstToken, received?.Duration ?? default));
            if (received is null && reservation is not null)
            {
                await services.Ledger.ReleaseAsync(reservation, CancellationToken.None).ConfigureAwait(false);
            }

            if (lease is { IsGranted: true })
            {
                var usage = received?.Completion?.Usage;
                await lease.ReleaseAsync(usage is null ? null : (usage.InputTokens ?? 0) + (usage.OutputTokens ?? 0)).ConfigureAwait(false);
            }

            slot?.Release();
        }
    }

    private static async ValueTask<bool> TakeAsync(SemaphoreSlim slots, CancellationToken cancellationToken)
    {
        await slots.WaitAsync(cancellationToken).ConfigureAwait(false);
        return true;
    }

    private static FailureReasons FallbackOn(CallState state) => state.Call.Policy.Fallback?.On ?? FailureReasons.Elsewhere;

    /// <summary>Waits for something else than a model, but no longer than the step may take.</summary>
    private async ValueTask<(bool InTime, T? Result)> InTimeAsync<T>(CallState state, Func<CancellationToken, ValueTask<T>> wait)
    {
        if (state.Remaining is not { } rest)
        {
            return (true, await wait(state.Run.Token).ConfigureAwait(false));
        }

        using var late = new CancellationTokenSource(rest > TimeSpan.Zero ? rest : TimeSpan.Zero, services.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, state.Run.Token);
        try
        {
            return (true, await wait(either.Token).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !state.Run.Token.IsCancellationRequested)
        {
            return (false, default);
        }
    }

    private static (Answer?, object?, AttemptFailure) PassedOver(CallState state, RegisteredModel model, FailureReason reason, string message, TimeSpan? retryAfter)
    {
        if (reason is FailureReason.CircuitOpen or FailureReason.Budget)
        {
            (reason is FailureReason.Budget ? Instruments.BudgetRefusals : Instruments.CircuitRejections).Add(1, KeyValuePair.Create(TelemetryNames.RequestModel, (object?)model.Name));
        }

        var failure = new AttemptFailure { Attempt = 0, Model = model.Name, Reason = reason, Message = message, RetryAfter = retryAfter, CostUsd = 0 };
        state.Failures.Add(failure);
        return (null, null, failure);
    }
}
