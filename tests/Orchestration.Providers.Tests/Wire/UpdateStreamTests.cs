using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Orchestration.Models;
using Orchestration.Providers.Wire;

namespace Orchestration.Providers.Tests.Wire;

public sealed class UpdateStreamTests
{
    [Fact]
    public async Task An_early_failure_gives_nothing_but_the_failure()
    {
        var (updates, failure) = await ReadAsync(["id\n", "fail\n"]);

        Assert.Empty(updates);
        Assert.Equal(FailureReason.Overloaded, Assert.IsType<ModelCallException>(failure).Reason);
    }

    [Fact]
    public async Task A_late_failure_gives_what_came_and_what_was_held_back_before_it_throws()
    {
        var (updates, failure) = await ReadAsync(["id\n", "a\n", "b\n", "fail\n"]);

        Assert.Equal("ab!", updates.ToChatResponse().Text);
        Assert.Equal(FailureReason.Overloaded, Assert.IsType<ModelCallException>(failure).Reason);
    }

    [Theory]
    [InlineData("a\n", FailureReason.StreamInterrupted)]
    [InlineData("a\n{\"b", FailureReason.StreamInterrupted)]
    [InlineData("a\n{\"b\n", FailureReason.StreamInterrupted)]
    [InlineData("{\"b\n", FailureReason.ServerError)]
    [InlineData("", FailureReason.StreamInterrupted)]
    public async Task A_stream_that_ends_before_its_answer_is_no_success(string body, FailureReason reason)
    {
        var (_, failure) = await ReadAsync([body]);

        Assert.Equal(reason, Assert.IsType<ModelCallException>(failure).Reason);
    }

    [Theory]
    [InlineData("", FailureReason.ConnectionLost)]
    [InlineData("a\n", FailureReason.StreamInterrupted)]
    public async Task A_broken_connection_is_told_by_whether_text_had_come(string body, FailureReason reason)
    {
        var (updates, failure) = await ReadAsync([body], new IOException("reset"));

        Assert.Equal(reason, Assert.IsType<ModelCallException>(failure).Reason);
        Assert.Equal(body.Length > 0 ? "a!" : string.Empty, updates.ToChatResponse().Text);
    }

    [Fact]
    public async Task A_connection_that_breaks_after_the_answer_was_whole_breaks_nothing()
    {
        var (updates, failure) = await ReadAsync(["a\n", "end\n"], new IOException("reset"));

        Assert.Null(failure);
        Assert.Equal("a!", updates.ToChatResponse().Text);
    }

    [Theory]
    [InlineData("", FailureReason.Timeout)]
    [InlineData("a\n", FailureReason.StreamInterrupted)]
    public async Task A_timeout_of_the_HTTP_clients_own_is_a_failure_and_no_cancellation(string body, FailureReason reason)
    {
        var (_, failure) = await ReadAsync([body], new TaskCanceledException());

        Assert.Equal(reason, Assert.IsType<ModelCallException>(failure).Reason);
    }

    [Fact]
    public async Task Cancellation_passes_through_and_the_response_is_disposed_of()
    {
        using var cancelling = new CancellationTokenSource();
        using var stream = Stream(["a\n", "b\n", "end\n"]);
        var text = string.Empty;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var update in UpdateStream.ReadAsync(Response(stream), EventFraming.JsonLines, new Letters(), cancelling.Token))
            {
                text += update.Text;
                await cancelling.CancelAsync();
            }
        });

        Assert.Equal("a", text);
        Assert.True(stream.IsDisposed);
    }

    [Fact]
    public async Task A_connection_that_breaks_because_the_caller_cancelled_is_a_cancellation()
    {
        using var cancelling = new CancellationTokenSource();
        using var stream = new PieceStream([Encoding.UTF8.GetBytes("a\n")], new IOException("aborted"));
        using var response = Response(stream);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var _ in UpdateStream.ReadAsync(response, EventFraming.JsonLines, new Letters(cancelling.Cancel), cancelling.Token))
            {
            }
        });
    }

    [Fact]
    public async Task After_the_last_event_nothing_is_waited_for()
    {
        var (updates, failure) = await ReadAsync(["a\n", "over\n"], new InvalidOperationException("was read on"));

        Assert.Equal("a!", updates.ToChatResponse().Text);
        Assert.Null(failure);
    }

    [Fact]
    public async Task Who_leaves_early_leaves_nothing_open()
    {
        using var stream = Stream(["a\n", "b\n"]);

        await foreach (var _ in UpdateStream.ReadAsync(Response(stream), EventFraming.JsonLines, new Letters(), TestContext.Current.CancellationToken))
        {
            break;
        }

        Assert.True(stream.IsDisposed);
    }

    private static async Task<(List<ChatResponseUpdate> Updates, Exception? Failure)> ReadAsync(string[] pieces, Exception? end = null)
    {
        using var stream = Stream(pieces, end);
        var updates = new List<ChatResponseUpdate>();
        Exception? failure = null;
        try
        {
            await foreach (var update in UpdateStream.ReadAsync(Response(stream), EventFraming.JsonLines, new Letters(), TestContext.Current.CancellationToken))
            {
                updates.Add(update);
            }
        }
        catch (ModelCallException e)
        {
            failure = e;
        }

        Assert.True(stream.IsDisposed);
        return (updates, failure);
    }

    private static PieceStream Stream(string[] pieces, Exception? end = null) => new([.. pieces.Where(static piece => piece.Length > 0).Select(static piece => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(piece))], end);

    private static HttpResponseMessage Response(PieceStream stream) => new(HttpStatusCode.OK) { Content = new StreamContent(stream) };

    /// <summary>A protocol of letters: each is a piece of text, <c>id</c> says nothing, <c>fail</c> is the provider's error, <c>end</c> ends the answer, <c>over</c> the stream too. After a text it holds a mark back.</summary>
    private sealed class Letters(Action? after = null) : StreamDecoder
    {
        private bool _hasText;
        private bool _isComplete;
        private bool _isOver;

        public override bool IsComplete => _isComplete;

        public override bool IsOver => _isOver;

        public override void Read(ReadOnlySpan<byte> name, ReadOnlyMemory<byte> data, List<ChatResponseUpdate> updates)
        {
            switch (Encoding.UTF8.GetString(data.Span))
            {
                case "id": updates.Add(new ChatResponseUpdate { ResponseId = "1" }); break;
                case "fail": throw new ModelCallException(FailureReason.Overloaded, "No.");
                case "end": _isComplete = true; break;
                case "over": _isComplete = _isOver = true; break;
                case ['{', ..]: throw new JsonException();
                case var text:
                    _hasText = true;
                    updates.Add(new ChatResponseUpdate(ChatRole.Assistant, text));
                    after?.Invoke();
                    break;
            }
        }

        public override void Flush(List<ChatResponseUpdate> updates)
        {
            if (_hasText)
            {
                updates.Add(new ChatResponseUpdate(ChatRole.Assistant, "!"));
            }
        }
    }
}
