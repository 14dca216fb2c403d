using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.AI;

namespace Orchestration.Core.Tests.Testing;

/// <summary>A model that says what a test lets it say, while the test watches.</summary>
internal sealed class LiveChatClient : IChatClient
{
    private readonly Channel<ChatResponseUpdate> _updates = Channel.CreateUnbounded<ChatResponseUpdate>();

    /// <summary>Pieces that the runtime has taken.</summary>
    public int Taken { get; private set; }

    public void Say(string piece) => Send(new ChatResponseUpdate(ChatRole.Assistant, piece));

    public void Send(ChatResponseUpdate update) => Assert.True(_updates.Writer.TryWrite(update));

    public void End()
    {
        Send(new ChatResponseUpdate { FinishReason = ChatFinishReason.Stop });
        _updates.Writer.Complete();
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var update in _updates.Reader.ReadAllAsync(cancellationToken))
        {
            Taken++;
            yield return update;
        }
    }

    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        await GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }
}
