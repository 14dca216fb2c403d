using Microsoft.Extensions.AI;
using Orchestration.Models;
using Orchestration.Providers.OpenAI;

namespace Orchestration.Providers.Tests.OpenAI;

public sealed class ChatStreamTests
{
    private const string Finish = """{"index":0,"delta":{},"finish_reason":"tool_calls"}""";

    [Theory]
    [InlineData(""" {"index":0,"id":"x","function":{"name":"f","arguments":"{\"a\""}} ~ {"index":1,"id":"y","function":{"name":"g","arguments":"{"}} ~ {"index":0,"function":{"arguments":":1}"}} ~ {"index":1,"function":{"arguments":"}"}} """)]
    [InlineData(""" {"index":0,"id":"x","function":{"name":"f","arguments":"{\"a\""}} ~ {"index":0,"function":{"arguments":":1}"}} ~ {"index":0,"id":"y","function":{"name":"g","arguments":"{"}} ~ {"index":0,"function":{"arguments":"}"}} """)]
    [InlineData(""" {"id":"x","function":{"name":"f","arguments":"{\"a\""}} ~ {"id":"x","function":{"arguments":":1}"}} ~ {"id":"y","function":{"name":"g","arguments":{}}} """)]
    public async Task Pieces_of_tool_calls_are_joined_by_id_by_index_or_by_place(string pieces)
    {
        var server = StubServer.Streaming([.. pieces.Split('~').Select(static piece => $$$"""{"index":0,"delta":{"tool_calls":[{{{piece}}}]}}"""), Finish]);

        var (response, failure) = await server.StreamAsync();

        Assert.Null(failure);
        Assert.Equal(["x f {\"a\":1}", "y g {}"], response.Messages[0].Contents.OfType<FunctionCallContent>().Select(static call => $"{call.CallId} {call.Name} {call.RawRepresentation}"));
        Assert.Equal(ChatFinishReason.ToolCalls, response.FinishReason);
    }

    [Fact]
    public async Task Calls_without_any_id_are_told_apart_by_their_names_and_get_ids()
    {
        var server = StubServer.Streaming(
            """{"delta":{"tool_calls":[{"index":0,"function":{"name":"f","arguments":"{}"}}]}}""", """{"delta":{"tool_calls":[{"index":0,"function":{"name":"f","arguments":"{\"a\":2}"}}]}}""", Finish);

        var (response, _) = await server.StreamAsync();

        Assert.Equal(["call_0 {}", "call_1 {\"a\":2}"], response.Messages[0].Contents.OfType<FunctionCallContent>().Select(static call => $"{call.CallId} {call.RawRepresentation}"));
    }

    [Fact]
    public async Task Choices_that_come_in_turns_are_each_one_message_with_the_first_ones_finish_reason()
    {
        var server = StubServer.Streaming(
            """{"index":0,"delta":{"content":"a"}}""", """{"index":1,"delta":{"content":"1"}}""", """{"index":0,"delta":{"content":"b"}}""", """{"index":1,"delta":{"content":"2"},"finish_reason":"length"}""",
            """{"index":0,"delta":{},"finish_reason":"stop"}""", "data: [DONE]");

        var (response, _) = await server.StreamAsync();

        Assert.Equal(["ab", "12"], response.Messages.Select(static message => message.Text));
        Assert.Equal(ChatFinishReason.Stop, response.FinishReason);
    }

    [Theory]
    [InlineData("""data: {"error":{"message":"Busy","type":"server_error"}}""", FailureReason.ServerError)]
    [InlineData("""data: {"object":"error","message":"Too long","code":400,"type":"BadRequestError"}""", FailureReason.InvalidRequest)]
    [InlineData("""data: {"id":"a","choices":[{"delta":{},"finish_reason":"error","error":{"code":502,"message":"Host is gone"}}]}""", FailureReason.ServerError)]
    [InlineData("""error: {"code":500,"message":"Out of memory","type":"server_error"}""", FailureReason.ServerError)]
    [InlineData("""{"error":{"code":"rate_limit_exceeded","message":"Slow down"}}""", FailureReason.RateLimited)]
    [InlineData("""data: {"detail":"Internal failure"}""", FailureReason.ServerError)]
    [InlineData("", FailureReason.StreamInterrupted)]
    public async Task A_stream_that_breaks_off_has_said_what_it_said_and_is_a_failure(string end, FailureReason reason)
    {
        var server = new StubServer($"data: {{\"id\":\"a\",\"choices\":[{{\"index\":0,\"delta\":{{\"content\":\"So far\"}}}}]}}\n\n{end}\n\n");

        var (response, failure) = await server.StreamAsync();

        Assert.Equal("So far", response.Text);
        Assert.Equal(reason, failure?.Reason);
    }

    [Fact]
    public async Task Events_of_unknown_kinds_and_the_filter_results_ahead_of_an_answer_are_skipped()
    {
        var server = StubServer.Streaming(
            "data: {\"id\":\"\",\"choices\":[],\"prompt_filter_results\":[{\"prompt_index\":0}]}", ": keep-alive", "data: {\"type\":\"ping\"}", "data:", """{"index":0,"delta":{"content":"Yes"},"finish_reason":"stop"}""");

        var (response, failure) = await server.StreamAsync();

        Assert.Null(failure);
        Assert.Equal("Yes", response.Text);
    }

    [Fact]
    public async Task A_whole_answer_where_a_stream_was_asked_for_is_read()
    {
        var server = new StubServer("""{"id":"a","object":"chat.completion","choices":[{"index":0,"delta":{},"message":{"role":"assistant","content":"Yes"},"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":2}}""");

        var (response, failure) = await server.StreamAsync();

        Assert.Null(failure);
        Assert.Equal(("Yes", 3L), (response.Text, response.Usage?.TotalTokenCount));
    }

    [Fact]
    public async Task Usage_that_comes_twice_counts_once()
    {
        const string Usage = """{"prompt_tokens":5,"completion_tokens":2,"total_tokens":7}""";
        var server = StubServer.Streaming(
            """{"index":0,"delta":{"content":"Yes"},"finish_reason":"stop"}""", $$$"""data: {"id":"a","choices":[],"usage":{{{Usage}}},"x_groq":{"usage":{{{Usage}}}}}""", $$"""data: {"id":"a","choices":[],"usage":{{Usage}}}""", "data: [DONE]");

        var (response, _) = await server.StreamAsync(OpenAIDialect.Groq);

        Assert.Equal(7, response.Usage?.TotalTokenCount);
    }

    [Fact]
    public async Task Reasoning_details_are_joined_and_go_back_as_they_came()
    {
        var server = StubServer.Streaming(
            """{"delta":{"reasoning":"I ","reasoning_details":[{"type":"reasoning.text","text":"I ","index":0}]}}""", """{"delta":{"reasoning":"think","reasoning_details":[{"type":"reasoning.text","text":"think","index":0}]}}""",
            """{"delta":{"reasoning_details":[{"type":"reasoning.text","signature":"sig","index":0}]}}""", """{"delta":{"content":"Yes"},"finish_reason":"stop"}""");
        var (response, _) = await server.StreamAsync(OpenAIDialect.OpenRouter);

        await server.Client(OpenAIDialect.OpenRouter).GetStreamingResponseAsync([.. response.Messages], cancellationToken: TestContext.Current.CancellationToken).ToChatResponseAsync(TestContext.Current.CancellationToken);

        Assert.Equal("I think", Assert.Single(response.Messages[0].Contents.OfType<TextReasoningContent>()).Text);
        var sent = server.Sent.GetProperty("messages")[0];
        Assert.Equal("""[{"type":"reasoning.text","text":"I think","index":0,"signature":"sig"}]""", sent.GetProperty("reasoning_details").GetRawText());
        Assert.False(sent.TryGetProperty("reasoning", out _));
    }
}
