using System.Text.Json;
using Microsoft.Extensions.AI;
using Orchestration.Models;
using Orchestration.Providers.OpenAI;

namespace Orchestration.Providers.Tests.OpenAI;

public sealed class OpenAIResponsesClientTests
{
    private const string Begun = """{"type":"response.created","response":{"id":"resp_1","model":"gpt-test","status":"in_progress"}}""";
    private const string CallBegun = """{"type":"response.output_item.added","output_index":0,"item":{"id":"fc_1","type":"function_call","status":"in_progress","call_id":"call_1","name":"brew","arguments":""}}""";
    private const string CallPiece = """{"type":"response.function_call_arguments.delta","output_index":0,"item_id":"fc_other","delta":"{\"cups\":"}""";

    [Theory]
    [InlineData("""{"type":"error","error":{"type":"tokens","code":"rate_limit_exceeded","message":"Please try again in 2s."}}""")]
    [InlineData("""{"type":"error","code":"rate_limit_exceeded","message":"Please try again in 2s.","param":null}""")]
    [InlineData("""{"type":"response.failed","response":{"status":"failed","error":{"code":"rate_limit_exceeded","message":"Please try again in 2s."}}}""")]
    [InlineData("""{"error":{"code":"rate_limit_exceeded","message":"Please try again in 2s."}}""")]
    public async Task An_error_in_a_stream_is_a_failure_in_whichever_form_it_comes(string error)
    {
        var failure = await Assert.ThrowsAsync<ModelCallException>(() => StreamAsync(ResponsesServer.Streaming(Begun, error)));

        Assert.Equal((FailureReason.RateLimited, "rate_limit_exceeded", TimeSpan.FromSeconds(2), "req_1"), (failure.Reason, failure.ProviderCode, failure.RetryAfter, failure.RequestId));
    }

    [Fact]
    public async Task A_response_that_failed_is_a_failure_though_its_status_is_200()
    {
        var server = new ResponsesServer("""{"id":"resp_1","status":"failed","error":{"code":"server_error","message":"Oops."},"output":[]}""");

        var failure = await Assert.ThrowsAsync<ModelCallException>(() => server.Client().GetResponseAsync("Tea?", cancellationToken: TestContext.Current.CancellationToken));

        Assert.Equal(FailureReason.ServerError, failure.Reason);
    }

    [Fact]
    public async Task A_call_that_the_stream_broke_off_is_given_as_far_as_it_came()
    {
        var calls = new List<FunctionCallContent>();

        var failure = await Assert.ThrowsAsync<ModelCallException>(async () =>
        {
            await foreach (var update in ResponsesServer.Streaming(Begun, CallBegun, CallPiece).Client().GetStreamingResponseAsync("Tea?", cancellationToken: TestContext.Current.CancellationToken))
            {
                calls.AddRange(update.Contents.OfType<FunctionCallContent>());
            }
        });

        Assert.Equal(FailureReason.StreamInterrupted, failure.Reason);
        Assert.Equal("{\"cups\":", Assert.Single(calls).RawRepresentation);
    }

    [Fact]
    public async Task A_response_without_a_stream_is_read_where_a_stream_was_asked_for()
    {
        var answer = await StreamAsync(ResponsesServer.Whole("""[{"id":"msg_1","type":"message","role":"assistant","content":[{"type":"output_text","text":"Yes."}]}]"""));

        Assert.Equal(("Yes.", ChatFinishReason.Stop, "resp_1"), (answer.Text, answer.FinishReason, answer.ConversationId));
    }

    [Fact]
    public async Task A_stream_of_nothing_but_its_end_gives_the_whole_answer()
    {
        var answer = await StreamAsync(ResponsesServer.Streaming(
            """{"type":"response.completed","response":{"id":"resp_1","status":"completed","usage":{"input_tokens":3,"output_tokens":2},"output":[{"id":"msg_1","type":"message","content":[{"type":"output_text","text":"Yes."}]}]}}"""));

        Assert.Equal(("Yes.", 5L), (answer.Text, answer.Usage?.TotalTokenCount));
    }

    [Fact]
    public async Task Events_that_came_after_this_adapter_are_kept_as_they_are()
    {
        var updates = await ResponsesServer.Streaming(Begun, """{"type":"response.tea_call.steeping","minutes":3}""", """{"type":"response.completed","response":{"status":"completed"}}""")
            .Client().GetStreamingResponseAsync("Tea?", cancellationToken: TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);

        Assert.Contains(updates, static update => update.RawRepresentation is JsonElement raw && raw.GetProperty("type").GetString() == "response.tea_call.steeping");
    }

    [Fact]
    public async Task Own_members_of_text_and_reasoning_stand_beside_the_options()
    {
        var server = ResponsesServer.Whole("[]");
        var options = new ChatOptions
        {
            ResponseFormat = ChatResponseFormat.Json,
            Reasoning = new ReasoningOptions { Effort = ReasoningEffort.Low, Output = ReasoningOutput.Full },
            AdditionalProperties = new() { ["text"] = new Dictionary<string, object?> { ["verbosity"] = "low" }, ["reasoning"] = JsonElement.Parse("""{"effort":"minimal"}""") },
        };

        await server.Client().GetResponseAsync("Tea?", options, TestContext.Current.CancellationToken);

        Assert.Equal("""{"format":{"type":"json_object"},"verbosity":"low"}""", server.Asked.GetProperty("text").GetRawText());
        Assert.Equal("""{"summary":"detailed","effort":"minimal"}""", server.Asked.GetProperty("reasoning").GetRawText());
    }

    [Theory]
    [InlineData("conv_1", "conversation")]
    [InlineData("resp_1", "previous_response_id")]
    public async Task A_conversation_goes_on_by_its_id_or_by_its_last_response(string id, string field)
    {
        var server = ResponsesServer.Whole("[]");

        await server.Client().GetResponseAsync("And?", new ChatOptions { ConversationId = id }, TestContext.Current.CancellationToken);

        Assert.Equal(id, server.Asked.GetProperty(field).GetString());
    }

    [Fact]
    public async Task Azures_dated_interface_names_no_deployment_in_the_path()
    {
        var server = ResponsesServer.Whole("[]");
        var options = new OpenAIOptions { ApiKey = "k", Dialect = OpenAIDialect.AzureOpenAI, BaseAddress = new Uri("https://tea.openai.azure.com"), ApiVersion = "2025-04-01-preview" };

        await server.Client(options).GetResponseAsync("Tea?", cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal("https://tea.openai.azure.com/openai/responses?api-version=2025-04-01-preview", server.Address?.AbsoluteUri);
    }

    [Fact]
    public async Task What_the_headers_said_of_an_answer_is_not_sent_with_it()
    {
        var server = ResponsesServer.Streaming(
            """{"type":"response.output_text.delta","delta":"Yes."}""", """{"type":"response.completed","response":{"status":"completed"}}""");
        var answer = await StreamAsync(server);

        await server.Client().GetStreamingResponseAsync(answer.Messages, cancellationToken: TestContext.Current.CancellationToken).ToChatResponseAsync(TestContext.Current.CancellationToken);

        Assert.Equal("req_1", answer.AdditionalProperties?[ResponseProperties.RequestId]);
        Assert.Equal("""[{"role":"assistant","content":"Yes."}]""", server.Asked.GetProperty("input").GetRawText());
    }

    private static Task<ChatResponse> StreamAsync(ResponsesServer server) =>
        server.Client().GetStreamingResponseAsync("Tea?", cancellationToken: TestContext.Current.CancellationToken).ToChatResponseAsync(TestContext.Current.CancellationToken);
}
