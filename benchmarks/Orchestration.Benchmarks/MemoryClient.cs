using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Orchestration.Benchmarks;

/// <summary>A model that answers from memory, after waiting for whatever it is told to: one piece of text, then usage.</summary>
/// <param name="wait">What an answer waits for; <see langword="null"/> = nothing.</param>
internal sealed class MemoryClient(Func<CancellationToken, Task>? wait = null) : IChatClient
{
    // Made once: what a client allocates for its answer is its own affair, and would blur what a call around it does.
    private static readonly ChatResponseUpdate Text = new(ChatRole.Assistant, "An answer of some length, as a model might give it to a short question.");

    private static readonly ChatResponseUpdate End = new(ChatRole.Assistant, [new UsageContent(new UsageDetails { InputTokenCount = 500, OutputTokenCount = 15 })])
    {
        FinishReason = ChatFinishReason.Stop,
    };

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        if (wait is not null)
        {
            await wait(cancellationToken);
        }

        yield return Text;
        yield return End;
    }

    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }
}
