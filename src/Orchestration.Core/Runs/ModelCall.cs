using Microsoft.Extensions.AI;
using Orchestration.Models;
using Orchestration.Prompts;
using Orchestration.Routing;
using Orchestration.Streaming;

namespace Orchestration.Runs;

/// <summary>What came of one request to one model.</summary>
internal sealed record Received
{
    /// <summary>What came, whole or in part; <see langword="null"/> when nothing did.</summary>
    public Completion? Completion { get; init; }

    /// <summary>The value made of it, when it is valid.</summary>
    public object? Output { get; init; }

    public CallFailure? Failure { get; init; }

    public JsonBytes RawUsage { get; init; }

    public TimeSpan? TimeToFirstToken { get; init; }

    public TimeSpan Duration { get; init; }

    /// <summary>Whether the reader was given text of it.</summary>
    public bool WasStreamed { get; init; }
}

/// <summary>Sends one request to one model, reads the stream within its time limits, and checks the answer. Whatever goes wrong becomes data.</summary>
internal static class ModelCall
{
    public static async ValueTask<Received> AskAsync(CallState state, RegisteredModel model, AttemptClock clock)
    {
        var collector = new CompletionCollector();
        TimeSpan? firstToken = null;
        CallFailure? failure = null;
        var streamed = false;
        try
        {
            var stream = model.Client.GetStreamingResponseAsync(state.Messages, state.Options, clock.Token).GetAsyncEnumerator(clock.Token);
            var abandoned = false;
            try
            {
                while (true)
                {
                    clock.WaitForModel();
                    var next = stream.MoveNextAsync();
                    bool more;
                    if (next.IsCompleted)
                    {
                        more = await next.ConfigureAwait(false);
                    }
                    else
                    {
                        abandoned = true;
                        more = await WaitAsync(next.AsTask(), stream, clock.Token).ConfigureAwait(false);
                        abandoned = false;
                    }

                    if (!more)
                    {
                        break;
                    }

                    clock.Token.ThrowIfCancellationRequested();
                    var at = clock.Elapsed;
                    var text = collector.Add(stream.Current, at);
                    if (collector.HasContent && stream.Current.Contents.Count > 0)
                    {
                        clock.TokenCame(at);
                        firstToken ??= at;
                    }

                    if (state.Run.IsStreamed && state.Show(stream.Current, text) is { } piece)
                    {
                        clock.WaitForReader();
                        await state.EmitAsync(piece).ConfigureAwait(false);
                        clock.ReaderCame();
                        streamed = true;
                    }
                }
            }
            finally
            {
                if (!abandoned)
                {
                    await stream.DisposeAsync().ConfigureAwait(false);
                }
            }
        }
#pragma warning disable CA1031 // The attempt's boundary: every failure of a client becomes data.
        catch (Exception e)
#pragma warning restore CA1031
        {
            failure = Explain(e, state.Run, clock, collector);
        }

        var duration = clock.Elapsed;
        var completion = failure is null || collector.HasContent ? collector.ToCompletion() : null;
        object? output = null;
        if (failure is null)
        {
            (output, failure) = Check(state.Call.Prompt, completion!, collector.Error);
        }

        return new Received
        {
            Completion = completion,
            Output = output,
            Failure = failure,
            RawUsage = collector.RawUsage(),
            TimeToFirstToken = firstToken,
            Duration = duration,
            WasStreamed = streamed,
        };
    }

    /// <summary>Waits for the next piece, but not longer than for the attempt's end: a client that ignores its token is left behind, and what it still says is dropped.</summary>
    private static async Task<bool> WaitAsync(Task<bool> next, IAsyncEnumerator<ChatResponseUpdate> stream, CancellationToken cancellationToken)
    {
        try
        {
            return await next.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            _ = LeaveBehindAsync(next, stream);
            throw;
        }
    }

    private static async Task LeaveBehindAsync(Task<bool> next, IAsyncEnumerator<ChatResponseUpdate> stream)
    {
        try
        {
            await next.ConfigureAwait(false);
        }
#pragma warning disable CA1031 // Nobody is left to be told.
        catch
        {
        }

        try
        {
            await stream.DisposeAsync().ConfigureAwait(false);
        }
        catch
        {
        }
#pragma warning restore CA1031
    }

    private static CallFailure Explain(Exception e, Run run, AttemptClock clock, CompletionCollector collector)
    {
        if (run.Token.IsCancellationRequested)
        {
            return new CallFailure(FailureReason.Cancelled, run.IsCancelledByCaller ? "the caller cancelled the run." : "the run ended while this attempt was under way.");
        }

        return clock.TimedOut is { } limit ? new CallFailure(FailureReason.Timeout, limit + ".") : FailureClassifier.Classify(e, collector.HasContent);
    }

    private static (object? Output, CallFailure? Failure) Check(Prompt prompt, Completion completion, ErrorContent? error)
    {
        if (error is not null)
        {
            var reason = error.ErrorCode?.Contains("refus", StringComparison.OrdinalIgnoreCase) == true ? FailureReason.Refused : FailureReason.ServerError;
            return (null, new CallFailure(reason, $"the provider sent an error within its answer: {error.Message}") { ProviderCode = error.ErrorCode });
        }

        if (completion.FinishReason == ChatFinishReason.ContentFilter.Value)
        {
            return (null, new CallFailure(FailureReason.ContentFiltered, "the provider's content filter stopped the answer."));
        }

        try
        {
            return (prompt.Read(completion), null);
        }
        catch (InvalidOutputException e)
        {
            return (null, new CallFailure(FailureReason.InvalidOutput, e.Message));
        }
    }
}
