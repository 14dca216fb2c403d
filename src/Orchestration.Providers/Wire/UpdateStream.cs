using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Orchestration.Models;

namespace Orchestration.Providers.Wire;

/// <summary>Turns the events of a streamed response into updates, and every way of breaking off into a failure that says so.</summary>
internal static class UpdateStream
{
    /// <summary>Reads a response to its end and disposes of it.</summary>
    /// <remarks>
    /// Updates without content (ids, the model's name) wait for the first one with content, so that a stream which fails at once has given nothing.
    /// A stream that breaks first gives what the decoder held back, then throws.
    /// </remarks>
    public static async IAsyncEnumerable<ChatResponseUpdate> ReadAsync(
        HttpResponseMessage response, EventFraming framing, StreamDecoder decoder, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using (response)
        {
            var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            await using var disposing = stream.ConfigureAwait(false);
            using var events = new EventReader(stream, framing);
            var updates = new List<ChatResponseUpdate>();
            var hasContent = false;
            Exception? failure = null;
            for (var isOpen = true; isOpen;)
            {
                try
                {
                    isOpen = await events.ReadAsync(cancellationToken).ConfigureAwait(false);
                    if (isOpen)
                    {
                        Decode(decoder, events, updates);
                        isOpen = !decoder.IsOver;
                    }
                    else
                    {
                        ThrowIfCut(decoder);
                    }
                }
                catch (Exception e) when (e is IOException or HttpRequestException && decoder.IsComplete)
                {
                    // The answer was whole before the connection broke.
                    isOpen = false;
                }
                catch (Exception e) when (e is ModelCallException or JsonException or IOException or HttpRequestException or InvalidDataException or OperationCanceledException)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    failure = e;
                    isOpen = false;
                }

                if (!isOpen)
                {
                    decoder.Flush(updates);
                }

                // An early failure is one without any update, held back ones included: what came without content is dropped with it.
                hasContent = hasContent || updates.Exists(static update => update.Contents.Count > 0 || update.FinishReason is not null);
                if (hasContent || (!isOpen && failure is null))
                {
                    foreach (var update in updates)
                    {
                        yield return update;
                    }

                    updates.Clear();
                }
            }

            if (failure is not null)
            {
                ExceptionDispatchInfo.Throw(Explain(failure, hasContent));
            }
        }
    }

    private static void Decode(StreamDecoder decoder, EventReader events, List<ChatResponseUpdate> updates)
    {
        try
        {
            decoder.Read(events.Name.Span, SoundText.Of(events.Data), updates);
        }
        catch (JsonException) when (events.IsCutOff)
        {
            // Half an event says only that the stream was cut, which its end says anyway.
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or FormatException or OverflowException)
        {
            // A value that no name, id or number can have: the event is as unreadable as one that is no JSON.
            throw new JsonException("An event holds a value that cannot be.", e);
        }
    }

    private static void ThrowIfCut(StreamDecoder decoder)
    {
        if (!decoder.IsComplete)
        {
            throw new ModelCallException(FailureReason.StreamInterrupted, "The stream ended before the answer did.");
        }
    }

    private static ModelCallException Explain(Exception e, bool hasContent) => e switch
    {
        ModelCallException known => known,
        OperationCanceledException => new ModelCallException(
            hasContent ? FailureReason.StreamInterrupted : FailureReason.Timeout, "The HTTP client's own timeout passed while the answer was streamed.", e),
        JsonException or InvalidDataException => new ModelCallException(
            hasContent ? FailureReason.StreamInterrupted : FailureReason.ServerError, "An event of the stream is not what the protocol says: it cannot be read.", e),
        _ => new ModelCallException(hasContent ? FailureReason.StreamInterrupted : FailureReason.ConnectionLost, "The connection broke while the answer was streamed.", e),
    };
}
