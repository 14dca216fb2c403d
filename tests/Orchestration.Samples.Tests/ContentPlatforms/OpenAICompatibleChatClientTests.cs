using System.Text.Json;
using ContentPlatform.Models;
using Microsoft.Extensions.AI;
using Orchestration.Models;

namespace Orchestration.Samples.Tests.ContentPlatforms;

public sealed class OpenAICompatibleChatClientTests
{
    private static readonly string[] Hello =
    [
        """{"id":"c1","object":"chat.completion.chunk","model":"gpt-x-2026","choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]}""",
        """{"id":"c1","object":"chat.completion.chunk","model":"gpt-x-2026","choices":[{"index":0,"delta":{"content":"Hel"},"finish_reason":null}]}""",
        """{"id":"c1","object":"chat.completion.chunk","model":"gpt-x-2026","choices":[{"index":0,"delta":{"content":"lo."},"finish_reason":null}]}""",
        """{"id":"c1","object":"chat.completion.chunk","model":"gpt-x-2026","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""",
        """{"id":"c1","object":"chat.completion.chunk","model":"gpt-x-2026","choices":[],"usage":{"prompt_tokens":12,"completion_tokens":3,"total_tokens":15,"prompt_tokens_details":{"cached_tokens":8},"completion_tokens_details":{"reasoning_tokens":1}}}""",
        "[DONE]",
    ];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Text_comes_in_pieces_with_the_usage_behind_it()
    {
        await using var endpoint = new Endpoint(Endpoint.Stream(Hello));
        using var http = new HttpClient();
        using var client = new OpenAICompatibleChatClient(http, endpoint.Address, "gpt-x", "secret");

        var updates = await client.GetStreamingResponseAsync("Say hello.", cancellationToken: Token).ToListAsync(Token);

        Assert.Equal(["Hel", "lo."], updates.Select(static update => update.Text).Where(static text => text.Length > 0));
        var answer = updates.ToChatResponse();
        Assert.Equal((ChatFinishReason.Stop, "gpt-x-2026"), (answer.FinishReason!.Value, answer.ModelId));
        Assert.Equal((12L, 3L, 8L, 1L), (answer.Usage!.InputTokenCount, answer.Usage.OutputTokenCount, answer.Usage.CachedInputTokenCount, answer.Usage.ReasoningTokenCount));
    }

    [Fact]
    public async Task A_request_holds_model_messages_limit_and_schema()
    {
        await using var endpoint = new Endpoint(Endpoint.Stream(Hello));
        using var http = new HttpClient();
        using var client = new OpenAICompatibleChatClient(http, endpoint.Address, "gpt-x", "secret");
        using var schema = JsonDocument.Parse("""{"type":"object"}""");
        var options = new ChatOptions { MaxOutputTokens = 40, ResponseFormat = ChatResponseFormat.ForJsonSchema(schema.RootElement, "Notes") };

        await client.GetResponseAsync([new(ChatRole.System, "Be brief."), new(ChatRole.User, "Say hello.")], options, Token);

        var request = Assert.Single(endpoint.Requests);
        Assert.StartsWith("POST /v1/chat/completions HTTP/1.1", request, StringComparison.Ordinal);
        Assert.Contains("Authorization: Bearer secret", request, StringComparison.Ordinal);
        Assert.Equal(
            """{"model":"gpt-x","stream":true,"stream_options":{"include_usage":true},"messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"Say hello."}],"max_tokens":40,"response_format":{"type":"json_schema","json_schema":{"name":"Notes","schema":{"type":"object"}}}}""",
            request[(request.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..]);
    }

    [Theory]
    [InlineData("429 Too Many Requests", "Retry-After: 7\r\n", "rate_limit_exceeded", FailureReason.RateLimited)]
    [InlineData("429 Too Many Requests", "", "insufficient_quota", FailureReason.QuotaExhausted)]
    [InlineData("401 Unauthorized", "", "invalid_api_key", FailureReason.Authentication)]
    [InlineData("503 Service Unavailable", "", "overloaded", FailureReason.Overloaded)]
    [InlineData("400 Bad Request", "", "context_length_exceeded", FailureReason.ContextTooLong)]
    public async Task A_refusal_says_why_and_when_to_come_again(string status, string headers, string code, FailureReason reason)
    {
        var body = $$$"""{"error":{"message":"No.","type":"error","code":"{{{code}}}"}}""";
        await using var endpoint = new Endpoint(Endpoint.Error(status, headers + "x-request-id: req_1\r\n", body));
        using var http = new HttpClient();
        using var client = new OpenAICompatibleChatClient(http, endpoint.Address, "gpt-x", key: null);

        var failure = await Assert.ThrowsAsync<ModelCallException>(() => client.GetResponseAsync("Say hello.", cancellationToken: Token));

        Assert.Equal((reason, code, "req_1"), (failure.Reason, failure.ProviderCode, failure.RequestId));
        Assert.Equal(headers.Length > 0 ? TimeSpan.FromSeconds(7) : null, failure.RetryAfter);
    }

    [Fact]
    public async Task A_stream_without_its_end_is_interrupted()
    {
        await using var endpoint = new Endpoint(Endpoint.Stream(Hello[..3]));
        using var http = new HttpClient();
        using var client = new OpenAICompatibleChatClient(http, endpoint.Address, "gpt-x", key: null);

        var failure = await Assert.ThrowsAsync<ModelCallException>(() => client.GetResponseAsync("Say hello.", cancellationToken: Token));

        Assert.Equal(FailureReason.StreamInterrupted, failure.Reason);
    }

    [Theory]
    [InlineData(null, null, null, "local")]
    [InlineData("http://localhost:11434/v1", null, "llama", "llama")]
    [InlineData(null, "key", "gpt-x", "gpt-x")]
    public void The_environment_chooses_the_model(string? address, string? key, string? model, string chosen)
    {
        var choice = ModelChoice.From(name => name switch { "OPENAI_BASE_URL" => address, "OPENAI_API_KEY" => key, _ => model }, local: false);

        Assert.Equal(chosen, choice.Name);
    }

    [Fact]
    public void An_endpoint_without_a_model_is_a_question_to_the_person()
    {
        var error = Assert.Throws<ContentPlatform.UsageException>(() => ModelChoice.From(static name => name == "OPENAI_API_KEY" ? "key" : null, local: false));

        Assert.Contains("OPENAI_API_KEY is set, but OPENAI_MODEL is not", error.Message, StringComparison.Ordinal);
    }
}
