using Microsoft.Extensions.AI;
using Orchestration.Audit;
using Orchestration.Models;
using Orchestration.Prompts;
using Orchestration.Schemas;
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

    /// <summary>What is wrong with it, when it is no valid output.</summary>
    public InvalidOutputException? Fault { get; init; }

    /// <summary>What of its JSON was put right.</summary>
    public JsonTolerance Mended { get; init; }

    public JsonBytes RawUsage { get; init; }

    public TimeSpan? TimeToFirstToken { get; init; }

    public TimeSpan Duration { get; init; }

    /// <summary>Where it joins the text of an attempt that broke off.</summary>
    public Seam? Seam { get; init; }

    /// <summary>The step's answer as far as it has come: the completion, or what it is a part of.</summary>
    public required Completion Answer { get; init; }
}

/// <summary>Sends one request to one model and reads the stream within its time limits. Whatever goes wrong becomes data.</summary>
internal static class ModelCall
{
    public static async ValueTask<Received> AskAsync(Attempt attempt, AttemptClock clock)
    {
        var teller = new Teller(attempt, clock);
        CallFailure? failure = null;
        try
        {
            var stream = attempt.Model.Client.GetStreamingResponseAsync(attempt.Messages, attempt.Options, clock.Token).GetAsyncEnumerator(clock.Token);
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
                    await teller.TakeAsync(stream.Current).ConfigureAwait(false);
                }

                failure = await teller.FinishAsync().ConfigureAwait(false);
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
            failure = Explain(e, attempt, clock, teller.Collector);
        }

        return teller.End(failure);
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

    private static CallFailure Explain(Exception e, Attempt attempt, AttemptClock clock, CompletionCollector collector)
    {
        if (e is InvalidOutputException fault)
        {
            return new CallFailure(FailureReason.InvalidOutput, fault.Message);
        }

        var run = attempt.Call.Run;
        if (run.Token.IsCancellationRequested)
        {
            return new CallFailure(FailureReason.Cancelled, run.IsCancelledByCaller ? "the caller cancelled the run." : "the run ended while this attempt was under way.");
        }

        if (attempt.Race?.IsLost(attempt) == true)
        {
            return new CallFailure(FailureReason.Cancelled, "another candidate's first token came first; what this one costs is not known.");
        }

        return clock.TimedOut is { } limit ? new CallFailure(FailureReason.Timeout, limit + ".") : FailureClassifier.Classify(e, collector.HasContent);
    }
}
