using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Orchestration.Models;

namespace Orchestration.Testing;

/// <summary>A model whose answers are written down beforehand, so that a test reads as a conversation. Turns are used in order; the last one repeats.</summary>
public sealed class ScriptedChatClient : IChatClient
{
    private readonly List<Turn> _turns = [];
    private readonly ConcurrentQueue<ScriptedRequest> _requests = new();
    private int _next;
    private int _inFlight;

    private delegate IAsyncEnumerable<ChatResponseUpdate> Turn(ScriptedRequest request, CancellationToken cancellationToken);

    /// <summary>What the model was asked, in the order of asking.</summary>
    public IReadOnlyList<ScriptedRequest> Requests => [.. _requests];

    /// <summary>Requests now waiting for their answer.</summary>
    public int InFlight => _inFlight;

    /// <summary>Answers in these pieces and stops, reporting a token of output a piece and ten of input.</summary>
    public ScriptedChatClient Says(params string[] pieces) => Add((_, _) => SayAsync(pieces, ChatFinishReason.Stop, pieces.Length));

    /// <summary>Answers with what a function makes of the request's last message.</summary>
    public ScriptedChatClient Answers(Func<string, string> answer) => Add((request, _) => SayAsync([answer(request.LastText)], ChatFinishReason.Stop, 1));

    /// <summary>Answers in these pieces, and ends for the given reason.</summary>
    public ScriptedChatClient SaysAndEndsBy(ChatFinishReason reason, params string[] pieces) => Add((_, _) => SayAsync(pieces, reason, pieces.Length));

    /// <summary>Answers in these pieces without reporting usage.</summary>
    public ScriptedChatClient SaysWithoutUsage(params string[] pieces) => Add((_, _) => SayAsync(pieces, ChatFinishReason.Stop, null));

    /// <summary>Answers with exactly these updates.</summary>
    public ScriptedChatClient Sends(params ChatResponseUpdate[] updates) => Add((_, _) => updates.ToAsyncEnumerable());

    /// <summary>Sends exactly these updates, then fails.</summary>
    public ScriptedChatClient SendsThenFails(FailureReason reason, params ChatResponseUpdate[] updates) =>
        Add((_, _) => updates.ToAsyncEnumerable().Concat(SayThenThrowAsync([], new ModelCallException(reason, $"scripted {reason}"))));

    /// <summary>Fails before it says anything.</summary>
    public ScriptedChatClient Fails(FailureReason reason, TimeSpan? retryAfter = null) =>
        Throws(new ModelCallException(reason, $"scripted {reason}") { RetryAfter = retryAfter });

    /// <summary>Throws before it says anything.</summary>
    public ScriptedChatClient Throws(Exception exception) => Add((_, _) => SayThenThrowAsync([], exception));

    /// <summary>Says these pieces, then the connection breaks.</summary>
    public ScriptedChatClient DiesAfter(params string[] pieces) => Add((_, _) => SayThenThrowAsync(pieces, new IOException("scripted: the connection broke")));

    /// <summary>Says these pieces, then waits for a signal, then says the rest.</summary>
    public ScriptedChatClient Waits(Task signal, string[] before, string[] after) => Add((_, token) => WaitAsync(signal, before, after, token));

    /// <summary>Says these pieces, then nothing more until it is cancelled.</summary>
    public ScriptedChatClient HangsAfter(params string[] pieces) => Add((_, token) => WaitAsync(Task.Delay(Timeout.Infinite, token), pieces, [], token));

    /// <summary>Says these pieces, then nothing more; does not listen to its token. When <paramref name="release"/> completes it says one more, late piece.</summary>
    public ScriptedChatClient IgnoresCancellationAfter(Task release, params string[] pieces) =>
        Add((_, _) => WaitAsync(release, pieces, ["late"], CancellationToken.None));

    /// <inheritdoc/>
    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        await GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var request = new ScriptedRequest([.. messages], options, cancellationToken);
        _requests.Enqueue(request);
        var turn = _turns[Math.Min(Interlocked.Increment(ref _next), _turns.Count) - 1];
        Interlocked.Increment(ref _inFlight);
        try
        {
            await foreach (var update in turn(request, cancellationToken))
            {
                yield return update;
            }
        }
        finally
        {
            Interlocked.Decrement(ref _inFlight);
        }
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null) => serviceType == typeof(ChatClientMetadata) ? new ChatClientMetadata("scripted") : null;

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private ScriptedChatClient Add(Turn turn)
    {
        _turns.Add(turn);
        return this;
    }

    private static async IAsyncEnumerable<ChatResponseUpdate> SayAsync(string[] pieces, ChatFinishReason reason, int? outputTokens)
    {
        foreach (var piece in pieces)
        {
            yield return new ChatResponseUpdate(ChatRole.Assistant, piece);
        }

        await Task.CompletedTask;
        yield return End(reason, outputTokens);
    }

    private static async IAsyncEnumerable<ChatResponseUpdate> SayThenThrowAsync(string[] pieces, Exception exception)
    {
        foreach (var piece in pieces)
        {
            yield return new ChatResponseUpdate(ChatRole.Assistant, piece);
        }

        await Task.CompletedTask;
        throw exception;
    }

    private static async IAsyncEnumerable<ChatResponseUpdate> WaitAsync(Task signal, string[] before, string[] after, [EnumeratorCancellation] CancellationToken token)
    {
        foreach (var piece in before)
        {
            yield return new ChatResponseUpdate(ChatRole.Assistant, piece);
        }

        await signal.WaitAsync(token);
        foreach (var piece in after)
        {
            yield return new ChatResponseUpdate(ChatRole.Assistant, piece);
        }

        yield return End(ChatFinishReason.Stop, before.Length + after.Length);
    }

    private static ChatResponseUpdate End(ChatFinishReason reason, int? outputTokens) => new()
    {
        FinishReason = reason,
        Contents = outputTokens is { } tokens ? [new UsageContent(new UsageDetails { InputTokenCount = 10, OutputTokenCount = tokens })] : [],
    };
}

/// <summary>What a <see cref="ScriptedChatClient"/> was asked.</summary>
public sealed record ScriptedRequest(IReadOnlyList<ChatMessage> Messages, ChatOptions? Options, CancellationToken CancellationToken)
{
    /// <summary>The text of the last message.</summary>
    public string LastText => Messages[^1].Text;
}
