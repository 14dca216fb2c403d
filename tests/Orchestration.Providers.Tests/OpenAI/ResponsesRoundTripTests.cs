using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace Orchestration.Providers.Tests.OpenAI;

public sealed class ResponsesRoundTripTests
{
    private const string Reasoning = """{"id":"rs_1","type":"reasoning","summary":[{"type":"summary_text","text":"One."},{"type":"summary_text","text":"Two."}],"encrypted_content":"gAAAA"}""";
    private const string Search = """{"id":"ws_1","type":"web_search_call","status":"completed","action":{"type":"search","query":"tea","sources":[{"type":"url","url":"https://tea.example/"}]}}""";
    private const string Files = """{"id":"fs_1","type":"file_search_call","status":"completed","queries":["tea"],"results":null}""";
    private const string Message = """{"id":"msg_1","type":"message","status":"completed","phase":"commentary","role":"assistant","content":[{"type":"output_text","text":"Tea is hot.","annotations":[{"type":"url_citation","url":"https://tea.example/","title":"Tea","start_index":0,"end_index":3}]}]}""";
    private const string Second = """{"id":"msg_2","type":"message","status":"completed","phase":"final_answer","role":"assistant","content":[{"type":"output_text","text":"Drink it."}]}""";
    private const string Call = """{"id":"fc_1","type":"function_call","status":"completed","call_id":"call_1","name":"brew","arguments":"{ \"cups\": 2 }","caller":{"type":"program"}}""";
    private const string Custom = """{"id":"ctc_1","type":"custom_tool_call","status":"completed","call_id":"call_2","name":"sql","input":"SELECT 1"}""";
    private const string Output = $"[{Reasoning},{Search},{Files},{Message},{Second},{Call},{Custom}]";

    [Fact]
    public async Task A_whole_answer_is_sent_back_as_it_came()
    {
        var server = ResponsesServer.Whole(Output);
        var answer = await server.Client().GetResponseAsync("Tea?", cancellationToken: TestContext.Current.CancellationToken);

        await server.Client().GetResponseAsync(answer.Messages, cancellationToken: TestContext.Current.CancellationToken);

        AssertSame(Output, server.Asked.GetProperty("input"));
    }

    [Fact]
    public async Task A_streamed_answer_is_sent_back_as_it_came()
    {
        var server = ResponsesServer.Streaming([.. JsonNode.Parse(Output)!.AsArray().SelectMany(static (item, index) => Stream(item!.AsObject(), index)), """{"type":"response.completed","response":{"status":"completed"}}"""]);
        var answer = await server.Client().GetStreamingResponseAsync("Tea?", cancellationToken: TestContext.Current.CancellationToken).ToChatResponseAsync(TestContext.Current.CancellationToken);

        Assert.Equal("One.Two.", string.Concat(answer.Messages.SelectMany(static message => message.Contents).OfType<TextReasoningContent>()));
        Assert.Equal(ChatFinishReason.ToolCalls, answer.FinishReason);
        await server.Client().GetStreamingResponseAsync(answer.Messages, cancellationToken: TestContext.Current.CancellationToken).ToChatResponseAsync(TestContext.Current.CancellationToken);

        AssertSame(Output, server.Asked.GetProperty("input"));
    }

    [Fact]
    public async Task A_conversation_stored_as_json_loses_no_item()
    {
        var server = ResponsesServer.Whole(Output);
        var answer = await server.Client().GetResponseAsync("Tea?", cancellationToken: TestContext.Current.CancellationToken);
        var type = AIJsonUtilities.DefaultOptions.GetTypeInfo(typeof(IList<ChatMessage>));
        var stored = (IList<ChatMessage>)JsonSerializer.Deserialize(JsonSerializer.Serialize(answer.Messages, type), type)!;

        await server.Client().GetResponseAsync(stored, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(
            ["rs_1", "ws_1", "fs_1", "msg_1", "msg_2", "fc_1", "ctc_1"],
            server.Asked.GetProperty("input").EnumerateArray().Select(static item => item.GetProperty("id").GetString()));
    }

    [Fact]
    public async Task The_result_of_a_custom_call_is_a_custom_result()
    {
        var server = ResponsesServer.Whole($"[{Custom}]");
        var answer = await server.Client().GetResponseAsync("Rows?", cancellationToken: TestContext.Current.CancellationToken);

        await server.Client().GetResponseAsync([.. answer.Messages, new ChatMessage(ChatRole.Tool, [new FunctionResultContent("call_2", "1 row")])], cancellationToken: TestContext.Current.CancellationToken);

        AssertSame($$"""[{{Custom}},{"type":"custom_tool_call_output","call_id":"call_2","output":"1 row"}]""", server.Asked.GetProperty("input"));
    }

    [Fact]
    public async Task Reasoning_without_the_item_that_it_led_to_is_left_out()
    {
        var server = ResponsesServer.Whole($"[{Reasoning}]");
        var answer = await server.Client().GetResponseAsync("Tea?", cancellationToken: TestContext.Current.CancellationToken);

        await server.Client().GetResponseAsync([.. answer.Messages, new ChatMessage(ChatRole.User, "And?")], cancellationToken: TestContext.Current.CancellationToken);

        AssertSame("""[{"role":"user","content":"And?"}]""", server.Asked.GetProperty("input"));
    }

    private static IEnumerable<string> Stream(JsonObject item, int index)
    {
        var added = item.DeepClone().AsObject();
        added["status"] = "in_progress";
        added["content"] = new JsonArray();
        yield return $$"""{"type":"response.output_item.added","output_index":{{index}},"item":{{added.ToJsonString()}}}""";
        foreach (var part in item["summary"]?.AsArray() ?? [])
        {
            yield return $$"""{"type":"response.reasoning_summary_text.delta","output_index":{{index}},"delta":{{part!["text"]!.ToJsonString()}}}""";
        }

        foreach (var part in item["content"]?.AsArray() ?? [])
        {
            var text = part!["text"]!.GetValue<string>();
            yield return $$"""{"type":"response.output_text.delta","output_index":{{index}},"delta":"{{text[..3]}}"}""";
            yield return $$"""{"type":"response.output_text.delta","output_index":{{index}},"delta":"{{text[3..]}}"}""";
        }

        yield return $$"""{"type":"response.output_item.done","output_index":{{index}},"item":{{item.ToJsonString()}}}""";
    }

    private static void AssertSame(string expected, JsonElement actual) =>
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(actual.GetRawText())), $"expected {expected}\nbut was {actual}");
}
