using System.Collections.Immutable;
using Orchestration.Audit;
using Orchestration.Caching;
using Orchestration.Graphs;
using Orchestration.Limits;
using Orchestration.Models;
using Orchestration.Policies;
using Orchestration.Prompts;
using Orchestration.Streaming;

namespace Orchestration.Runs;

/// <summary>What a call leaves behind: records in the log, sums in the run, an answer in the cache, events for the reader.</summary>
internal sealed class CallBook(RunServices services)
{
    /// <summary>Writes that a model is about to be asked.</summary>
    public async ValueTask IntendAsync(Attempt attempt, BudgetReservation? reservation, RoutingChoice? choice)
    {
        // A call that waits on a model does not hold the canonical JSON: the record has it, and a later attempt writes it again.
        var state = attempt.Call;
        using var request = attempt is { IsFirst: true, IsInStepsWords: true } ? state.Request : CanonicalRequest.Of(attempt.Messages, attempt.Options);
        attempt.RequestHash = attempt.IsInStepsWords ? state.Request.Hash : request.Hash;
        await AppendAsync(attempt, new AttemptStartedRecord
        {
            Model = attempt.Model.Name,
            Provider = attempt.Model.Provider,
            RequestHash = attempt.RequestHash,
            Request = request.Json,
            EstimatedInputTokens = attempt.EstimatedInputTokens,
            MaxOutputTokens = attempt.MaxOutputTokens,
            ReservedUsd = reservation?.Usd,
            Choice = choice,
            Continues = attempt.Continuation?.Broken.Attempt,
            Repairs = attempt.Repaired?.Attempt,
            StepRequestHash = attempt.IsInStepsWords ? null : state.Request.Hash,
        }).ConfigureAwait(false);
    }

    /// <summary>Settles the budget, writes the attempt's end, and offers a good answer to the cache.</summary>
    public async ValueTask<Outcome> EndAttemptAsync(Attempt attempt, Price? price, BudgetReservation? reservation, Received received, CachePolicy? cache)
    {
        var (state, model, completion, failure) = (attempt.Call, attempt.Model, received.Completion, received.Failure);
        var estimate = attempt.Estimate(completion?.Text);
        var costUsd = BudgetGate.CostOf(state, price, received);
        var taken = Taken(completion?.Usage, estimate);
        await BudgetGate.SettleAsync(services, reservation, received, taken, price, costUsd).ConfigureAwait(false);
        state.Book(completion?.Usage, costUsd);
        Learn(attempt, received, costUsd);

        // An answer of two models is nobody's: no key could say whose.
        var stored = cache is not null && failure is null && received.Seam is null && completion!.FinishReason is null or "stop" ? cache : null;
        var key = stored is null ? null : state.KeyFor(state.Plan.CachedAs(model), stored)?.ToString();
        var id = services.Ids.Next();
        var now = services.Time.GetUtcNow();
        await AppendAsync(
            attempt,
            new AttemptEndedRecord
            {
                Model = model.Name,
                Provider = model.Provider,
                RequestHash = attempt.RequestHash,
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
                EstimatedCostUsd = costUsd is null ? Cost.Of(taken, price)?.ToUsd() : null,
                Seam = received.Seam,
                TimeToFirstToken = received.TimeToFirstToken,
                Duration = received.Duration,
                CacheKey = key,
                CacheUntil = now + stored?.TimeToLive,
                ValidationErrors = received.Fault?.Errors ?? [],
                Mended = received.Mended,
                Stopped = received.Fault?.StoppedAt is { } position ? StopOf(attempt, position, estimate.OutputTokens ?? 0) : null,
                Delivered = state.Delivery?.TakeRecord(),
            },
            id).ConfigureAwait(false);

        if (failure is null)
        {
            if (key is not null)
            {
                var entry = new CachedResponse { Completion = completion!, Model = model.Name, StoredAt = now, ExpiresAt = now + stored!.TimeToLive, Source = id };
                await services.Cache.SetAsync(key, entry, CancellationToken.None).ConfigureAwait(false);
            }

            return new Outcome(new Answer(received.Answer, model.Name, id) { IsJoined = received.Seam is not null }, received.Output, null);
        }

        var failed = new AttemptFailure
        {
            Attempt = attempt.Number,
            Model = model.Name,
            Reason = failure.Reason,
            Message = failure.Message,
            Errors = received.Fault?.Errors ?? [],
            StoppedAt = received.Fault?.StoppedAt,
            Duration = received.Duration,
            Usage = completion?.Usage,
            CostUsd = costUsd,
            RetryAfter = failure.RetryAfter,
        };
        state.Add(failed);
        state.Run.ThrowIfOver();
        await state.EmitAsync(new AttemptFailed(state.Call.Step, failed)).ConfigureAwait(false);
        return new Outcome(null, null, failed) { Received = received };
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
            Completion = outcome == StepOutcome.New && answer is not { IsJoined: true } ? null : answer?.Completion,
            AcceptedAttempt = answer?.Attempt,
            FallbackValue = isFallbackValue,
            Attempts = state.Attempts,
            CostUsd = state.CostUsd,
            Delivered = DeliveredSince(state),
        }).ConfigureAwait(false);
        run.Add(report);
        if (run.IsStreamed)
        {
            await TellAsync(state, outcome, answer, report).ConfigureAwait(false);
        }

        return output;
    }

    /// <summary>Writes that the step has failed for good.</summary>
    public async ValueTask FailAsync(CallState state, AttemptFailure? last, string? deliveredText, RoutingChoice? choice)
    {
        state.Run.Add(state.Report(StepOutcome.Failed, null, services.Time.GetElapsedTime(state.Started)));
        await AppendAsync(state, new StepCompletedRecord
        {
            Outcome = StepOutcome.Failed,
            RequestHash = state.Request.Hash,
            Attempts = state.Attempts,
            CostUsd = state.CostUsd,
            Failure = last?.Reason ?? FailureReason.Timeout,
            DeliveredText = deliveredText,
            Delivered = DeliveredSince(state),
            Choice = choice,
        }).ConfigureAwait(false);
    }

    private static ImmutableArray<DeliveredPiece>? DeliveredSince(CallState state) => state.Delivery?.TakeRecord() is { IsEmpty: false } pieces ? pieces : null;

    /// <summary>Streams an answer that was not streamed by a model just now, in its original pieces.</summary>
    private static async ValueTask TellAsync(CallState state, StepOutcome outcome, Answer? answer, StepReport report)
    {
        var (run, step) = (state.Run, state.Call.Step);
        if (outcome != StepOutcome.New && answer is not null)
        {
            var structured = StructuredAnswer.For(state.Call.Prompt, state.Call.Policy.Output);
            var start = 0;
            foreach (var chunk in answer.Completion.Chunks)
            {
                var text = answer.Completion.Text.Substring(start, chunk.Length);
                start += chunk.Length;
                structured?.Add(text);
                await run.EmitAsync(new TextDelta(step, 0, text)).ConfigureAwait(false);
                if (structured?.TryReadPart(out var value) == true)
                {
                    await run.EmitAsync(new PartialOutput(step, 0, value)).ConfigureAwait(false);
                }
            }
        }

        await run.EmitAsync(new StepEnded(step, StepKind.Ask, outcome) { Report = report }).ConfigureAwait(false);
    }

    /// <summary>What ending the attempt early has saved, as far as it can be told.</summary>
    private EarlyStop StopOf(Attempt attempt, int position, long tokens) => new()
    {
        Position = position,
        ReceivedTokens = tokens,
        SavedTokens = services.Router.UsualOutput(attempt.Model, attempt.Call.Run.Graph.Name, attempt.Call.Call.Step) is { } usual ? Math.Max(0, usual - tokens) : null,
        SavedTokensAtMost = Math.Max(0, attempt.MaxOutputTokens - tokens),
    };

    /// <summary>What was reported, and where nothing was, what we estimate.</summary>
    private static Usage Taken(Usage? reported, Usage estimate) => reported is null ? estimate : reported with
    {
        InputTokens = reported.InputTokens ?? estimate.InputTokens,
        OutputTokens = reported.OutputTokens ?? estimate.OutputTokens,
    };

    /// <summary>Tells those who choose models how this one did.</summary>
    private void Learn(Attempt attempt, Received received, decimal? costUsd)
    {
        var (state, reason) = (attempt.Call, received.Failure?.Reason);
        if (attempt.Continuation is null && state.EstimatedInputTokens > 0)
        {
            attempt.Model.Statistics.InputScale = (double)attempt.EstimatedInputTokens / state.EstimatedInputTokens;
        }

        if (reason is null)
        {
            // What a stream reported before it broke off may be incomplete.
            attempt.Learn(received.Completion?.Usage);
        }

        // A continuation, or an answer that was stopped, is shorter than an answer: its length and time would mislead.
        var isWhole = attempt.Continuation is null && received.Fault?.StoppedAt is null && reason is null or FailureReason.InvalidOutput or FailureReason.ContentFiltered or FailureReason.Refused;
        services.Router.Observe(
            attempt.Model, state.Run.Graph.Name, state.Call.Step, received.TimeToFirstToken, received.Duration, received.Completion?.Usage?.OutputTokens, isWhole);
        if (state.Plan.CanaryOf(attempt.Model) is { } canary && reason is not (FailureReason.Cancelled or FailureReason.InvalidRequest))
        {
            services.Canaries.Observe(canary, reason is not null, received.TimeToFirstToken, costUsd);
        }
    }

    private ValueTask AppendAsync(CallState state, StepCompletedRecord body) => services.AppendAsync(state.Run, state.Call.Step, attempt: null, body);

    private ValueTask AppendAsync(Attempt attempt, AuditBody body, Guid? id = null) =>
        services.AppendAsync(attempt.Call.Run, attempt.Call.Call.Step, attempt.Number, body, id);
}
