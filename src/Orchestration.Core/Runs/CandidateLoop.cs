using Orchestration.Diagnostics;
using Orchestration.Models;
using Orchestration.Policies;
using Orchestration.Routing;
using Orchestration.Routing.Planning;

namespace Orchestration.Runs;

/// <summary>Asks candidate after candidate, each as often as the policy says, until one has answered or none may be asked any more.</summary>
/// <remarks>
/// An answer that breaks off after its reader has been given a part of it is carried on by the next candidate, or begins anew there. When all that is left is closed off by open circuits, the one
/// that opens first is tried.
/// </remarks>
internal sealed class CandidateLoop(RunServices services, AttemptRunner runner)
{
    // What a timer can tell apart.
    private static readonly TimeSpan LeastDelay = TimeSpan.FromMilliseconds(1);

    /// <returns>The answer, or the last failure; neither when there was no time for an attempt.</returns>
    public async ValueTask<Outcome> AskAsync(CallState state, CachePolicy? cache)
    {
        var order = state.Plan;
        if (order.Count == 0)
        {
            return NobodyMayBeAsked(state);
        }

        var tries = new int[order.Count];
        var end = default(Outcome);
        for (int? next = 0; next is { } place && MayAsk(state); next = await NextAsync(state, order, tries, place, end.Failure!).ConfigureAwait(false))
        {
            CountFallback(end.Failure, order[place]);
            (end, place) = await TryAsync(state, order, tries, place, cache).ConfigureAwait(false);
            if (end.Failure is null)
            {
                services.Router.Remember(state.Prefixes, order[place]);
                return end;
            }

            await AfterAsync(state, end).ConfigureAwait(false);
        }

        return end.Failure is { } last && MayAsk(state) && Closest(state, order, last) is { } closest
            ? await AskLastResortAsync(state, closest, cache).ConfigureAwait(false)
            : end;
    }

    /// <summary>Ends a call whose route lets nobody answer it.</summary>
    private static Outcome NobodyMayBeAsked(CallState state)
    {
        var failure = new AttemptFailure
        {
            Attempt = 0, Model = state.Call.Policy.Route ?? "(any)", Reason = FailureReason.OutsideEnvelope, Message = state.Plan.WhyNone(), CostUsd = 0,
        };
        state.Add(failure);
        return new Outcome(null, null, failure);
    }

    private static bool MayAsk(CallState state) => state.Attempts < state.Call.Policy.MaxAttempts && state.Remaining is not { Ticks: <= 0 };

    private async ValueTask<(Outcome End, int Place)> TryAsync(CallState state, RoutePlan order, int[] tries, int place, CachePolicy? cache)
    {
        tries[place]++;
        if (state.Broken is { MayContinue: false })
        {
            state.Broken = null;
            await state.Delivery!.RestartAsync().ConfigureAwait(false);
        }

        var policy = state.Call.Policy;
        var invalid = state.Invalid is { } answer && answer.Model == order[place].Name ? answer : null;
        if (policy.Hedge is { } hedge && state.Broken is null && invalid is null && place + 1 < order.Count && state.Attempts + 1 < policy.MaxAttempts)
        {
            return await HedgeAsync(state, order, tries, place, hedge, cache).ConfigureAwait(false);
        }

        var attempt = new Attempt(state, order[place], state.Broken, race: null, invalid);
        return (await runner.RunAsync(attempt, asLastResort: false, cache, isFirstOnModel: tries[place] == 1).ConfigureAwait(false), place);
    }

    /// <summary>Asks one candidate, and the next one too when its first token is late.</summary>
    private async ValueTask<(Outcome End, int Place)> HedgeAsync(CallState state, RoutePlan order, int[] tries, int place, Hedge hedge, CachePolicy? cache)
    {
        using var race = new HedgeRace(state.Run.Token);
        var first = RaceAsync(new Attempt(state, order[place], broken: null, race), cache);
        using (var waited = CancellationTokenSource.CreateLinkedTokenSource(state.Run.Token))
        {
            await Task.WhenAny(first, race.Won, Task.Delay(hedge.After, services.Time, waited.Token)).ConfigureAwait(false);
            await waited.CancelAsync().ConfigureAwait(false);
        }

        if (first.IsCompleted || race.Won.IsCompleted)
        {
            return (await first.ConfigureAwait(false), place);
        }

        tries[place + 1]++;
        var second = RaceAsync(new Attempt(state, order[place + 1], broken: null, race), cache);
        var ends = await Task.WhenAll(first, second).ConfigureAwait(false);
        return race.Winner?.Model == order[place] || ends[0].Failure is null ? (ends[0], place) : (ends[1], place + 1);
    }

    private async Task<Outcome> RaceAsync(Attempt attempt, CachePolicy? cache)
    {
        try
        {
            return await runner.RunAsync(attempt, asLastResort: false, cache, isFirstOnModel: true).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (attempt.Race!.IsLost(attempt) && !attempt.Call.Run.Token.IsCancellationRequested)
        {
            // It had not been sent yet.
            return new Outcome(null, null, new AttemptFailure { Attempt = 0, Model = attempt.Model.Name, Reason = FailureReason.Cancelled, Message = "another candidate's first token came first.", CostUsd = 0 });
        }
    }

    /// <summary>Takes note of what a failed attempt leaves: text that the reader has, to be carried on or taken back.</summary>
    private static async ValueTask AfterAsync(CallState state, Outcome end)
    {
        if (end is { Failure.Attempt: 0 } && state.Run.IsStreamed)
        {
            await state.EmitAsync(new AttemptFailed(state.Call.Step, end.Failure)).ConfigureAwait(false);
        }

        if (end is { Failure.Reason: FailureReason.InvalidOutput, Received: { Fault: { } fault, Answer.Text: { } text } })
        {
            var mayRepair = state.Call.Policy.Output.Repairs && !fault.Errors.IsEmpty && !string.IsNullOrWhiteSpace(text);
            state.Invalid = mayRepair ? new InvalidAnswer(end.Failure.Attempt, end.Failure.Model, text, fault) : null;
        }

        if (state.Delivery is not { } delivery || end.Received is not { } received)
        {
            return;
        }

        delivery.Break();
        if (state.Broken is { } broken && received.Seam is null)
        {
            state.Broken = end.Failure!.Reason == FailureReason.JoinRejected ? broken.Earlier() : broken;
        }
        else if (delivery is { Shown: > 0 } or { HasShownOther: true })
        {
            var mayContinue = delivery is { IsPlain: true, Shown: > 0 } && BrokeOff(end.Failure!.Reason);
            state.Broken = BrokenAnswer.At(end.Failure!.Attempt, received.Answer, delivery.Shown, mayContinue);
        }
        else
        {
            state.Broken = null;
        }
    }

    // What was said before a filter or a check stepped in is not to be carried on.
    private static bool BrokeOff(FailureReason reason) =>
        reason is not (FailureReason.InvalidOutput or FailureReason.ContentFiltered or FailureReason.Refused or FailureReason.InvalidRequest or FailureReason.Cancelled);

    /// <summary>Who is asked after a failure; <see langword="null"/> for nobody.</summary>
    private async ValueTask<int?> NextAsync(CallState state, RoutePlan order, int[] tries, int place, AttemptFailure failure)
    {
        var (retry, goesOn) = (state.Call.Policy.Retry, state.FallbackOn.Contains(failure.Reason));
        if (state.Broken is { MayContinue: true } broken)
        {
            return broken.Rejected >= BrokenAnswer.MostRejected ? null
                : goesOn && Other(order, tries, place, retry) is { } other ? other
                : tries[place] < retry.MaxAttempts && (goesOn || retry.On.Contains(failure.Reason)) && await WaitToRetryAsync(state, tries[place], failure).ConfigureAwait(false) ? place
                : null;
        }

        if (state is { Broken: not null, Call.Prompt.Given.IsLive: true })
        {
            // What a live reader has cannot be taken back.
            return null;
        }

        // A repair is no second try at the same: there is nothing to wait for.
        var repairs = failure.Reason == FailureReason.InvalidOutput && state.Invalid is not null;
        return retry.On.Contains(failure.Reason) && tries[place] < retry.MaxAttempts && (repairs || await WaitToRetryAsync(state, tries[place], failure).ConfigureAwait(false)) ? place
            : goesOn && place + 1 < order.Count ? place + 1
            : null;
    }

    /// <summary>The next candidate but this one, from the first again after the last: a reader waits in the middle of a sentence.</summary>
    private static int? Other(RoutePlan order, int[] tries, int place, Retry retry)
    {
        for (var i = 1; i < order.Count; i++)
        {
            var other = (place + i) % order.Count;
            if (tries[other] < retry.MaxAttempts)
            {
                return other;
            }
        }

        return null;
    }

    /// <summary>The candidate whose circuit closes first, when nothing but open circuits is left.</summary>
    private static RegisteredModel? Closest(CallState state, RoutePlan order, AttemptFailure last)
    {
        if (state.Broken is { MayContinue: false } || (order.Count > 1 && !state.FallbackOn.Contains(last.Reason)))
        {
            return null;
        }

        var closed = state.Failures.Where(static failure => failure is { Attempt: 0, Reason: FailureReason.CircuitOpen }).MinBy(static failure => failure.RetryAfter);
        return closed is null ? null : order.Find(closed.Model);
    }

    private async ValueTask<Outcome> AskLastResortAsync(CallState state, RegisteredModel closest, CachePolicy? cache)
    {
        var end = await runner.RunAsync(new Attempt(state, closest, state.Broken, race: null), asLastResort: true, cache, isFirstOnModel: true).ConfigureAwait(false);
        if (end.Failure is { Attempt: 0, Reason: FailureReason.CircuitOpen, RetryAfter: { } wait }
            && wait <= state.Call.Policy.Retry.MaxDelay && await WaitAsync(state, wait).ConfigureAwait(false))
        {
            end = await runner.RunAsync(new Attempt(state, closest, state.Broken, race: null), asLastResort: false, cache, isFirstOnModel: true).ConfigureAwait(false);
        }

        if (end.Failure is not null)
        {
            await AfterAsync(state, end).ConfigureAwait(false);
        }

        return end;
    }

    /// <summary>Waits as the policy and the provider say. False if that is longer than the policy allows or than the step has left.</summary>
    private ValueTask<bool> WaitToRetryAsync(CallState state, int failed, AttemptFailure last) =>
        state.Call.Policy.Retry.DelayAfter(failed, last.RetryAfter, services.Draw()) is { } delay ? WaitAsync(state, delay) : ValueTask.FromResult(false);

    private async ValueTask<bool> WaitAsync(CallState state, TimeSpan delay)
    {
        if (state.Remaining <= delay)
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

    private static void CountFallback(AttemptFailure? last, RegisteredModel model)
    {
        if (last is not null && last.Model != model.Name)
        {
            Instruments.Fallbacks.Add(
                1,
                KeyValuePair.Create(TelemetryNames.FallbackFrom, (object?)last.Model),
                KeyValuePair.Create(TelemetryNames.RequestModel, (object?)model.Name),
                KeyValuePair.Create(TelemetryNames.Reason, (object?)Telemetry.ErrorType(last.Reason)));
        }
    }
}
