using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Orchestration.Models;

namespace Orchestration.Providers.Tests.Anthropic;

public sealed class RequestTests
{
    private const string Done = """{"content":[{"type":"text","text":"Done"}],"stop_reason":"end_turn"}""";

    private static readonly AITool Brew = AIFunctionFactory.Create(static (int cups) => cups, "brew");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Caching_marks_the_instructions_and_what_stays_before_the_last_message()
    {
        var sent = await SendAsync(CacheLifetime.OneHour, new ChatOptions { Instructions = "Be kind.", Tools = [Brew] }, new(ChatRole.User, "The book."), new(ChatRole.User, "The question."));

        Assert.Equal(["$.messages[0].content[0]", "$.system[0]"], Marked(sent));
        Assert.Equal("""{"type":"ephemeral","ttl":"1h"}""", sent["system"]![0]!["cache_control"]!.ToJsonString());
    }

    [Fact]
    public async Task Caching_marks_the_end_of_a_conversation_that_goes_on()
    {
        var sent = await SendAsync(CacheLifetime.FiveMinutes, new ChatOptions { Tools = [Brew] }, new(ChatRole.User, "Hi"), new(ChatRole.Assistant, "Hello"), new(ChatRole.User, "Tea?"));

        Assert.Equal(["$.messages[2].content[0]", "$.tools[0]"], Marked(sent));
    }

    [Fact]
    public async Task Caching_leaves_a_request_alone_that_has_marks_of_its_own()
    {
        var options = new ChatOptions { Instructions = "Be kind.", Tools = [Brew.WithCacheBreakpoint(CacheLifetime.OneHour)] };

        var sent = await SendAsync(CacheLifetime.FiveMinutes, options, new ChatMessage(ChatRole.User, [new TextContent("Tea?").WithCacheBreakpoint()]));

        Assert.Equal(["$.messages[0].content[0]", "$.tools[0]"], Marked(sent));
    }

    [Theory]
    [InlineData("claude-sonnet-4-5-20250929", """{"type":"enabled","budget_tokens":8192,"display":"summarized"}""", null, 16384)]
    [InlineData("claude-sonnet-4-20250514", """{"type":"enabled","budget_tokens":8192,"display":"summarized"}""", null, 16384)]
    [InlineData("claude-opus-4-6", """{"type":"adaptive","display":"summarized"}""", "medium", 8192)]
    [InlineData("claude-sonnet-5", """{"type":"adaptive","display":"summarized"}""", "medium", 8192)]
    public async Task Thinking_is_asked_for_in_the_way_that_the_model_takes(string model, string thinking, string? effort, int mostTokens)
    {
        var options = new ChatOptions { ModelId = model, Reasoning = new ReasoningOptions { Effort = ReasoningEffort.Medium, Output = ReasoningOutput.Summary } };

        var sent = await SendAsync(null, options, new ChatMessage(ChatRole.User, "Why?"));

        Assert.Equal(thinking, sent["thinking"]!.ToJsonString());
        Assert.Equal(effort, (string?)sent["output_config"]?["effort"]);
        Assert.Equal(mostTokens, (int)sent["max_tokens"]!);
    }

    [Fact]
    public async Task A_schema_is_brought_to_what_structured_output_takes_beside_the_callers_own_effort()
    {
        using var schema = JsonDocument.Parse("""
            {"type":"object","properties":{"cups":{"type":"integer","description":"How many","minimum":1},"leaf":{"$ref":"#/$defs/leaf"}},
             "$defs":{"leaf":{"type":"object","properties":{"name":{"oneOf":[{"type":"string"},{"type":"null"}]}}}}}
            """);
        var options = new ChatOptions
        {
            ResponseFormat = ChatResponseFormat.ForJsonSchema(schema.RootElement),
            AdditionalProperties = new() { ["output_config"] = new JsonObject { ["effort"] = "max" } },
        };

        var sent = await SendAsync(null, options, new ChatMessage(ChatRole.User, "Tea?"));

        var expected = JsonNode.Parse("""
            {"effort":"max","format":{"type":"json_schema","schema":
            {"type":"object","properties":{"cups":{"type":"integer","description":"How many (minimum: 1)"},"leaf":{"$ref":"#/$defs/leaf"}},
             "$defs":{"leaf":{"type":"object","properties":{"name":{"anyOf":[{"type":"string"},{"type":"null"}]}},"additionalProperties":false}},"additionalProperties":false}}}
            """);
        Assert.True(JsonNode.DeepEquals(expected, sent["output_config"]), sent["output_config"]!.ToJsonString());
    }

    [Theory]
    [InlineData("""{"type":"object","properties":{"parts":{"type":"array","items":{"$ref":"#"}}}}""")]
    [InlineData("""{"type":"object","additionalProperties":{"type":"integer"}}""")]
    public async Task A_schema_that_structured_output_has_no_words_for_is_told_behind_the_caller_s_instructions(string schema)
    {
        var options = new ChatOptions { Instructions = "Be brief.", ResponseFormat = ChatResponseFormat.ForJsonSchema(JsonElement.Parse(schema)) };

        var sent = await SendAsync(null, options, new ChatMessage(ChatRole.User, "Tea?"));

        Assert.Null(sent["output_config"]);
        var told = sent["system"]!.ToJsonString();
        Assert.Contains("Be brief.", told, StringComparison.Ordinal);
        Assert.Contains("JSON Schema", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_hosted_MCP_server_is_named_apart_from_its_tools_and_brings_its_beta()
    {
        var server = RecordedAnswers.Of(Done);
        using var client = server.Client();
        var tool = new HostedMcpServerTool("tea", "https://tea.example/mcp") { AllowedTools = ["brew"], ApprovalMode = HostedMcpServerToolApprovalMode.NeverRequire };

        await client.GetResponseAsync("Tea?", new ChatOptions { Tools = [tool] }, Cancellation);

        Assert.Equal("""[{"type":"url","url":"https://tea.example/mcp","name":"tea"}]""", server.Sent[0]["mcp_servers"]!.ToJsonString());
        Assert.Equal("""[{"type":"mcp_toolset","mcp_server_name":"tea","default_config":{"enabled":false},"configs":{"brew":{"enabled":true}}}]""", server.Sent[0]["tools"]!.ToJsonString());
        Assert.Equal("mcp-client-2025-11-20", server.Betas[0]);
    }

    [Fact]
    public async Task Tools_are_required_one_at_a_time_if_asked_so()
    {
        var sent = await SendAsync(null, new ChatOptions { Tools = [Brew], ToolMode = ChatToolMode.RequireSpecific("brew"), AllowMultipleToolCalls = false }, new ChatMessage(ChatRole.User, "Tea!"));

        Assert.Equal("""{"type":"tool","name":"brew","disable_parallel_tool_use":true}""", sent["tool_choice"]!.ToJsonString());
    }

    [Theory]
    [InlineData(413, """{"error":{"type":"request_too_large","message":"Request exceeds the maximum size"}}""", FailureReason.ContextTooLong, "request_too_large")]
    [InlineData(529, """{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}""", FailureReason.Overloaded, "overloaded_error")]
    [InlineData(502, "<html>Bad gateway</html>", FailureReason.ServerError, null)]
    [InlineData(200, """{"type":"error","error":{"type":"api_error","message":"Internal server error"}}""", FailureReason.ServerError, "api_error")]
    [InlineData(200, "<html>Welcome to this network</html>", FailureReason.ServerError, null)]
    public async Task Every_error_has_its_reason(int status, string body, FailureReason reason, string? code)
    {
        using var client = new RecordedAnswers(((HttpStatusCode)status, body)).Client();

        var failure = await Assert.ThrowsAsync<ModelCallException>(() => client.GetResponseAsync("Hello?", cancellationToken: Cancellation));

        Assert.Equal((reason, code), (failure.Reason, failure.ProviderCode));
    }

    private static async Task<JsonObject> SendAsync(CacheLifetime? caching, ChatOptions options, params ChatMessage[] messages)
    {
        var server = RecordedAnswers.Of(Done);
        using var client = server.Client(caching);
        await client.GetResponseAsync(messages, options, Cancellation);
        return server.Sent[0];
    }

    private static IEnumerable<string> Marked(JsonNode sent) => Objects(sent).Where(static node => node.ContainsKey("cache_control")).Select(static node => node.GetPath()).Order(StringComparer.Ordinal);

    private static IEnumerable<JsonObject> Objects(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(static member => Objects(member.Value)).Prepend(members),
        JsonArray items => items.SelectMany(Objects),
        _ => [],
    };
}
