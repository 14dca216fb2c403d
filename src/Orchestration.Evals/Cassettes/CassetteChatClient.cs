using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.AI;
using Orchestration.Models;

namespace Orchestration.Evals.Cassettes;

/// <summary>Stands before a model. Within an evaluation it records what the model answers, or plays it back; otherwise it is as if it were not there.</summary>
/// <param name="inner">The model's client.</param>
/// <param name="model">The name the model is registered by.</param>
internal sealed class CassetteChatClient(IChatClient inner, string model) : DelegatingChatClient(inner)
{
    private static readonly JsonTypeInfo<IList<AIContent>> Contents = (JsonTypeInfo<IList<AIContent>>)AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(IList<AIContent>));

    public override async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        if (Take.Current is not { } take)
        {
            return await base.GetResponseAsync(messages, options, cancellationToken).ConfigureAwait(false);
        }

        var asked = messages as IReadOnlyList<ChatMessage> ?? [.. messages];
        var request = take.Next(model, asked, options);
        if (take.Find(request) is { } recorded)
        {
            return await PlayAsync(take, request, recorded, cancellationToken).ToChatResponseAsync(cancellationToken).ConfigureAwait(false);
        }

        var recorder = take.Record(request);
        try
        {
            var response = await base.GetResponseAsync(asked, options, cancellationToken).ConfigureAwait(false);
            foreach (var update in response.ToChatResponseUpdates())
            {
                recorder.Add(update);
            }

            return response;
        }
        catch (Exception e)
        {
            recorder.Fail(e);
            throw;
        }
        finally
        {
            recorder.End();
        }
    }

    public override IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        Take.Current is { } take
            ? AskAsync(take, messages as IReadOnlyList<ChatMessage> ?? [.. messages], options, cancellationToken)
            : base.GetStreamingResponseAsync(messages, options, cancellationToken);

    private async IAsyncEnumerable<ChatResponseUpdate> AskAsync(Take take, IReadOnlyList<ChatMessage> messages, ChatOptions? options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = take.Next(model, messages, options);
        if (take.Find(request) is { } recorded)
        {
            await foreach (var update in PlayAsync(take, request, recorded, cancellationToken).ConfigureAwait(false))
            {
                yield return update;
            }

            yield break;
        }

        var recorder = take.Record(request);
        var stream = base.GetStreamingResponseAsync(messages, options, cancellationToken).GetAsyncEnumerator(cancellationToken);
        try
        {
            while (await MoveAsync(stream, recorder).ConfigureAwait(false))
            {
                recorder.Add(stream.Current);
                yield return stream.Current;
            }
        }
        finally
        {
            recorder.End();
            await stream.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static async ValueTask<bool> MoveAsync(IAsyncEnumerator<ChatResponseUpdate> stream, ResponseRecorder recorder)
    {
        try
        {
            return await stream.MoveNextAsync().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            recorder.Fail(e);
            throw;
        }
    }

    /// <summary>Gives the same pieces, as fast as they are taken, and fails where the response failed.</summary>
    private static async IAsyncEnumerable<ChatResponseUpdate> PlayAsync(Take take, TakenRequest request, RecordedResponse recorded, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? modelId = null;
        foreach (var piece in recorded.Pieces)
        {
            cancellationToken.ThrowIfCancellationRequested();
            modelId = piece.ModelId ?? modelId;
            yield return new ChatResponseUpdate(ChatRole.Assistant, ContentsOf(piece)) { FinishReason = piece.Finish is null ? null : new ChatFinishReason(piece.Finish), ModelId = modelId };
        }

        await Task.CompletedTask.ConfigureAwait(false);
        if (recorded.Failure is { } failure)
        {
            // Where the model was asked again, nobody waits for it a second time; where it was not, how long it asked to wait may be why.
            var wait = failure.RetryAfter is { } seconds && !take.Cassette!.Has(request.NextKey) ? TimeSpan.FromSeconds(seconds) : (TimeSpan?)null;
            throw new ModelCallException(failure.Reason, failure.Message) { ProviderCode = failure.Code, RetryAfter = wait };
        }
    }

    private static IList<AIContent> ContentsOf(RecordedPiece piece) =>
        piece.Text is { } text ? [new TextContent(text)]
        : piece.Contents is { } contents ? JsonSerializer.Deserialize(contents, Contents)!
        : [];
}
