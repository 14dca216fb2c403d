using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Orchestration.Cli.TestApp;

/// <summary>A model that says back what it was asked, with a name before it.</summary>
public sealed class EchoClient(string name) : IChatClient
{
    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        var asked = messages.Last().Text;
        var text = Script.Answer is { } answer ? await answer(name, asked, cancellationToken) : $"{name}: {asked}";
        yield return new ChatResponseUpdate(ChatRole.Assistant, text) { FinishReason = ChatFinishReason.Stop };
        yield return new ChatResponseUpdate(ChatRole.Assistant, [new UsageContent(new() { InputTokenCount = 12, OutputTokenCount = 5 })]);
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceType == typeof(ChatClientMetadata) ? new ChatClientMetadata("echo") : null;

    public void Dispose()
    {
    }
}
