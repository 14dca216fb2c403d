using Microsoft.Extensions.AI;
using Orchestration.Models;
using Orchestration.Prompts;
using Orchestration.Schemas;
using Orchestration.Streaming;

namespace Orchestration.Runs;

/// <summary>Takes one attempt's answer in, tells it to the step's reader as far as it may be shown, and checks it at its end.</summary>
internal sealed class Teller(Attempt attempt, AttemptClock clock)
{
    private readonly Delivery? _delivery = attempt.Call.Delivery;

    // Updates without text that cannot be told yet: the race is still open, or the continuation has not joined.
    private List<ChatResponseUpdate>? _waiting;
    private ChatResponseUpdate? _joining;
    private readonly StructuredAnswer? _structured = StructuredAnswer.For(attempt.Call.Call.Prompt, attempt.Call.Call.Policy.Output);
    private object? _output;
    private JsonTolerance _mended;
    private InvalidOutputException? _fault;
    private Completion? _received;
    private Completion? _answer;
    private TimeSpan? _firstToken;

    public CompletionCollector Collector { get; } = new();

    public async ValueTask TakeAsync(ChatResponseUpdate update)
    {
        var at = clock.Elapsed;
        var text = Collector.Add(update, at);
        if (Collector.HasContent && update.Contents.Count > 0)
        {
            clock.TokenCame(at);
            if (_firstToken is null)
            {
                _firstToken = at;
                await BeginAsync().ConfigureAwait(false);
            }
        }

        if (text.Length > 0 && _structured?.Add(text) is { } fault)
        {
            _fault = fault;
            throw fault;
        }

        if (_delivery is null)
        {
            return;
        }

        if (_firstToken is null && attempt.Race is not null)
        {
            (_waiting ??= []).Add(update);
            return;
        }

        clock.WaitForReader();
        await TellAsync(update, text).ConfigureAwait(false);
        if (_structured is not null && attempt.Call.Run.IsStreamed && _structured.TryReadPart(out var part))
        {
            await attempt.Call.EmitAsync(new PartialOutput(attempt.Call.Call.Step, attempt.Number, part)).ConfigureAwait(false);
        }

        clock.ReaderCame();
    }

    /// <summary>The stream has come to its end.</summary>
    /// <returns>What is wrong with the answer; <see langword="null"/> if it is accepted.</returns>
    public async ValueTask<CallFailure?> FinishAsync()
    {
        if (attempt.Continuation is { IsJoined: false } continuation && continuation.Finish() is { } rest)
        {
            await JoinAsync(_joining ?? new ChatResponseUpdate(ChatRole.Assistant, rest), rest).ConfigureAwait(false);
        }

        if (Check(Answer) is { } failure)
        {
            return failure;
        }

        if (_delivery is not null)
        {
            clock.WaitForReader();
            await _delivery.FinishAsync().ConfigureAwait(false);
            clock.ReaderCame();
        }

        return null;
    }

    /// <summary>What came of the attempt.</summary>
    public Received End(CallFailure? failure) => new Received
    {
        Completion = failure is null || Collector.HasContent ? Counted(Received, failure) : null,
        Answer = Answer,
        Output = failure is null ? _output : null,
        Failure = failure,
        Fault = _fault,
        Mended = _mended,
        RawUsage = Collector.RawUsage(),
        TimeToFirstToken = _firstToken,
        Duration = clock.Elapsed,
        Seam = attempt.Continuation?.Seam,
    };

    // Counts in a stream that never ended are those of its beginning: Anthropic's first event says 1 token of output.
    private static Completion Counted(Completion completion, CallFailure? failure) =>
        failure is not null && completion is { FinishReason: null, Usage.OutputTokens: not null }
            ? completion with { Usage = completion.Usage with { OutputTokens = null, ReasoningTokens = null } }
            : completion;

    // Both are asked for when nothing more comes.
    private Completion Received => _received ??= Collector.ToCompletion();

    private Completion Answer => _answer ??= Joined();

    // Of a continuation that has not joined, nothing is part of the answer.
    private Completion Joined() => attempt.Continuation switch
    {
        null => Received,
        { Seam: { } seam } continuation => JoinedCompletion.Of(continuation.Broken.Answer, seam, Received),
        var continuation => continuation.Broken.Answer,
    };

    private async ValueTask BeginAsync()
    {
        if (attempt.Race?.Claim(attempt) == false)
        {
            throw new OperationCanceledException();
        }

        _delivery?.Begin(attempt.Number);
        await TellWaitingAsync().ConfigureAwait(false);
    }

    private ValueTask TellAsync(ChatResponseUpdate update, string text)
    {
        if (attempt.Continuation is not { IsJoined: false } continuation)
        {
            return _delivery!.TakeAsync(update, text);
        }

        if (!SpliceRules.Allow(update))
        {
            throw new ModelCallException(FailureReason.JoinRejected, "the continuation is not text alone: it calls a tool, or holds parts that cannot be joined.");
        }

        if (text.Length == 0)
        {
            (_waiting ??= []).Add(update);
            return ValueTask.CompletedTask;
        }

        _joining = update;
        return continuation.Add(text) is { } joined ? JoinAsync(update, joined) : ValueTask.CompletedTask;
    }

    private async ValueTask JoinAsync(ChatResponseUpdate update, string joined)
    {
        await _delivery!.JoinAsync(update, attempt.Continuation!.Broken.Cut.Position, joined).ConfigureAwait(false);
        await TellWaitingAsync().ConfigureAwait(false);
    }

    private async ValueTask TellWaitingAsync()
    {
        if (_delivery is not null && _waiting is { } waiting && attempt.Continuation is null or { IsJoined: true })
        {
            _waiting = null;
            foreach (var update in waiting)
            {
                await _delivery.TakeAsync(update, string.Empty).ConfigureAwait(false);
            }
        }
    }

    private CallFailure? Check(Completion answer)
    {
        if (Collector.Error is { } error)
        {
            var reason = error.ErrorCode?.Contains("refus", StringComparison.OrdinalIgnoreCase) == true ? FailureReason.Refused : FailureReason.ServerError;
            return new CallFailure(reason, $"the provider sent an error within its answer: {error.Message}") { ProviderCode = error.ErrorCode };
        }

        if (answer.FinishReason == ChatFinishReason.ContentFilter.Value)
        {
            return new CallFailure(FailureReason.ContentFiltered, "the provider's content filter stopped the answer.");
        }

        try
        {
            var call = attempt.Call.Call;
            _output = call.Prompt.Read(answer, call.Policy.Output.Rules, out _mended);
            return null;
        }
        catch (InvalidOutputException e)
        {
            _fault = e;
            return new CallFailure(FailureReason.InvalidOutput, e.Message);
        }
    }
}
