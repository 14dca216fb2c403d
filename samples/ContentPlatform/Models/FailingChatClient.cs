using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Orchestration.Models;

namespace ContentPlatform.Models;

/// <summary>A model that fails on purpose, in the ways that real ones do, and else is the model it wraps.</summary>
internal sealed class FailingChatClient(IChatClient inner, PlannedFailures failures) : DelegatingChatClient(inner)
{
    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        List<ChatMessage> request = [.. messages];
        var failure = failures.Take(request) switch
        {
            0 => null,
            var left when left % 3 == 1 => new ModelCallException(FailureReason.StreamInterrupted, "Failed on purpose: the connection broke in mid-answer."),
            var left when left % 3 == 2 => new ModelCallException(FailureReason.Overloaded, "Failed on purpose: no capacity now (503)."),
            _ => new ModelCallException(FailureReason.ServerError, "Failed on purpose: internal error (500)."),
        };

        if (failure is not null and not { Reason: FailureReason.StreamInterrupted })
        {
            throw failure;
        }

        // What was streamed before the break is void: the runtime tells its readers to discard it.
        var pieces = 0;
        await foreach (var update in base.GetStreamingResponseAsync(request, options, cancellationToken))
        {
            if (failure is not null && pieces++ == 8)
            {
                throw failure;
            }

            yield return update;
        }

        if (failure is not null)
        {
            throw failure;
        }
    }
}
