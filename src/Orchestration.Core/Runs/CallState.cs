using Microsoft.Extensions.AI;
using Orchestration.Audit;
using Orchestration.Caching;
using Orchestration.Models;
using Orchestration.Policies;
using Orchestration.Prompts;
using Orchestration.Routing;

namespace Orchestration.Runs;

/// <summary>One request of a step to "a model", however many attempts it takes.</summary>
internal readonly record struct Call(Run Run, string Step, Prompt Prompt, StepPolicy Policy);

/// <summary>An accepted answer.</summary>
/// <param name="Completion">What the model said.</param>
/// <param name="Model">The name the model is registered by.</param>
/// <param name="Attempt">The record of the attempt that got it.</param>
internal sealed record Answer(Completion Completion, string? Model, Guid? Attempt);

/// <summary>What a call hands to identical calls that waited for it: its answer, or why there is none.</summary>
internal sealed record Landing(Answer? Answer, AttemptFailure? Failure);

/// <summary>What a call has tried and taken so far. Used by one call.</summary>
internal sealed class CallState(Call call, List<ChatMessage> messages, ChatOptions options, CanonicalRequest request, long started)
{
    public Call Call { get; } = call;

    public Run Run => Call.Run;

    public List<ChatMessage> Messages { get; } = messages;

    public ChatOptions Options { get; } = options;

    /// <summary>Its JSON is there until the first attempt; its hash stays.</summary>
    public CanonicalRequest Request { get; } = request;

    public long Started { get; } = started;

    public long EstimatedInputTokens { get; init; }

    /// <summary>Attempts made, not counting those before a crash: the policy's limits begin anew with a resumed run.</summary>
    public int Attempts { get; set; }

    /// <summary>The number of the latest attempt in the log, where a resumed run counts on.</summary>
    public int Attempt => (Run.Recorded?.AttemptsOf(Call.Step) ?? 0) + Attempts;

    /// <summary>Who may answer. Not known while the log may: a replay needs no models.</summary>
    public Candidates Candidates { get; private set; } = null!;

    /// <summary>The beginnings of the conversation that a provider may have cached; empty where only one endpoint could have.</summary>
    public IReadOnlyList<long> Prefixes { get; private set; } = [];

    public List<AttemptFailure> Failures { get; } = [];

    /// <summary>Whether another attempt may begin: not when the reader has been shown a piece that cannot be taken back.</summary>
    public bool MayRestart { get; private set; } = true;

    public Usage Usage { get; private set; } = Usage.None;

    public decimal CostUsd { get; private set; }

    public int Unpriced { get; private set; }

    /// <summary>How long the reader of the stream was waited for. That time is not the step's.</summary>
    public TimeSpan Reading { get; private set; }

    /// <summary>What is left of the step's time; <see langword="null"/> = it has no limit.</summary>
    public TimeSpan? Remaining => Call.Policy.Timeout.Total + Reading - Run.Services.Time.GetElapsedTime(Started);

    /// <summary>The key under which an answer of the model may be found again; <see langword="null"/> if it must not be.</summary>
    public CacheKey? KeyFor(RegisteredModel model, CachePolicy policy) =>
        CacheKey.Compute(policy.Scope == CacheScope.Shared ? "shared" : $"tenant:{Run.Tenant}", Candidates.CachedAs(model).Name, Request, Messages, Options);

    /// <summary>Addresses the call.</summary>
    public Candidates Address(Candidates candidates)
    {
        Prefixes = candidates.HasEquals ? WarmPrefixes.Of(Messages, Options) : [];
        return Candidates = candidates;
    }

    /// <summary>Hands an event to the reader, and takes note of how long that took.</summary>
    public ValueTask EmitAsync(RunEvent e)
    {
        var taken = Run.EmitAsync(e);
        return taken.IsCompletedSuccessfully ? taken : WaitForReaderAsync(taken);
    }

    /// <summary>The event by which the reader is shown a piece of the answer; <see langword="null"/> if there is nothing to show.</summary>
    public RunEvent? Show(ChatResponseUpdate update, string text)
    {
        if (Call.Prompt.Given is { } given)
        {
            if (given.IsLive && HoldsAnswer(update))
            {
                MayRestart = false;
            }

            return new UpdateReceived(update);
        }

        return text.Length == 0 ? null : new TextDelta(Call.Step, Attempt, text);
    }

    public void Book(Usage? usage, decimal? costUsd)
    {
        Usage = usage is null ? Usage : Usage + usage;
        CostUsd += costUsd ?? 0;
        Unpriced += costUsd is null ? 1 : 0;
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
        Reading += Run.Services.Time.GetElapsedTime(since);
    }

    // What a failed attempt took is no part of an answer.
    private static bool HoldsAnswer(ChatResponseUpdate update)
    {
        foreach (var content in update.Contents)
        {
            if (content is not UsageContent)
            {
                return true;
            }
        }

        return false;
    }
}
