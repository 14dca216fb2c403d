using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace Orchestration.Providers.Tests.Anthropic;

public sealed class ConversationTests
{
    private const string Start = """{"type":"message_start","message":{"id":"msg_1","model":"claude-x","usage":{"input_tokens":3,"output_tokens":1}}}""";
    private const string End = """{"type":"message_delta","delta":{"stop_reason":"tool_use"},"usage":{"output_tokens":9}}""";
    private const string Stop = """{"type":"message_stop"}""";
    private const string Done = """{"content":[{"type":"text","text":"Done"}],"stop_reason":"end_turn"}""";

    // What the streamed answer below is in one piece.
    private const string Blocks = """
        [{"type":"thinking","thinking":"Let me see.","signature":"c2ln"},
         {"type":"thinking","thinking":"","signature":"b21pdHRlZA=="},
         {"type":"redacted_thinking","data":"cmVk"},
         {"type":"text","text":"I search."},
         {"type":"server_tool_use","id":"srv_1","name":"web_search","input":{"query":"tea"}},
         {"type":"web_search_tool_result","tool_use_id":"srv_1","content":[{"type":"web_search_result","url":"https://tea.example","encrypted_content":"x"}]},
         {"type":"text","text":"Tea is old.","citations":[{"type":"web_search_result_location","url":"https://tea.example","title":"Tea","cited_text":"old","encrypted_index":"i"}]},
         {"type":"compaction","content":"So far: tea."},
         {"type":"tool_use","id":"toolu_1","name":"brew","input":{"cups":2},"caller":{"type":"direct"}}]
        """;

    private static readonly string Streamed = RecordedAnswers.Stream(
        Start,
        """{"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}}""",
        """{"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"Let me "}}""",
        """{"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"see."}}""",
        """{"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"c2ln"}}""",
        """{"type":"content_block_stop","index":0}""",
        """{"type":"content_block_start","index":1,"content_block":{"type":"thinking","thinking":"","signature":"b21pdHRlZA=="}}""",
        """{"type":"content_block_stop","index":1}""",
        """{"type":"content_block_start","index":2,"content_block":{"type":"redacted_thinking","data":"cmVk"}}""",
        """{"type":"content_block_stop","index":2}""",
        """{"type":"content_block_start","index":3,"content_block":{"type":"text","text":""}}""",
        """{"type":"content_block_delta","index":3,"delta":{"type":"text_delta","text":"I "}}""",
        """{"type":"ping"}""",
        """{"type":"content_block_delta","index":3,"delta":{"type":"text_delta","text":"search."}}""",
        """{"type":"content_block_stop","index":3}""",
        """{"type":"content_block_start","index":4,"content_block":{"type":"server_tool_use","id":"srv_1","name":"web_search","input":{}}}""",
        """{"type":"content_block_delta","index":4,"delta":{"type":"input_json_delta","partial_json":"{\"query\":"}}""",
        """{"type":"content_block_delta","index":4,"delta":{"type":"input_json_delta","partial_json":" \"tea\"}"}}""",
        """{"type":"content_block_stop","index":4}""",
        """{"type":"content_block_start","index":5,"content_block":{"type":"web_search_tool_result","tool_use_id":"srv_1","content":[{"type":"web_search_result","url":"https://tea.example","encrypted_content":"x"}]}}""",
        """{"type":"content_block_stop","index":5}""",
        """{"type":"content_block_start","index":6,"content_block":{"type":"text","text":"","citations":[]}}""",
        """{"type":"content_block_delta","index":6,"delta":{"type":"citations_delta","citation":{"type":"web_search_result_location","url":"https://tea.example","title":"Tea","cited_text":"old","encrypted_index":"i"}}}""",
        """{"type":"content_block_delta","index":6,"delta":{"type":"text_delta","text":"Tea is "}}""",
        """{"type":"content_block_delta","index":6,"delta":{"type":"text_delta","text":"old."}}""",
        """{"type":"content_block_stop","index":6}""",
        """{"type":"content_block_start","index":7,"content_block":{"type":"compaction","content":null}}""",
        """{"type":"content_block_delta","index":7,"delta":{"type":"compaction_delta","content":"So far: tea."}}""",
        """{"type":"content_block_stop","index":7}""",
        """{"type":"content_block_start","index":8,"content_block":{"type":"tool_use","id":"toolu_1","name":"brew","input":{},"caller":{"type":"direct"}}}""",
        """{"type":"content_block_delta","index":8,"delta":{"type":"input_json_delta","partial_json":""}}""",
        """{"type":"content_block_delta","index":8,"delta":{"type":"input_json_delta","partial_json":"{\"cups\":2}"}}""",
        """{"type":"content_block_stop","index":8}""",
        End,
        Stop);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_answer_goes_back_as_it_came(bool isStreamed)
    {
        var server = RecordedAnswers.Of(isStreamed ? Streamed : $$"""{"id":"msg_1","type":"message","role":"assistant","content":{{Blocks}},"stop_reason":"tool_use"}""", Done);
        using var client = server.Client();
        var conversation = new List<ChatMessage> { new(ChatRole.User, "Tea?") };

        var answer = isStreamed
            ? await client.GetStreamingResponseAsync(conversation, cancellationToken: Cancellation).ToChatResponseAsync(Cancellation)
            : await client.GetResponseAsync(conversation, cancellationToken: Cancellation);
        conversation.AddRange(answer.Messages);
        conversation.Add(new ChatMessage(ChatRole.Tool, [new FunctionResultContent("toolu_1", "ready")]));
        await client.GetResponseAsync(conversation, cancellationToken: Cancellation);

        Assert.Equal(ChatFinishReason.ToolCalls, answer.FinishReason);
        Assert.Equal(JsonNode.Parse($$"""{"role":"assistant","content":{{Blocks}}}""")!.ToJsonString(), server.Sent[1]["messages"]![1]!.ToJsonString());
    }

    [Fact]
    public async Task Results_of_parallel_calls_are_one_turn()
    {
        var server = RecordedAnswers.Of(Done);
        using var client = server.Client();

        await client.GetResponseAsync(
            [
                new ChatMessage(ChatRole.System, "Be brief."),
                new ChatMessage(ChatRole.User, "Look."),
                new ChatMessage(ChatRole.Assistant, [new FunctionCallContent("a", "see"), new FunctionCallContent("b", "hear")]),
                new ChatMessage(ChatRole.Tool, [new FunctionResultContent("a", new AIContent[] { new DataContent(new byte[] { 1 }, "image/png"), new TextContent("a cat") })]),
                new ChatMessage(ChatRole.Tool, [new FunctionResultContent("b", null) { Exception = new InvalidOperationException("deaf") }]),
                new ChatMessage(ChatRole.System, "Very brief."),
                new ChatMessage(ChatRole.User, "And?"),
            ],
            new ChatOptions { Instructions = "Be kind." },
            Cancellation);

        var sent = server.Sent[0];
        Assert.Equal(["Be kind.", "Be brief.", "Very brief."], sent["system"]!.AsArray().Select(static block => (string)block!["text"]!));
        Assert.Equal(["user", "assistant", "user"], sent["messages"]!.AsArray().Select(static turn => (string)turn!["role"]!));
        Assert.Equal(
            """[{"type":"tool_result","tool_use_id":"a","content":[{"type":"image","source":{"type":"base64","media_type":"image/png","data":"AQ=="}},{"type":"text","text":"a cat"}]},{"type":"tool_result","tool_use_id":"b","content":"deaf","is_error":true},{"type":"text","text":"And?"}]""",
            sent["messages"]![2]!["content"]!.ToJsonString());
    }

    [Fact]
    public async Task A_call_whose_arguments_were_cut_off_goes_back_without_them()
    {
        var server = RecordedAnswers.Of(
            RecordedAnswers.Stream(
                Start,
                """{"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"t","name":"brew","input":{}}}""",
                """{"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"{\"cups\":"}}""",
                """{"type":"message_delta","delta":{"stop_reason":"max_tokens"},"usage":{"output_tokens":9}}""",
                Stop),
            Done);
        using var client = server.Client();

        var answer = await client.GetStreamingResponseAsync("Tea?", cancellationToken: Cancellation).ToChatResponseAsync(Cancellation);
        await client.GetResponseAsync(answer.Messages, cancellationToken: Cancellation);

        var call = Assert.IsType<FunctionCallContent>(Assert.Single(answer.Messages[0].Contents));
        Assert.IsType<JsonException>(call.Exception, exactMatch: false);
        Assert.Equal("{\"cups\":", call.RawRepresentation);
        Assert.Equal("{}", server.Sent[1]["messages"]![0]!["content"]![0]!["input"]!.ToJsonString());
    }
}
