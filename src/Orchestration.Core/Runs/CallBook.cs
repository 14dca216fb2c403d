using Orchestration.Audit;
using Orchestration.Caching;
using Orchestration.Graphs;
using Orchestration.Limits;
using Orchestration.Models;
using Orchestration.Policies;
using Orchestration.Prompts;
using Orchestration.Routing;

namespace Orchestration.Runs;

/// <summary>What a call leaves behind: records in the log, sums in the run, an answer in the cache, events for the reader.</summary>
internal sealed class CallBook(RunServices services)
{
    /// <summary>Writes that a model is about to be asked.</summary>
    public async ValueTask IntendAsync(CallState state, RegisteredModel model, BudgetReservation? reservation)
    {
        // A call that waits on a model does not hold the canonical JSON: the record has it, and a retry writes it again.
        using var request = state.Attempts == 1 ? state.Request : CanonicalRequest.Of(state.Messages, state.Options);
        await AppendAsync(state, new AttemptStartedRecord
        {
            Model = model.Name,
            Provider = model.Provider,
            RequestHash = state.Request.Hash,
            Request = request.Json,
            EstimatedInputTokens = state.EstimatedInputTokens,
            MaxOutputTokens = BudgetGate.MaxOutputTokens(state, model),
            ReservedUsd = reservation?.Usd,
        }).ConfigureAwait(false);
    }

    /// <summary>Settles the budget, writes the attempt's end, and offers a good answer to the cache.</summary>
    public async ValueTask<(Answer? Answer, object? Output, AttemptFailure? Failure)> EndAttemptAsync(
        CallState state, RegisteredModel model, Price? price, BudgetReservation? reservation, Received received, CachePolicy? cache)
    {
        var (completion, failure) = (received.Completion, received.Failure);
        var estimate = new Usage { InputTokens = state.EstimatedInputTokens, OutputTokens = TokenEstimate.OfText(completion?.Text) };
        var costUsd = BudgetGate.CostOf(state, model, price, received);
        await BudgetGate.SettleAsync(services, reservation, received, estimate, price, costUsd).ConfigureAwait(false);
        state.Book(completion?.Usage, costUsd);

        var stored = cache is not null && failure is null && completion!.FinishReason is null or "stop" ? cache : null;
        var key = stored is null ? null : state.KeyFor(model, stored)?.ToString();
        var id = services.Ids.Next();
        var now = services.Time.GetUtcNow();
        await AppendAsync(
            state,
            new AttemptEndedRecord
            {
                Model = model.Name,
                Provider = model.Provider,
                RequestHash = state.Request.Hash,
                Completion = completion,
                Failure = failure?.Reason,
                Message = failure?.Message,
                ProviderCode = failure?.ProviderCode,
                RequestId = failure?.RequestId,
                RetryAfter = failure?.RetryAfter,
                RawUsage = received.RawUsage,
                EstimatedUsage = estimate,
                Price = price,
                CostUsd = costUsd,
                TimeToFirstToken = received.TimeToFirstToken,
                Duration = received.Duration,
                CacheKey = key,
                CacheUntil = now + stored?.TimeToLive,
                ValidationErrors = failure?.Reason == FailureReason.InvalidOutput ? [failure.Message] : [],
            },
            id).ConfigureAwait(false);

        if (failure is null)
        {
            if (key is not null)
            {
                var entry = new CachedResponse { Completion = completion!, Model = model.Name, StoredAt = now, ExpiresAt = now + stored!.TimeToLive, Source = id };
                await services.Cache.SetAsync(key, entry, CancellationToken.None).ConfigureAwait(false);
            }

            return (new Answer(completion!, model.Name, id), received.Output, null);
        }

        var failed = new AttemptFailure
        {
            Attempt = state.Attempt,
            Model = model.Name,
            Reason = failure.Reason,
            Message = failure.Message,
            Duration = received.Duration,
            Usage = completion?.Usage,
            CostUsd = costUsd,
            RetryAfter = failure.RetryAfter,
        };
        state.Failures.Add(failed);
        state.Run.ThrowIfOver();
        await state.EmitAsync(new AttemptFailed(state.Call.Step, failed)).ConfigureAwait(false);
        if (received.WasStreamed)
        {
            await state.EmitAsync(new Restarted(state.Call.Step)).ConfigureAwait(false);
        }

        return (null, null, failed);
    }

    /// <summary>Writes that the step has its output, and tells the reader.</summary>
    public async ValueTask<object?> EndAsync(CallState state, StepOutcome outcome, Answer? answer, object? output, bool isFallbackValue = false)
    {
        var run = state.Run;
        var report = state.Report(outcome, answer?.Model, services.Time.GetElapsedTime(state.Started));
        await AppendAsync(state, new StepCompletedRecord
        {
            Outcome = outcome,
            RequestHash = state.Request.Hash,
            Model = answer?.Model,
            Completion = outcome == StepOutcome.New ? null : answer?.Completion,
            AcceptedAttempt = answer?.Attempt,
            FallbackValue = isFallbackValue,
            Attempts = state.Attempts,
            CostUsd = state.CostUsd,
        }).ConfigureAwait(false);
        run.Add(report);
        if (run.IsStreamed)
        {
            await TellAsync(state, outcome, answer, report).ConfigureAwait(false);
        }

        return output;
    }

    /// <summary>Writes that the step has failed for good.</summary>
    public async ValueTask FailAsync(CallState state, AttemptFailure? last)
    {
        state.Run.Add(state.Report(StepOutcome.Failed, null, services.Time.GetElapsedTime(state.Started)));
        await AppendAsync(state, new StepCompletedRecord
        {
            Outcome = StepOutcome.Failed,
            RequestHash = state.Request.Hash,
            Attempts = state.Attempts,
            CostUsd = state.CostUsd,
            Failure = last?.Reason ?? FailureReason.Timeout,
        }).ConfigureAwait(false);
    }

    /// <summary>Streams an answer that was not streamed by a model just now, in its original pieces.</summary>
    private static async ValueTask TellAsync(CallState state, StepOutcome outcome, Answer? answer, StepReport report)
    {
        var (run, step) = (state.Run, state.Call.Step);
        if (outcome != StepOutcome.New && answer is not null)
        {
            var start = 0;
            foreach (var chunk in answer.Completion.Chunks)
            {
                await run.EmitAsync(new TextDelta(step, 0, answer.Completion.Text.Substring(start, chunk.Length))).ConfigureAwait(false);
                start += chunk.Length;
            }
        }

        await run.EmitAsync(new StepEnded(step, StepKind.Ask, outcome) { Report = report }).ConfigureAwait(false);
    }

    private ValueTask AppendAsync(CallState state, AuditBody body, Guid? id = null) =>
        services.AppendAsync(state.Run, state.Call.Step, body is StepCompletedRecord ? null : state.Attempt, body, id);
}
