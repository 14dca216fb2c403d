using System.Text;
using Orchestration.Providers.Wire;

namespace Orchestration.Providers.Tests.Wire;

public sealed class EventReaderTests
{
    [Theory]
    [InlineData("data: 1\n\ndata: 2\n\n", "|1", "|2")]
    [InlineData("event: a\ndata: 1\ndata: 2\n\n", "a|1\n2")]
    [InlineData("event: a\n\ndata: 1\n\n", "|1")]
    [InlineData(": ping\n\ndata:\n\ndata: \n\ndata: 1\n\n", "|1")]
    [InlineData("data: 1\n\ndata: {\"a\"", "|1", "|{\"a\"|cut")]
    [InlineData("data: 1\n", "|1|cut")]
    [InlineData("data: 1\n\ndat", "|1")]
    public void Server_sent_events_are_read_as_the_standard_says_and_an_end_within_one_is_told(string body, params string[] events) =>
        Assert.Equal(events, Events.Of(body, EventFraming.ServerSentEvents));

    [Theory]
    [InlineData("data: 1\n\n{\"error\": {\n  \"code\": 503\n}}\n", "|1", "|{\"error\": {\n  \"code\": 503\n}}|cut")]
    [InlineData("data: 1\n{\"error\":1}\n\n", "|1", "|{\"error\":1}")]
    [InlineData("{\"error\":1}\ndata: 1\n\n", "|{\"error\":1}", "|1")]
    [InlineData("event: error\n{\"error\":1}\n\n", "error|{\"error\":1}")]
    [InlineData("{\"error\":1}", "|{\"error\":1}|cut")]
    [InlineData("\r\n[{\"a\":\"}\"}\r\n,{\"b\":[{}]}]", "|{\"a\":\"}\"}", "|{\"b\":[{}]}")]
    [InlineData("[{\"a\":1},{\"b\"", "|{\"a\":1}", "|{\"b\"|cut")]
    public void Bare_JSON_is_an_event_wherever_it_stands(string body, params string[] events)
    {
        Assert.Equal(events, Events.Of(body, EventFraming.ServerSentEvents));
        Assert.Equal(events, Events.Of(body, EventFraming.ServerSentEvents, 1));
    }

    [Theory]
    [InlineData("{\"a\":1}\n{\"b\":2}\r\n\n  \n{\"c\":3}\n", "|{\"a\":1}", "|{\"b\":2}", "|{\"c\":3}")]
    [InlineData("\uFEFF{\"a\":1}\n{\"b\":2}", "|{\"a\":1}", "|{\"b\":2}|cut")]
    [InlineData("{\"a\":1}\n{\"b", "|{\"a\":1}", "|{\"b|cut")]
    public void JSON_lines_are_an_event_each(string body, params string[] events) => Assert.Equal(events, Events.Of(body, EventFraming.JsonLines));

    [Theory]
    [InlineData(10_000)]
    [InlineData(16_384)]
    [InlineData(100_000)]
    [InlineData(3_000_000)]
    public void Long_events_outgrow_the_buffer_and_what_follows_is_whole(int length)
    {
        var body = string.Concat(Enumerable.Range(0, 3).Select(i => $"event: e{i}\ndata: {new string((char)('a' + i), length)}\ndata: {i}\n\n"));

        var events = Events.Of(body, EventFraming.ServerSentEvents, 8_191, 1, 40_000);

        Assert.Equal(Enumerable.Range(0, 3).Select(i => $"e{i}|{new string((char)('a' + i), length)}\n{i}"), events);
    }

    [Fact]
    public async Task Comments_do_not_pile_up_while_an_answer_keeps_everyone_waiting()
    {
        var comments = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(": still here\n\n", 4096)));
        using var stream = new PieceStream([.. Enumerable.Repeat<ReadOnlyMemory<byte>>(comments, 1300), "data: 1\n\n"u8.ToArray()]);
        using var reader = new EventReader(stream, EventFraming.ServerSentEvents);

        Assert.True(await reader.ReadAsync(TestContext.Current.CancellationToken));

        Assert.Equal("1", Encoding.UTF8.GetString(reader.Data.Span));
    }

    [Fact]
    public async Task An_endless_event_is_an_error()
    {
        var piece = Encoding.UTF8.GetBytes(new string('a', 1 << 20));
        using var stream = new PieceStream([.. Enumerable.Repeat<ReadOnlyMemory<byte>>(piece, 200)]);
        using var reader = new EventReader(stream, EventFraming.ServerSentEvents);

        await Assert.ThrowsAsync<InvalidDataException>(async () => await reader.ReadAsync(TestContext.Current.CancellationToken));
    }
}
