using Orchestration.Audit;
using Orchestration.Diagnostics;
using Orchestration.Limits;
using Orchestration.Models;
using Orchestration.Policies;
using Orchestration.Routing;

namespace Orchestration.Runs;

/// <summary>Asks one candidate once, with every guard an attempt has: circuit, limits, budget, intent, provider, validation, settlement, record, in this order.</summary>
internal sealed class AttemptRunner(RunServices services, CallBook book)
{
    /// <param name="attempt">The attempt.</param>
    /// <param name="asLastResort">Whether no other candidate is left.</param>
    /// <param name="cache">Where a good answer is offered to.</param>
    /// <param name="isFirstOnModel">Whether the call asks this candidate for the first time, so that the record says why.</param>
    public async ValueTask<Outcome> RunAsync(Attempt attempt, bool asLastResort, CachePolicy? cache, bool isFirstOnModel)
    {
        var (state, model, run) = (attempt.Call, attempt.Model, attempt.Call.Run);
        if (!services.Health.TryEnter(model.Name, asLastResort, out var closedFor))
        {
            return PassedOver(state, model, FailureReason.CircuitOpen, FormattableString.Invariant($"its circuit is open for another {closedFor.TotalSeconds:0.#} s."), closedFor, isKnown: asLastResort);
        }

        var price = model.Profile.PriceAt(services.Time.GetUtcNow());
        var told = new RequestEnd(FailureReason.Cancelled);
        SemaphoreSlim? slot = null;
        CallLease? lease = null;
        BudgetReservation? reservation = null;
        Received? received = null;
        try
        {
            if (run.CallSlots is { } slots)
            {
                if (!(await state.InTimeAsync(token => TakeAsync(slots, token), attempt.Token).ConfigureAwait(false)).InTime)
                {
                    return PassedOver(state, model, FailureReason.Timeout, "other calls of the run left no room within the step's time.", null);
                }

                slot = slots;
            }

            var maxTokens = attempt.MostInputTokens + attempt.MaxOutputTokens;
            lease = await services.Limiter.AcquireAsync(model.Name, model.Profile, maxTokens, state.Remaining ?? Timeout.InfiniteTimeSpan, attempt.Token).ConfigureAwait(false);
            if (!lease.IsGranted)
            {
                return PassedOver(state, model, FailureReason.RateLimited, "its own limits leave no room within the step's time.", lease.RetryAfter);
            }

            (reservation, var refusal) = await BudgetGate.ReserveAsync(services, attempt, price, attempt.Token).ConfigureAwait(false);
            if (refusal is not null)
            {
                return PassedOver(state, model, refusal.Reason, refusal.Message, null);
            }

            // Money that a cancelled sibling has just given back must not pay for an attempt of a run that is over.
            run.ThrowIfOver();
            attempt.Start();
            if (run.IsStreamed)
            {
                await state.EmitAsync(new AttemptStarted(state.Call.Step, attempt.Number, model.Name)).ConfigureAwait(false);
            }

            await book.IntendAsync(attempt, reservation, isFirstOnModel ? state.ChoiceOf(model) : null).ConfigureAwait(false);
            using var span = services.Telemetry.StartAttempt(model.Name, model.Provider, model.Address, attempt.Number, attempt.Messages, attempt.Options);
            using (var clock = new AttemptClock(services.Time, state.Call.Policy.Timeout, state.Remaining, attempt.Token))
            {
                received = await ModelCall.AskAsync(attempt, clock).ConfigureAwait(false);
            }

            // Who lost a race was slow for as long as it ran.
            var firstToken = attempt.Race?.IsLost(attempt) == true ? received.Duration : received.TimeToFirstToken;
            told = new RequestEnd(received.Failure?.Reason, received.Failure?.RetryAfter, firstToken, received.Duration);
            return await book.EndAttemptAsync(attempt, price, reservation, received, cache).ConfigureAwait(false);
        }
        finally
        {
            services.Health.Report(model.Name, told);
            if (received is null && reservation is not null)
            {
                await services.Ledger.ReleaseAsync(reservation, CancellationToken.None).ConfigureAwait(false);
            }

            if (lease is { IsGranted: true })
            {
                await lease.ReleaseAsync(received?.Completion?.Usage is { InputTokens: { } input, OutputTokens: { } output } ? input + output : null).ConfigureAwait(false);
            }

            slot?.Release();
        }
    }

    private static async ValueTask<bool> TakeAsync(SemaphoreSlim slots, CancellationToken cancellationToken)
    {
        await slots.WaitAsync(cancellationToken).ConfigureAwait(false);
        return true;
    }

    private static PassOverReason ReasonOf(FailureReason reason) => reason switch
    {
        FailureReason.CircuitOpen => PassOverReason.CircuitOpen,
        FailureReason.Budget => PassOverReason.Budget,
        _ => PassOverReason.RateLimited,
    };

    private static Outcome PassedOver(CallState state, RegisteredModel model, FailureReason reason, string message, TimeSpan? retryAfter, bool isKnown = false)
    {
        if (!isKnown && reason is FailureReason.CircuitOpen or FailureReason.Budget)
        {
            (reason is FailureReason.Budget ? Instruments.BudgetRefusals : Instruments.CircuitRejections).Add(1, KeyValuePair.Create(TelemetryNames.RequestModel, (object?)model.Name));
        }

        var failure = new AttemptFailure { Attempt = 0, Model = model.Name, Reason = reason, Message = message, RetryAfter = retryAfter, CostUsd = 0 };
        if (!isKnown)
        {
            state.Add(failure);
            state.Add(new PassedOver(model.Name, ReasonOf(reason), message));
        }

        return new Outcome(null, null, failure);
    }
}
