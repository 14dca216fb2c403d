using System.Text;
using System.Text.Json;

namespace Orchestration.Simulator.Tests;

/// <summary>Gemini's answers beside what every recorded one has.</summary>
public sealed class GeminiTests
{
    // What all recordings have, but for those without an answer; arrays by their first entry.
    private static readonly string[] Everywhere =
    [
        "candidates", "candidates/content", "candidates/content/parts", "candidates/content/role", "modelVersion", "responseId",
        "usageMetadata", "usageMetadata/promptTokenCount", "usageMetadata/totalTokenCount", "usageMetadata/promptTokensDetails",
        "usageMetadata/promptTokensDetails/modality", "usageMetadata/promptTokensDetails/tokenCount",
    ];

    [Fact]
    public async Task A_whole_answer_has_what_recorded_ones_have()
    {
        await using var server = await Servers.StartAsync(new ModelScript { Answer = new TextAnswer("one two three"), ReasoningTokens = 5 });

        var answer = Assert.Single(await AskAsync(server, "generateContent", """, "generationConfig":{"thinkingConfig":{"includeThoughts":true}}"""));

        Assert.Empty(Shape.Missing(answer, [.. Everywhere, "candidates/finishReason", "usageMetadata/candidatesTokenCount", "usageMetadata/thoughtsTokenCount"]));
        Assert.Equal("STOP", answer.GetProperty("candidates")[0].GetProperty("finishReason").GetString());
        var parts = answer.GetProperty("candidates")[0].GetProperty("content").GetProperty("parts");
        Assert.True(parts[0].GetProperty("thought").GetBoolean());
        Assert.Equal("one two three", parts[1].GetProperty("text").GetString());
    }

    [Theory]
    [InlineData("streamGenerateContent?alt=sse")]
    [InlineData("streamGenerateContent")]
    public async Task A_stream_has_usage_in_every_chunk_and_the_finish_reason_in_the_last(string verb)
    {
        await using var server = await Servers.StartAsync(new ModelScript { Answer = new TextAnswer("one two three"), ReasoningTokens = 5 });

        var chunks = await AskAsync(server, verb);

        Assert.Equal(4, chunks.Count);
        Assert.All(chunks, static chunk => Assert.Empty(Shape.Missing(chunk, Everywhere)));
        Assert.All(chunks.SkipLast(1), static chunk => Assert.Equal(["candidates/finishReason"], Shape.Missing(chunk, ["candidates/finishReason"])));
        var usage = chunks[^1].GetProperty("usageMetadata");
        var (prompt, text, thoughts) = (Number(usage, "promptTokenCount"), Number(usage, "candidatesTokenCount"), Number(usage, "thoughtsTokenCount"));
        Assert.Equal((3, 5, prompt + 8), (text, thoughts, Number(usage, "totalTokenCount")));
        Assert.Equal(8, (await server.ServedAsync()).Billed.Output);
    }

    [Fact]
    public async Task Events_end_with_carriage_returns_and_nothing_follows_them()
    {
        await using var server = await Servers.SayAsync("one");

        var response = await RawClient.AskAsync(server, Requests.GeminiEvents, Requests.Of(Requests.GeminiEvents, isStreaming: true));

        Assert.StartsWith("data: {", response.Body, StringComparison.Ordinal);
        Assert.EndsWith("}\r\n\r\n", response.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_function_call_is_whole_and_ends_with_STOP()
    {
        await using var server = await Servers.StartAsync(new ModelScript { Answer = new ToolCallAnswer(), ReasoningTokens = 5 });
        const string Tools = """, "tools":[{"functionDeclarations":[{"name":"weather","parameters":{"type":"OBJECT","properties":{"city":{"type":"STRING"}},"required":["city"]}}]}]""";

        var chunks = await AskAsync(server, "streamGenerateContent?alt=sse", Tools);

        var part = chunks[0].GetProperty("candidates")[0].GetProperty("content").GetProperty("parts")[0];
        Assert.Equal("weather", part.GetProperty("functionCall").GetProperty("name").GetString());
        Assert.Equal(JsonValueKind.String, part.GetProperty("functionCall").GetProperty("args").GetProperty("city").ValueKind);
        Assert.True(part.TryGetProperty("thoughtSignature", out _));
        Assert.Equal("STOP", chunks[^1].GetProperty("candidates")[0].GetProperty("finishReason").GetString());
    }

    [Fact]
    public async Task A_prompt_seen_before_is_read_from_the_cache()
    {
        await using var server = await Servers.StartAsync(new ModelScript { PromptCaching = new PromptCaching { MinimumTokens = 1 } });

        var first = Assert.Single(await AskAsync(server, "generateContent"));
        var second = Assert.Single(await AskAsync(server, "generateContent"));

        Assert.Equal(["usageMetadata/cachedContentTokenCount"], Shape.Missing(first, ["usageMetadata/cachedContentTokenCount"]));
        Assert.Equal(Number(second.GetProperty("usageMetadata"), "promptTokenCount"), Number(second.GetProperty("usageMetadata"), "cachedContentTokenCount"));
    }

    [Fact]
    public async Task Embeddings_come_alone_or_in_a_batch()
    {
        await using var server = await Servers.StartAsync(new ModelScript { EmbeddingDimensions = 16 });

        var single = JsonElement.Parse((await RawClient.AskAsync(server, "/v1beta/models/e:embedContent", """{"content":{"parts":[{"text":"tea"}]}}""")).Body);
        var batch = JsonElement.Parse((await RawClient.AskAsync(
            server, "/v1beta/models/e:batchEmbedContents", """{"requests":[{"model":"models/e","content":{"parts":[{"text":"tea"}]}},{"model":"models/e","content":{"parts":[{"text":"coffee"}]}}]}""")).Body);

        Assert.Equal(16, single.GetProperty("embedding").GetProperty("values").GetArrayLength());
        Assert.Equal(2, batch.GetProperty("embeddings").GetArrayLength());
        Assert.True(JsonElement.DeepEquals(single.GetProperty("embedding"), batch.GetProperty("embeddings")[0]));
        Assert.Equal(Protocol.GeminiEmbeddings, (await server.ServedAsync()).Protocol);
    }

    [Fact]
    public async Task A_wrong_key_is_a_bad_request()
    {
        await using var server = await Servers.StartAsync(new SimulatorScript { ApiKey = "the key" });

        var wrong = await RawClient.AskAsync(server, Requests.Gemini + "?key=other", Requests.Of(Requests.Gemini, isStreaming: false));
        var right = await RawClient.AskAsync(server, Requests.Gemini + "?key=the%20key", Requests.Of(Requests.Gemini, isStreaming: false));

        Assert.Equal((400, 200), (wrong.Status, right.Status));
        Assert.Contains("API_KEY_INVALID", wrong.Body, StringComparison.Ordinal);
        await server.WaitForAsync(2, TestContext.Current.CancellationToken);
        Assert.All(server.Requests, static request => Assert.DoesNotContain("key", request.Path, StringComparison.Ordinal));
    }

    private static int Number(JsonElement element, string name) => element.GetProperty(name).GetInt32();

    private static async Task<IReadOnlyList<JsonElement>> AskAsync(SimulatorServer server, string verb, string more = "")
    {
        using var http = new HttpClient { BaseAddress = server.Address };
        using var content = new StringContent($$"""{"contents":[{"role":"user","parts":[{"text":"Why is the sky blue?"}]}]{{more}}}""", Encoding.UTF8, "application/json");
        using var response = await http.PostAsync(new Uri($"v1beta/models/m:{verb}", UriKind.Relative), content, TestContext.Current.CancellationToken);
        return [.. Requests.Values(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))];
    }
}
