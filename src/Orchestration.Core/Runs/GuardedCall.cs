using Microsoft.Extensions.AI;
using Orchestration.Audit;
using Orchestration.Caching;
using Orchestration.Diagnostics;
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
internal sealed class GuardedCall
{
    private readonly RunServices _services;
    private readonly CallBook _book;
    private readonly CandidateLoop _candidates;
    private readonly SingleFlight<CacheKey, Landing> _flights = new();

    public GuardedCall(RunServices services)
    {
        _services = services;
        _book = new CallBook(services);
        _candidates = new CandidateLoop(services, new AttemptRunner(services, _book));
    }

    /// <returns>The step's output.</returns>
    /// <exception cref="StepFailedException">No candidate gave a valid answer, and the prompt has no fallback value.</exception>
    public async ValueTask<object?> ExecuteAsync(Call call)
    {
        using var span = Telemetry.StartCall(call.Step);
        var (messages, options) = (call.Prompt.ToChatMessages(), call.Prompt.ToChatOptions(call.Policy.Output.UnknownFields));
        using var request = CanonicalRequest.Of(messages, options);
        var state = new CallState(call, messages, options, request, _services.Time.GetTimestamp());

        if (await FindRecordedAsync(state).ConfigureAwait(false) is { } recorded)
        {
            return await _book.EndAsync(state, StepOutcome.Replayed, recorded.Answer, recorded.Output, recorded.IsFallbackValue).ConfigureAwait(false);
        }

        // The key is that of the model that is asked first: an answer of its fallback is stored under the fallback's own.
        using var plan = state.Address(await ClassifyAsync(state).ConfigureAwait(false));
        return call.Policy.Cache is { } policy && plan.CacheName is { } name && state.KeyFor(name, policy) is { } key
            ? await AskThroughCacheAsync(state, policy, key).ConfigureAwait(false)
            : await AskCandidatesAsync(state, cache: null, flight: null).ConfigureAwait(false);
    }

    /// <summary>Judges how hard the request is, where its route asks.</summary>
    private async ValueTask<RequestClass?> ClassifyAsync(CallState state)
    {
        var run = state.Run;
        if (!_services.Router.NeedsClass(state.Call.Policy, run.Tenant))
        {
            return null;
        }

        var request = new ClassifiedRequest
        {
            Messages = state.Messages, Options = state.Options, Step = state.Call.Step, Graph = run.Graph.Name, Tenant = run.Tenant, EstimatedInputTokens = state.EstimatedInputTokens,
        };
        try
        {
            var (inTime, judged) = await state.InTimeAsync(token => _services.Classifier.ClassifyAsync(request, token), run.Token).ConfigureAwait(false);
            return inTime ? judged : RequestClass.Complex;
        }
#pragma warning disable CA1031 // A judge that fails costs money at most, not the answer.
        catch (Exception) when (!run.Token.IsCancellationRequested)
#pragma warning restore CA1031
        {
            return RequestClass.Complex;
        }
    }

    private async ValueTask<(Answer? Answer, object? Output, bool IsFallbackValue)?> FindRecordedAsync(CallState state)
    {
        var (run, prompt) = (state.Run, state.Call.Prompt);
        if (run.Recorded is not { } recorded || run.Target?.Path == state.Call.Step)
        {
            return null;
        }

        if (recorded.Call(state.Call.Step) is not { } answer)
        {
            return run.Mode == RunMode.Resume
                ? null
                : throw new ReplayDivergenceException(recorded.Run, new Divergence(state.Call.Step, null, default, state.Request.ToJson()), run.Target?.Path);
        }

        if (run.Mode != RunMode.Step && (answer.RequestHash != state.Request.Hash || (answer.UsedFallbackValue && !prompt.HasFallback)))
        {
            var request = await RecordedRun.RequestOfAsync(_services.Audit, answer, run.Token).ConfigureAwait(false);
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
            return Read(state, completion);
        }
        catch (InvalidOutputException e)
        {
            throw new StepFailedException(state.Call.Step, FailureReason.InvalidOutput, [], $"the answer that was there already is not what the step asks for now. {e.Message}", e);
        }
    }

    private static object? Read(CallState state, Completion completion) => state.Call.Prompt.Read(completion, state.Call.Policy.Output.Rules, out _);

    private async ValueTask<object?> AskThroughCacheAsync(CallState state, CachePolicy policy, CacheKey key)
    {
        if (await FindCachedAsync(state, key).ConfigureAwait(false) is { } hit)
        {
            Instruments.CacheLookups.Add(1, KeyValuePair.Create(TelemetryNames.CacheHit, (object?)true));
            return await _book.EndAsync(state, StepOutcome.Cached, hit.Answer, hit.Output).ConfigureAwait(false);
        }

        Instruments.CacheLookups.Add(1, KeyValuePair.Create(TelemetryNames.CacheHit, (object?)false));
        var (inTime, joined) = await state.InTimeAsync(token => _flights.JoinAsync(key, token), state.Run.Token).ConfigureAwait(false);
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

        state.Add(landing.Failure!);
        return await GiveUpAsync(state, landing.Failure).ConfigureAwait(false);
    }

    private async ValueTask<(Answer Answer, object? Output)?> FindCachedAsync(CallState state, CacheKey key)
    {
        if (await _services.Cache.GetAsync(key.ToString(), state.Run.Token).ConfigureAwait(false) is not { } hit || (hit.Model is not null && !state.Plan.Allows(hit.Model)))
        {
            return null;
        }

        try
        {
            return (new Answer(hit.Completion, hit.Model, hit.Source), Read(state, hit.Completion));
        }
        catch (InvalidOutputException)
        {
            // The type has changed in a way that its schema does not show: a miss, not a failure.
            return null;
        }
    }

    private async ValueTask<object?> AskCandidatesAsync(CallState state, CachePolicy? cache, SingleFlight<CacheKey, Landing>.Flight? flight)
    {
        await BudgetGate.OpenAsync(_services, state.Call).ConfigureAwait(false);
        try
        {
            state.Open();
            var end = await _candidates.AskAsync(state, cache).ConfigureAwait(false);
            if (end.Answer is { } answer)
            {
                flight?.Complete(new Landing(answer, null));
                return await _book.EndAsync(state, StepOutcome.New, answer, end.Output).ConfigureAwait(false);
            }

            if (end.Failure is { Reason: not FailureReason.Budget } failure)
            {
                // Those who wait for this call would fail as it did, unless it was only its own budget that was short.
                flight?.Complete(new Landing(null, failure));
            }

            return await GiveUpAsync(state, end.Failure).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (state.Run.IsLate)
        {
            throw state.Run.LateFailure(state.Call.Step, state.Failures);
        }
        finally
        {
            state.Delivery?.Dispose();
            await BudgetGate.CloseAsync(_services, state.Call).ConfigureAwait(false);
        }
    }

    /// <summary>Ends a call that no model has answered: with the prompt's fallback value, or by failing.</summary>
    private async ValueTask<object?> GiveUpAsync(CallState state, AttemptFailure? last)
    {
        if (state.Call.Prompt.HasFallback && (last is null || state.FallbackOn.Contains(last.Reason)))
        {
            if (state.Delivery is { } delivery)
            {
                await delivery.RestartAsync().ConfigureAwait(false);
            }

            return await _book.EndAsync(state, StepOutcome.New, answer: null, state.Call.Prompt.FallbackValue(), isFallbackValue: true).ConfigureAwait(false);
        }

        var delivered = await DeliverRestAsync(state).ConfigureAwait(false);
        await _book.FailAsync(state, last, delivered, state.ChoiceOf(model: null)).ConfigureAwait(false);
        throw new StepFailedException(
            state.Call.Step,
            last?.Reason ?? FailureReason.Timeout,
            state.Failures,
            last is null ? "the step's time was over before an attempt could be made." : $"no candidate answered. Last, {last.Model}: {last.Message}",
            null)
        {
            DeliveredText = delivered,
        };
    }

    /// <summary>Nobody carries the broken answer on: the reader gets what there is of it.</summary>
    /// <returns>What the reader has; <see langword="null"/> when they have nothing.</returns>
    private static async ValueTask<string?> DeliverRestAsync(CallState state)
    {
        if (state is not { Broken: { } broken, Delivery: { } delivery })
        {
            return null;
        }

        if (!broken.MayContinue)
        {
            return broken.DeliveredText;
        }

        var rest = broken.Text[broken.Shown..];
        await delivery.TakeAsync(new ChatResponseUpdate(ChatRole.Assistant, rest), rest).ConfigureAwait(false);
        await delivery.FinishAsync().ConfigureAwait(false);
        return broken.Text;
    }
}
