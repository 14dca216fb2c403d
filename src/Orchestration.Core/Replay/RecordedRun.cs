using System.Collections.Immutable;
using Orchestration.Audit;
using Orchestration.Models;
using Orchestration.Streaming;

namespace Orchestration.Replay;

/// <summary>What the audit log knows of one run, by step: enough to run it again without asking anyone.</summary>
internal sealed class RecordedRun
{
    private readonly Dictionary<string, RecordedCall> _calls = new(StringComparer.Ordinal);
    private readonly Dictionary<string, EffectRecord> _effects = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _attempts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Spending> _spent = new(StringComparer.Ordinal);
    private readonly Dictionary<string, AttemptStartedRecord> _underWay = new(StringComparer.Ordinal);

    private RecordedRun(RunId run, string tenant, RunStartedRecord start) => (Run, Tenant, Start) = (run, tenant, start);

    public RunId Run { get; }

    public string Tenant { get; }

    public RunStartedRecord Start { get; }

    /// <summary>What the run has spent so far.</summary>
    public Spending Spent { get; private set; }

    /// <summary>What a step of the run has spent so far.</summary>
    public Spending SpentBy(string step) => _spent.GetValueOrDefault(step);

    /// <exception cref="RunNotFoundException">The log does not hold the run's start.</exception>
    public static async Task<RecordedRun> LoadAsync(IAuditLog log, RunId run, CancellationToken cancellationToken)
    {
        RecordedRun? recorded = null;
        var ended = new Dictionary<Guid, AttemptEndedRecord>();
        await foreach (var record in log.ReadAsync(new AuditQuery { Run = run }, cancellationToken).ConfigureAwait(false))
        {
            if (record.Body is RunStartedRecord start)
            {
                recorded ??= new RecordedRun(run, record.Tenant, start);
            }
            else
            {
                recorded?.Add(record, ended);
            }
        }

        recorded?.SpendWhatIsUnderWay();
        return recorded ?? throw new RunNotFoundException(run, "the audit log does not hold it. Look at the folder or store the log is configured with, and at its retention.");
    }

    /// <summary>A run of which nothing but answers is known.</summary>
    public static RecordedRun Of(RunId run, string tenant, RunStartedRecord start, RecordedAnswers answers)
    {
        var recorded = new RecordedRun(run, tenant, start);
        foreach (var (step, text) in answers.Completions)
        {
            var call = recorded._calls[step] = new RecordedCall();
            call.Accept(string.Empty, null, new Completion { Text = text });
        }

        foreach (var (step, result) in answers.Effects)
        {
            recorded._effects[step] = new EffectRecord { Result = result };
        }

        return recorded;
    }

    /// <summary>What the steps answered. A step that took its prompt's fallback value is left out: no model answered it.</summary>
    public RecordedAnswers ToAnswers() => new()
    {
        Completions = _calls.Where(static call => call.Value.Completion is not null)
            .ToImmutableSortedDictionary(static call => call.Key, static call => call.Value.Completion!.Text, StringComparer.Ordinal),
        Effects = _effects.Where(static effect => effect.Value.Error is null)
            .ToImmutableSortedDictionary(static effect => effect.Key, static effect => effect.Value.Result, StringComparer.Ordinal),
    };

    /// <summary>How many attempts the log knows of a step.</summary>
    public int AttemptsOf(string step) => _attempts.GetValueOrDefault(step);

    /// <summary>The request that a recorded call made; for a cache hit, the one of the attempt elsewhere that got the answer. Reads the log once more: for a divergence only.</summary>
    public static async ValueTask<JsonBytes> RequestOfAsync(IAuditLog log, RecordedCall call, CancellationToken cancellationToken)
    {
        if (!call.Request.IsEmpty)
        {
            return call.Request;
        }

        await foreach (var ended in log.ReadAsync(new AuditQuery { Kind = AuditKind.AttemptEnded }, cancellationToken).ConfigureAwait(false))
        {
            if (ended.Id != call.AcceptedAttempt)
            {
                continue;
            }

            var intents = new AuditQuery { Kind = AuditKind.AttemptStarted, Run = ended.Run, Step = ended.Step };
            await foreach (var intent in log.ReadAsync(intents, cancellationToken).ConfigureAwait(false))
            {
                if (intent.Attempt == ended.Attempt)
                {
                    return ((AttemptStartedRecord)intent.Body).Request;
                }
            }
        }

        return default;
    }

    public RecordedCall? Call(string step) => _calls.GetValueOrDefault(step) is { IsAnswer: true } call ? call : null;

    public EffectRecord? Effect(string step) => _effects.GetValueOrDefault(step) is { Error: null } effect ? effect : null;

    private void Add(AuditRecord record, Dictionary<Guid, AttemptEndedRecord> ended)
    {
        if (record is { Kind: AuditKind.AttemptStarted or AuditKind.Effect, Attempt: { } number })
        {
            _attempts[record.Step!] = Math.Max(number, AttemptsOf(record.Step!));
        }

        switch (record.Body)
        {
            case AttemptStartedRecord started:
                SpendWhatIsUnderWay(record.Step!);
                _underWay[record.Step!] = started;
                Call(record).Ask(started);

                break;

            case AttemptEndedRecord attempt:
                ended[record.Id] = attempt;
                _underWay.Remove(record.Step!);
                Spend(record.Step!, attempt.CostUsd, Tokens(attempt.Completion?.Usage ?? attempt.EstimatedUsage));
                Call(record).End(record.Attempt ?? 0, attempt);
                break;

            case StepCompletedRecord { Outcome: not StepOutcome.Failed } step:
                var call = Call(record);
                call.UsedFallbackValue = step.FallbackValue;
                if (!step.Request.IsEmpty)
                {
                    call.Request = step.Request;
                }

                var answer = step.Completion ?? (step.AcceptedAttempt is { } id && ended.TryGetValue(id, out var accepted) ? accepted.Completion : null);
                call.Accept(step.RequestHash, step.Model, answer);
                call.AcceptedAttempt = step.AcceptedAttempt;
                break;

            case EffectRecord effect:
                _effects[record.Step!] = effect;
                break;
        }
    }

    private RecordedCall Call(AuditRecord record)
    {
        if (!_calls.TryGetValue(record.Step!, out var call))
        {
            _calls[record.Step!] = call = new RecordedCall();
        }

        return call;
    }

    // An attempt whose end the log does not know may have been charged: it counts for what was reserved.
    private void SpendWhatIsUnderWay()
    {
        foreach (var step in _underWay.Keys)
        {
            SpendWhatIsUnderWay(step);
        }
    }

    private void SpendWhatIsUnderWay(string step)
    {
        if (_underWay.Remove(step, out var attempt))
        {
            Spend(step, attempt.ReservedUsd, attempt.EstimatedInputTokens + attempt.MaxOutputTokens);
        }
    }

    private void Spend(string step, decimal? usd, long tokens)
    {
        _spent[step] = SpentBy(step) + new Spending(usd ?? 0, tokens);
        Spent += new Spending(usd ?? 0, tokens);
    }

    private static long Tokens(Usage? usage) => (usage?.InputTokens ?? 0) + (usage?.OutputTokens ?? 0);
}

/// <summary>US dollars whose amount is known, and tokens.</summary>
internal readonly record struct Spending(decimal Usd, long Tokens)
{
    public static Spending operator +(Spending left, Spending right) => new(left.Usd + right.Usd, left.Tokens + right.Tokens);
}

/// <summary>What the log knows of one call.</summary>
internal sealed class RecordedCall
{
    // The step's answer as it stood when an attempt broke off, for a later one that carries it on.
    private Dictionary<int, Completion>? _broken;
    private string _ownHash = string.Empty;
    public string RequestHash { get; private set; } = string.Empty;

    /// <summary>The step's own request; not that by which a broken answer was carried on.</summary>
    public JsonBytes Request { get; set; }

    public string? Model { get; private set; }

    public Completion? Completion { get; private set; }

    public bool UsedFallbackValue { get; set; }

    /// <summary>The record of the attempt that got the answer, in this run or, for a cache hit, in another.</summary>
    public Guid? AcceptedAttempt { get; set; }

    public bool IsAnswer => Completion is not null || UsedFallbackValue;

    /// <summary>Takes the step's own request over; not that by which a model was asked to carry on, to repair, or otherwise in other words.</summary>
    public void Ask(AttemptStartedRecord started)
    {
        if (started.StepRequestHash is { } own)
        {
            _ownHash = own;
        }
        else if (started.Continues is null)
        {
            (Request, _ownHash) = (started.Request, started.RequestHash);
        }
    }

    /// <summary>An attempt that succeeded counts as the step's answer even if a crash came before the step's own record: it has been paid for.</summary>
    public void End(int number, AttemptEndedRecord attempt)
    {
        if (attempt.Completion is not { } completion)
        {
            return;
        }

        if (attempt.Seam is { } seam)
        {
            if (_broken?.GetValueOrDefault(seam.After) is not { } before)
            {
                return;
            }

            completion = JoinedCompletion.Of(before, seam, completion);
        }

        if (attempt.Failure is null)
        {
            Accept(_ownHash, attempt.Model, completion);
        }
        else
        {
            (_broken ??= [])[number] = completion;
        }
    }

    public void Accept(string requestHash, string? model, Completion? completion) => (RequestHash, Model, Completion) = (requestHash, model, completion);
}
