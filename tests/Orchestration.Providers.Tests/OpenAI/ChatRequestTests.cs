using System.Text.Json;
using Microsoft.Extensions.AI;
using Orchestration.Models;
using Orchestration.Providers.OpenAI;

namespace Orchestration.Providers.Tests.OpenAI;

public sealed class ChatRequestTests
{
    private const string Answer = """{"id":"a","choices":[{"index":0,"message":{"role":"assistant","content":"Yes"},"finish_reason":"stop"}]}""";

    [Fact]
    public async Task Each_dialect_says_the_same_options_in_its_own_words()
    {
        var options = new ChatOptions { MaxOutputTokens = 9, Seed = 7, TopK = 3, Reasoning = new ReasoningOptions { Effort = ReasoningEffort.None } };

        var openAI = await SentAsync(OpenAIDialect.OpenAI, options);
        var mistral = await SentAsync(OpenAIDialect.Mistral, options);
        var router = await SentAsync(OpenAIDialect.OpenRouter, options);
        var deepSeek = await SentAsync(OpenAIDialect.DeepSeek, options);

        Assert.Equal("""{"model":"a-model","messages":[{"role":"user","content":"Hello"}],"max_completion_tokens":9,"seed":7,"reasoning_effort":"none"}""", openAI);
        Assert.Contains("\"max_tokens\":9,\"random_seed\":7,\"reasoning_effort\":\"none\"", mistral, StringComparison.Ordinal);
        Assert.Contains("\"max_tokens\":9,\"top_k\":3,\"seed\":7,\"reasoning\":{\"effort\":\"none\"}", router, StringComparison.Ordinal);
        Assert.Contains("\"thinking\":{\"type\":\"disabled\"}", deepSeek, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"type":"object","properties":{"a":{"type":"string"}},"required":["a"],"additionalProperties":false}""", true)]
    [InlineData("""{"type":"object","properties":{"a":{"type":"array","items":{"type":"object"}}},"required":["a"],"additionalProperties":false}""", false)]
    [InlineData("""{"type":"array","items":{"type":"string"}}""", false)]
    public async Task Strict_mode_is_asked_for_when_the_schema_allows_it(string schema, bool isStrict)
    {
        var sent = await SentAsync(OpenAIDialect.OpenAI, new ChatOptions { ResponseFormat = ChatResponseFormat.ForJsonSchema(JsonElement.Parse(schema), "List<T>") });

        Assert.Contains($$""""name":"List_T_","strict":{{(isStrict ? "true" : "false")}},"schema":{{schema}}"""", sent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_schema_is_tightened_to_strict_mode_unless_the_caller_wants_none()
    {
        const string Loose = """{"type":"object","properties":{"a":{"type":"string","minLength":2},"b":{"type":"integer"}},"required":["b"]}""";
        var format = ChatResponseFormat.ForJsonSchema(JsonElement.Parse(Loose), "x");

        var strict = await SentAsync(OpenAIDialect.OpenAI, new ChatOptions { ResponseFormat = format });
        var loose = await SentAsync(OpenAIDialect.OpenAI, new ChatOptions { ResponseFormat = format, AdditionalProperties = new() { ["strict"] = false } });
        var other = await SentAsync(OpenAIDialect.VLlm, new ChatOptions { ResponseFormat = format });

        Assert.Contains(
            """
            "strict":true,"schema":{"type":"object","properties":{"a":{"description":"(minLength: 2)","type":"string"},"b":{"type":"integer"}},"required":["a","b"],"additionalProperties":false}
            """,
            strict,
            StringComparison.Ordinal);
        Assert.Contains($"\"strict\":false,\"schema\":{Loose}", loose, StringComparison.Ordinal);
        Assert.Contains($"\"strict\":false,\"schema\":{Loose}", other, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fields_of_the_callers_own_win_over_the_options()
    {
        var sent = await SentAsync(OpenAIDialect.OpenAI, new ChatOptions { MaxOutputTokens = 9, Temperature = 1, AdditionalProperties = new() { ["max_tokens"] = 5, ["temperature"] = 0.5, ["n"] = 2 } });

        Assert.EndsWith("""}],"max_tokens":5,"temperature":0.5,"n":2}""", sent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tool_that_Chat_Completions_lacks_is_refused_before_anything_is_sent()
    {
        var failure = await Assert.ThrowsAsync<ModelCallException>(() => SentAsync(OpenAIDialect.OpenAI, new ChatOptions { Tools = [new HostedCodeInterpreterTool()] }));

        Assert.Equal(FailureReason.InvalidRequest, failure.Reason);
    }

    [Theory]
    [InlineData("https://x.openai.azure.com", null, "https://x.openai.azure.com/openai/v1/chat/completions")]
    [InlineData("https://x.openai.azure.com/", "2024-10-21", "https://x.openai.azure.com/openai/deployments/gpt%204/chat/completions?api-version=2024-10-21")]
    [InlineData("https://x.openai.azure.com/openai/v1/", null, "https://x.openai.azure.com/openai/v1/chat/completions")]
    public async Task Azure_takes_a_resource_and_names_the_deployment_in_dated_versions(string address, string? version, string expected)
    {
        var server = new StubServer(Answer);
        using var client = new OpenAIChatClient(new HttpClient(server), new OpenAIOptions { ApiKey = "k", Dialect = OpenAIDialect.AzureOpenAI, BaseAddress = new Uri(address), ApiVersion = version }, "gpt 4");

        await client.GetResponseAsync("Hello", cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(expected, server.Address?.AbsoluteUri);
    }

    [Fact]
    public void A_missing_address_is_said_when_the_client_is_made()
    {
        using var http = new HttpClient();

        var error = Assert.Throws<InvalidOperationException>(() => new OpenAIChatClient(http, new OpenAIOptions { ApiKey = "k", Dialect = OpenAIDialect.AzureOpenAI }, "m"));

        Assert.Contains("OpenAIOptions.BaseAddress", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_result_of_a_tool_is_a_message_of_its_own_right_after_its_call()
    {
        var server = new StubServer(Answer);
        ChatMessage[] messages =
        [
            new(ChatRole.Assistant, [new TextReasoningContent("Hm."), new FunctionCallContent("1", "f", new Dictionary<string, object?> { ["a"] = 1 }), new FunctionCallContent("2", "g")]),
            new(ChatRole.Tool, [new FunctionResultContent("1", "one"), new FunctionResultContent("2", new DataContent("data:image/png;base64,AAAA"))]),
        ];

        await server.Client(OpenAIDialect.DeepSeek).GetResponseAsync(messages, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(
            """
            [{"role":"assistant","content":null,"reasoning_content":"Hm.","tool_calls":[{"id":"1","type":"function","function":{"name":"f","arguments":"{\"a\":1}"}},{"id":"2","type":"function","function":{"name":"g","arguments":"{}"}}]},{"role":"tool","tool_call_id":"1","content":"one"},{"role":"tool","tool_call_id":"2","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}}]}]
            """,
            server.Sent.GetProperty("messages").GetRawText());
    }

    private static async Task<string> SentAsync(OpenAIDialect dialect, ChatOptions options)
    {
        var server = new StubServer(Answer);
        await server.Client(dialect).GetResponseAsync("Hello", options, TestContext.Current.CancellationToken);
        return server.Sent.GetRawText();
    }
}
