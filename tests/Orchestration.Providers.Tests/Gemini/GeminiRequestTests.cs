using System.Text.Json;
using Microsoft.Extensions.AI;
using Orchestration.Models;
using Orchestration.Providers.Gemini;

namespace Orchestration.Providers.Tests.Gemini;

public class GeminiRequestTests
{
    private const string Answer = """{"candidates":[{"content":{"parts":[{"text":"Hi"}]},"finishReason":"STOP"}]}""";
    private static readonly ChatMessage[] Question = [new(ChatRole.User, "Why?")];

    [Fact]
    public async Task The_callers_own_config_is_joined_with_the_options_and_wins()
    {
        var server = new GeminiServer(Answer);
        var options = new ChatOptions
        {
            Instructions = "Be brief.",
            Temperature = 0.1f,
            MaxOutputTokens = 50,
            StopSequences = ["END"],
            Reasoning = new ReasoningOptions { Effort = ReasoningEffort.Low, Output = ReasoningOutput.Full },
            ResponseFormat = ChatResponseFormat.Json,
            ToolMode = ChatToolMode.RequireAny,
            AdditionalProperties = new()
            {
                ["generationConfig"] = JsonElement.Parse("""{"temperature":0.7,"thinkingConfig":{"thinkingBudget":77},"candidateCount":2}"""),
                ["toolConfig"] = new Dictionary<string, object?> { ["functionCallingConfig"] = new Dictionary<string, object?> { ["streamFunctionCallArguments"] = true } },
                ["cachedContent"] = "cachedContents/c",
            },
        };

        await server.Client().GetResponseAsync(Question, options, TestContext.Current.CancellationToken);

        var body = server.Bodies[0];
        Assert.Equal(
            """{"temperature":0.7,"maxOutputTokens":50,"stopSequences":["END"],"responseMimeType":"application/json","thinkingConfig":{"includeThoughts":true,"thinkingBudget":77},"candidateCount":2}""",
            body.GetProperty("generationConfig").GetRawText());
        Assert.Equal("""{"functionCallingConfig":{"mode":"ANY","streamFunctionCallArguments":true}}""", body.GetProperty("toolConfig").GetRawText());
        Assert.Equal("""{"parts":[{"text":"Be brief."}]}""", body.GetProperty("systemInstruction").GetRawText());
        Assert.Equal("cachedContents/c", body.GetProperty("cachedContent").GetString());
        Assert.Equal("/v1beta/models/gemini-2.5-flash:generateContent", server.Addresses[0].PathAndQuery);
    }

    [Theory]
    [InlineData("gemini-2.5-flash", ReasoningEffort.None, """{"thinkingBudget":0}""")]
    [InlineData("gemini-2.5-pro", ReasoningEffort.None, """{"thinkingBudget":128}""")]
    [InlineData("gemini-3-pro-preview", ReasoningEffort.None, """{"thinkingLevel":"low"}""")]
    [InlineData("gemini-3.5-flash", ReasoningEffort.High, """{"thinkingLevel":"high"}""")]
    public async Task A_model_is_asked_to_think_in_the_words_it_understands(string model, ReasoningEffort effort, string expected)
    {
        var server = new GeminiServer(Answer);

        await server.Client(model).GetResponseAsync(Question, new ChatOptions { Reasoning = new ReasoningOptions { Effort = effort } }, TestContext.Current.CancellationToken);

        Assert.Equal(expected, server.Bodies[0].GetProperty("generationConfig").GetProperty("thinkingConfig").GetRawText());
    }

    [Fact]
    public async Task Results_keep_their_form_failures_are_errors_and_files_go_along()
    {
        var server = new GeminiServer(Answer);
        ChatMessage[] messages =
        [
            .. Question,
            new(ChatRole.Assistant, [new FunctionCallContent("1", "a"), new FunctionCallContent("2", "b"), new FunctionCallContent("3", "c"), new FunctionCallContent("4", "d")]),
            new(ChatRole.Tool,
            [
                new FunctionResultContent("1", JsonElement.Parse("""{"x":1}""")),
                new FunctionResultContent("2", JsonElement.Parse("[1,2]")),
                new FunctionResultContent("3", null) { Exception = new InvalidOperationException("No.") },
                new FunctionResultContent("4", new AIContent[] { new TextContent("See."), new UriContent("gs://bucket/a.png", "image/png") }),
            ]),
        ];

        await server.Client().GetResponseAsync(messages, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(
            [
                """{"functionResponse":{"id":"1","name":"a","response":{"x":1}}}""",
                """{"functionResponse":{"id":"2","name":"b","response":{"output":[1,2]}}}""",
                """{"functionResponse":{"id":"3","name":"c","response":{"error":"No."}}}""",
                """{"functionResponse":{"id":"4","name":"d","response":{"output":"See."},"parts":[{"fileData":{"fileUri":"gs://bucket/a.png","mimeType":"image/png"}}]}}""",
            ],
            server.Bodies[0].GetProperty("contents")[2].GetProperty("parts").EnumerateArray().Select(static part => part.GetRawText()));
    }

    [Fact]
    public async Task What_the_adapter_noted_of_an_answer_is_not_sent_back_with_it()
    {
        var server = new GeminiServer(
            GeminiServer.Events("""{"candidates":[{"content":{"parts":[{"text":"Hi"}]},"finishReason":"STOP","finishMessage":"Done.","logprobsResult":{"chosenCandidates":[]}}]}"""), Answer);
        var client = server.Client();

        var first = await client.GetStreamingResponseAsync(Question, cancellationToken: TestContext.Current.CancellationToken).ToChatResponseAsync(TestContext.Current.CancellationToken);
        await client.GetResponseAsync([.. Question, .. first.Messages], cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal("""{"role":"model","parts":[{"text":"Hi"}]}""", server.Bodies[1].GetProperty("contents")[1].GetRawText());
    }

    [Fact]
    public async Task Code_that_Google_ran_goes_back_as_it_came()
    {
        const string Parts = """[{"executableCode":{"language":"PYTHON","code":"print(1)","id":"c"},"thoughtSignature":"s"},{"codeExecutionResult":{"outcome":"OUTCOME_FAILED","output":"No.","id":"c"}},{"toolCall":{"toolType":"GOOGLE_SEARCH_WEB","id":"t"},"thoughtSignature":"u"}]""";
        var server = new GeminiServer($$"""{"candidates":[{"content":{"parts":{{Parts}}},"finishReason":"STOP"}]}""", Answer);
        var client = server.Client();

        var first = await client.GetResponseAsync(Question, cancellationToken: TestContext.Current.CancellationToken);
        await client.GetResponseAsync([.. Question, .. first.Messages], cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(Parts, server.Bodies[1].GetProperty("contents")[1].GetProperty("parts").GetRawText());
    }

    [Theory]
    [InlineData("""{"error":{"code":400,"message":"API key not valid. Please pass a valid API key.","status":"INVALID_ARGUMENT"}}""", 400, FailureReason.Authentication, null)]
    [InlineData("""[{"error":{"code":429,"message":"Resource exhausted.","status":"RESOURCE_EXHAUSTED","details":[{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"34.4s"}]}}]""", 429, FailureReason.RateLimited, 34.4)]
    [InlineData("""{"error":{"code":429,"message":"You exceeded your current quota, please check your plan and billing details.","status":"RESOURCE_EXHAUSTED"}}""", 429, FailureReason.QuotaExhausted, null)]
    public async Task A_failure_says_why_and_how_long_to_wait(string body, int status, FailureReason reason, double? seconds)
    {
        var server = new GeminiServer(body) { Status = (System.Net.HttpStatusCode)status };

        var failure = await Assert.ThrowsAsync<ModelCallException>(() => server.Client().GetResponseAsync(Question, cancellationToken: TestContext.Current.CancellationToken));

        Assert.Equal(reason, failure.Reason);
        Assert.Equal(seconds, failure.RetryAfter?.TotalSeconds);
    }

    [Fact]
    public async Task Vertex_AI_is_signed_in_to_with_a_token_and_takes_one_text_a_request()
    {
        var server = new GeminiServer("""{"embedding":{"values":[1,2]},"usageMetadata":{"promptTokenCount":3}}""", """{"embedding":{"values":[3,4]},"usageMetadata":{"promptTokenCount":4}}""");
        var options = new GeminiOptions { BaseAddress = new Uri("https://vertex.example/v1/projects/p/locations/l/publishers/google"), BearerToken = static _ => ValueTask.FromResult("t") };
        using var generator = new GeminiEmbeddingGenerator(new HttpClient(server), options, "gemini-embedding-2");

        var embeddings = await generator.GenerateAsync(["a", "b"], new() { Dimensions = 2 }, TestContext.Current.CancellationToken);

        Assert.Equal([3f, 4f], embeddings[1].Vector.ToArray());
        Assert.Equal(7, embeddings.Usage!.InputTokenCount);
        Assert.Equal("Bearer t", server.Requests[1].Headers.Authorization!.ToString());
        Assert.Equal("/v1/projects/p/locations/l/publishers/google/models/gemini-embedding-2:embedContent", server.Addresses[1].AbsolutePath);
        Assert.Equal("""{"content":{"parts":[{"text":"b"}]},"outputDimensionality":2}""", server.Bodies[1].GetRawText());
    }

    [Fact]
    public async Task Many_texts_go_in_batches_of_a_hundred()
    {
        var server = new GeminiServer("""{"embeddings":[{"values":[1]}]}""", """{"embeddings":[{"values":[2]}]}""");
        using var generator = new GeminiEmbeddingGenerator(new HttpClient(server), new GeminiOptions { ApiKey = "k" }, "gemini-embedding-001");

        await generator.GenerateAsync(Enumerable.Repeat("a", 101), new() { AdditionalProperties = new() { ["taskType"] = "RETRIEVAL_QUERY" } }, TestContext.Current.CancellationToken);

        Assert.Equal([100, 1], server.Bodies.Select(static body => body.GetProperty("requests").GetArrayLength()));
        Assert.Equal("""{"model":"models/gemini-embedding-001","content":{"parts":[{"text":"a"}]},"taskType":"RETRIEVAL_QUERY"}""", server.Bodies[1].GetProperty("requests")[0].GetRawText());
    }
}
