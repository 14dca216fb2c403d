using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Orchestration.Models;
using Orchestration.Providers.Llama;

namespace Orchestration.Providers.Tests.Llama;

public sealed class OllamaChatClientTests
{
    private const string Done = """{"model":"m","message":{"role":"assistant","content":"Yes."},"done":true,"done_reason":"stop","prompt_eval_count":3,"eval_count":2}""";

    private static readonly ChatMessage[] Hello = [new(ChatRole.User, "Hello")];

    [Fact]
    public async Task Calls_without_an_id_get_one_that_is_stable_and_is_not_sent_back()
    {
        const string Answer = """{"model":"m","created_at":"2026-01-01T00:00:00Z","message":{"role":"assistant","content":"","tool_calls":[{"function":{"name":"add","arguments":{"x":1}}},{"function":{"name":"add","arguments":{"x":1}}}]},"done":true,"done_reason":"stop"}""";
        using var handler = StubHandler.Of(Answer);
        var client = Client(handler);

        var first = await AskAsync(client, Hello);
        var second = await AskAsync(client, Hello);
        var ids = Ids(first);
        await AskAsync(client, [.. Hello, .. first.Messages, new ChatMessage(ChatRole.Tool, [.. ids.Select(static id => new FunctionResultContent(id, "2"))])]);

        Assert.Equal(2, ids.Distinct().Count());
        Assert.Equal(ids, Ids(second));
        var messages = Messages(handler);
        Assert.DoesNotContain(ids[0], messages.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal("""{"role":"tool","content":"2","tool_name":"add"}""", messages[3]!.ToJsonString());

        static string[] Ids(ChatResponse response) => [.. response.Messages.SelectMany(static message => message.Contents).OfType<FunctionCallContent>().Select(static call => call.CallId)];
    }

    [Fact]
    public async Task Ids_of_the_server_are_sent_back_with_calls_and_results()
    {
        const string Answer = """{"message":{"role":"assistant","thinking":"Add.","content":"","tool_calls":[{"id":"call_1","function":{"index":0,"name":"add","arguments":{"x":1e2,"ä":[]}}}]},"done":true}""";
        using var handler = StubHandler.Of(Answer);
        var client = Client(handler);

        var response = await AskAsync(client, Hello);
        await AskAsync(client, [.. Hello, .. response.Messages, new ChatMessage(ChatRole.Tool, [new FunctionResultContent("call_1", new JsonObject { ["sum"] = 2 })])]);

        Assert.Equal(
            """
            [{"role":"user","content":"Hello"},{"role":"assistant","content":"","thinking":"Add.","tool_calls":[{"id":"call_1","type":"function","function":{"name":"add","arguments":{"x":1e2,"ä":[]}}}]},{"role":"tool","content":"{\"sum\":2}","tool_name":"add","tool_call_id":"call_1"}]
            """,
            Messages(handler).ToJsonString(Relaxed));
    }

    [Fact]
    public async Task An_error_line_ends_the_stream_as_a_failure_after_what_came_before_it()
    {
        using var handler = StubHandler.Of("{\"message\":{\"content\":\"Ye\"},\"done\":false}\n{\"error\":\"the model runner has stopped\"}\n");
        var updates = new List<ChatResponseUpdate>();

        var failure = await Assert.ThrowsAsync<ModelCallException>(async () =>
        {
            await foreach (var update in Client(handler).GetStreamingResponseAsync(Hello, cancellationToken: TestContext.Current.CancellationToken))
            {
                updates.Add(update);
            }
        });

        Assert.Equal(("Ye", FailureReason.ServerError, "An error within the answer: the model runner has stopped"), (updates.ToChatResponse().Text, failure.Reason, failure.Message));
    }

    [Theory]
    [InlineData("{\"message\":{\"content\":\"Ye\"},\"done\":false}\n")]
    [InlineData("{\"message\":{\"content\":\"Ye\"},\"done\":false}\n{\"message\":{\"content\":\"s.\"},\"do")]
    public async Task A_stream_without_its_last_line_was_interrupted(string body)
    {
        using var handler = StubHandler.Of(body);

        var failure = await Assert.ThrowsAsync<ModelCallException>(() => Client(handler).GetStreamingResponseAsync(Hello, cancellationToken: TestContext.Current.CancellationToken).ToChatResponseAsync(TestContext.Current.CancellationToken));

        Assert.Equal(FailureReason.StreamInterrupted, failure.Reason);
    }

    [Theory]
    [InlineData(HttpStatusCode.NotFound, "model 'x' not found", FailureReason.NotFound)]
    [InlineData(HttpStatusCode.BadRequest, "m does not support tools", FailureReason.InvalidRequest)]
    [InlineData(HttpStatusCode.BadRequest, "the input length exceeds the context length", FailureReason.ContextTooLong)]
    [InlineData(HttpStatusCode.ServiceUnavailable, "server busy, please try again.  maximum pending requests exceeded", FailureReason.Overloaded)]
    [InlineData(HttpStatusCode.InternalServerError, "model requires more system memory (9 GiB) than is available (2 GiB)", FailureReason.ServerError)]
    [InlineData(HttpStatusCode.Unauthorized, "unauthorized", FailureReason.Authentication)]
    public async Task What_the_server_refuses_is_a_failure_with_its_reason(HttpStatusCode status, string message, FailureReason reason)
    {
        using var handler = StubHandler.Of(new JsonObject { ["error"] = message }.ToJsonString(), status);

        var failure = await Assert.ThrowsAsync<ModelCallException>(() => AskAsync(Client(handler), Hello));

        Assert.Equal(reason, failure.Reason);
        Assert.Contains(message, failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_was_streamed_although_it_should_not_be_is_read_all_the_same()
    {
        using var handler = StubHandler.Of($"{{\"message\":{{\"content\":\"Oh \"}},\"done\":false}}\n{Done}\n");

        var response = await AskAsync(Client(handler), Hello);

        Assert.Equal(("Oh Yes.", 5), (response.Text, response.Usage?.TotalTokenCount));
    }

    [Fact]
    public async Task Counts_that_the_server_does_not_say_stay_unknown()
    {
        using var handler = StubHandler.Of("""{"message":{"content":"Yes."},"done":true,"eval_count":2,"total_duration":9}""");

        var response = await AskAsync(Client(handler), Hello);

        Assert.Equal((null, 2, null), (response.Usage!.InputTokenCount, response.Usage.OutputTokenCount, response.Usage.TotalTokenCount));
    }

    [Fact]
    public async Task Options_go_where_Ollama_looks_for_them_and_the_callers_own_win()
    {
        using var handler = StubHandler.Of(Done);
        var client = Client(handler, new LlamaOptions { ContextLength = 8192, KeepAlive = TimeSpan.FromMinutes(2) });

        await AskAsync(client, Hello, new ChatOptions
        {
            Instructions = "Be brief.",
            Temperature = 0.5f,
            MaxOutputTokens = 9,
            StopSequences = ["\n"],
            ResponseFormat = ChatResponseFormat.Json,
            Reasoning = new ReasoningOptions { Effort = ReasoningEffort.High },
            AdditionalProperties = new() { ["options"] = new Dictionary<string, object?> { ["num_ctx"] = 100, ["mirostat"] = 2 }, ["truncate"] = false },
        });

        Assert.Equal(
            """
            {"model":"m","messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"Hello"}],"format":"json","think":true,"options":{"num_predict":9,"temperature":0.5,"stop":["\n"],"num_ctx":100,"mirostat":2},"keep_alive":120,"stream":false,"truncate":false}
            """,
            handler.Sent[0].Body);
    }

    [Theory]
    [InlineData("gpt-oss:20b", ReasoningEffort.ExtraHigh, "\"high\"")]
    [InlineData("gpt-oss:20b", ReasoningEffort.None, "false")]
    [InlineData("qwen3", ReasoningEffort.Low, "true")]
    [InlineData("qwen3", ReasoningEffort.None, "false")]
    public async Task Degrees_of_thinking_are_for_the_model_that_knows_them(string model, ReasoningEffort effort, string think)
    {
        using var handler = StubHandler.Of(Done);

        await AskAsync(Client(handler), Hello, new ChatOptions { ModelId = model, Reasoning = new ReasoningOptions { Effort = effort } });

        Assert.Equal(think, JsonNode.Parse(handler.Sent[0].Body)!["think"]!.ToJsonString());
    }

    [Fact]
    public async Task Images_go_by_their_bytes_and_addresses_are_refused_before_anything_is_sent()
    {
        using var handler = StubHandler.Of(Done);
        var client = Client(handler);

        await AskAsync(client, [new ChatMessage(ChatRole.User, [new TextContent("What?"), new DataContent(new byte[] { 1, 2, 3 }, "image/png")])]);
        var failure = await Assert.ThrowsAsync<ModelCallException>(() => AskAsync(client, [new ChatMessage(ChatRole.User, [new UriContent("https://example.com/a.png", "image/png")])]));

        Assert.Equal("""[{"role":"user","content":"What?","images":["AQID"]}]""", Messages(handler).ToJsonString());
        Assert.Equal((FailureReason.InvalidRequest, 1), (failure.Reason, handler.Sent.Count));
    }

    [Fact]
    public async Task What_the_adapter_does_not_know_is_kept_as_it_came()
    {
        using var handler = StubHandler.Of("""{"message":{"content":"a","colour":"red"},"done":false}""" + "\n" + Done);

        var updates = await Client(handler).GetStreamingResponseAsync(Hello, cancellationToken: TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);

        Assert.Equal("red", Assert.IsType<JsonElement>(updates[0].RawRepresentation).GetProperty("message").GetProperty("colour").GetString());
    }

    private static JsonSerializerOptions Relaxed { get; } = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static Task<ChatResponse> AskAsync(OllamaChatClient client, IEnumerable<ChatMessage> messages, ChatOptions? options = null) =>
        client.GetResponseAsync(messages, options, TestContext.Current.CancellationToken);

    private static OllamaChatClient Client(StubHandler handler, LlamaOptions? options = null)
    {
        options ??= new LlamaOptions();
        options.BaseAddress = new Uri("http://ollama.test:11434");
        return new OllamaChatClient(new HttpClient(handler, disposeHandler: false), options, "m");
    }

    private static JsonArray Messages(StubHandler handler) => JsonNode.Parse(handler.Sent.First(sent => sent == handler.Sent.MaxBy(static sent => sent.Body.Length)).Body)!["messages"]!.AsArray();
}
