using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text;
using System.Text.Json;
using OpenAI;
using OpenAI.Chat;
using OpenAI.Embeddings;

namespace Orchestration.Simulator.Tests;

/// <summary>What the simulator serves, as OpenAI's own client reads it.</summary>
public sealed class OpenAIChatSdkTests
{
    private static readonly BinaryData City = BinaryData.FromString("""{"type":"object","properties":{"city":{"type":"string"}},"required":["city"],"additionalProperties":false}""");

    [Fact]
    public async Task An_answer_has_text_usage_and_a_finish_reason()
    {
        await using var server = await Servers.StartAsync(new ModelScript { Answer = new TextAnswer("Light scatters."), ReasoningTokens = 7 });

        ChatCompletion answer = await Client(server).CompleteChatAsync([new UserChatMessage("Why is the sky blue?")], cancellationToken: Cancellation);

        var served = await server.ServedAsync();
        Assert.Equal(("Light scatters.", ChatFinishReason.Stop, "m"), (answer.Content[0].Text, answer.FinishReason, answer.Model));
        Assert.Equal((served.Billed.Input, served.Billed.Output, 7), (answer.Usage.InputTokenCount, answer.Usage.OutputTokenCount, answer.Usage.OutputTokenDetails.ReasoningTokenCount));
        Assert.Equal(answer.Usage.InputTokenCount + answer.Usage.OutputTokenCount, answer.Usage.TotalTokenCount);
        Assert.EndsWith(served.Id["req_".Length..], answer.Id, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_has_the_text_in_pieces_and_its_usage_at_the_end()
    {
        await using var server = await Servers.SayAsync("Light scatters on air — größer als 𝄞, naïve.", new UnknownEvents(), new Pings());

        var (text, usage, finish) = (new StringBuilder(), (ChatTokenUsage?)null, (ChatFinishReason?)null);
        await foreach (var update in Client(server).CompleteChatStreamingAsync([new UserChatMessage("Why?")], cancellationToken: Cancellation))
        {
            text.AppendJoin("", update.ContentUpdate.Select(static part => part.Text));
            (usage, finish) = (update.Usage ?? usage, update.FinishReason ?? finish);
        }

        Assert.Equal("Light scatters on air — größer als 𝄞, naïve.", text.ToString());
        Assert.Equal((ChatFinishReason.Stop, (await server.ServedAsync()).Billed.Output), (finish, usage!.OutputTokenCount));
    }

    [Fact]
    public async Task Tools_are_called_and_their_results_are_answered()
    {
        var calls = new ToolCallAnswer { Calls = [new ScriptedCall("weather"), new ScriptedCall("time", """{"zone": "CET"}""")] };
        await using var server = await Servers.StartAsync(new ModelScript { Answer = calls });
        var options = new ChatCompletionOptions { Tools = { ChatTool.CreateFunctionTool("weather", "The weather", City), ChatTool.CreateFunctionTool("time", "The time", City) } };
        List<ChatMessage> messages = [new UserChatMessage("What is the weather in Bern?")];

        ChatCompletion asked = await Client(server).CompleteChatAsync(messages, options, Cancellation);
        messages.Add(new AssistantChatMessage(asked));
        messages.AddRange(asked.ToolCalls.Select(static call => new ToolChatMessage(call.Id, "sunny")));
        ChatCompletion answer = await Client(server).CompleteChatAsync(messages, options, Cancellation);

        Assert.Equal((ChatFinishReason.ToolCalls, ChatFinishReason.Stop), (asked.FinishReason, answer.FinishReason));
        Assert.Equal(["weather", "time"], asked.ToolCalls.Select(static call => call.FunctionName));
        Assert.Equal(JsonValueKind.String, JsonElement.Parse(asked.ToolCalls[0].FunctionArguments.ToString()).GetProperty("city").ValueKind);
        Assert.Equal(2, asked.ToolCalls.Select(static call => call.Id).Distinct().Count());
    }

    [Fact]
    public async Task Streamed_tool_calls_come_in_pieces_by_index()
    {
        var calls = new ToolCallAnswer { Calls = [new ScriptedCall("weather", """{"city":"Bern"}"""), new ScriptedCall("weather", """{"city":"Basel"}""")] };
        await using var server = await Servers.StartAsync(new ModelScript { Answer = calls });

        var arguments = new SortedDictionary<int, string>();
        await foreach (var update in Client(server).CompleteChatStreamingAsync([new UserChatMessage("?")], cancellationToken: Cancellation))
        {
            foreach (var call in update.ToolCallUpdates)
            {
                arguments[call.Index] = arguments.GetValueOrDefault(call.Index, "") + call.FunctionArgumentsUpdate;
            }
        }

        Assert.Equal(["""{"city":"Bern"}""", """{"city":"Basel"}"""], arguments.Values);
    }

    [Fact]
    public async Task Structured_output_fits_its_schema()
    {
        await using var server = await Servers.StartAsync();
        var options = new ChatCompletionOptions { ResponseFormat = ChatResponseFormat.CreateJsonSchemaFormat("city", City, jsonSchemaIsStrict: true) };

        ChatCompletion answer = await Client(server).CompleteChatAsync([new UserChatMessage("A city?")], options, Cancellation);

        Assert.Equal("city", Assert.Single(JsonElement.Parse(answer.Content[0].Text).EnumerateObject()).Name);
    }

    [Fact]
    public async Task A_token_limit_and_a_stop_sequence_end_an_answer()
    {
        await using var server = await Servers.SayAsync("one two three four five");

        ChatCompletion limited = await Client(server).CompleteChatAsync([new UserChatMessage("?")], new ChatCompletionOptions { MaxOutputTokenCount = 2 }, Cancellation);
        ChatCompletion stopped = await Client(server).CompleteChatAsync([new UserChatMessage("?")], new ChatCompletionOptions { StopSequences = { " three" } }, Cancellation);

        Assert.Equal(("one two", ChatFinishReason.Length, 2), (limited.Content[0].Text, limited.FinishReason, limited.Usage.OutputTokenCount));
        Assert.Equal(("one two", ChatFinishReason.Stop), (stopped.Content[0].Text, stopped.FinishReason));
    }

    [Fact]
    public async Task Embeddings_come_in_base64_and_near_texts_lie_near()
    {
        await using var server = await Servers.StartAsync();
        var client = new EmbeddingClient("e", new ApiKeyCredential("key"), Options(server));

        OpenAIEmbeddingCollection vectors = await client.GenerateEmbeddingsAsync(
            ["the cat sat on the mat", "the cat sat on a mat", "stock prices fell"], new EmbeddingGenerationOptions { Dimensions = 64 }, Cancellation);

        var values = vectors.Select(static vector => vector.ToFloats().ToArray()).ToList();
        Assert.All(values, static vector => Assert.Equal(64, vector.Length));
        Assert.True(Cosine(values[0], values[1]) > 0.8 && Cosine(values[0], values[2]) < 0.5);
        Assert.Equal((await server.ServedAsync()).Billed.Input, vectors.Usage.InputTokenCount);

        static double Cosine(float[] a, float[] b) => a.Zip(b, static (x, y) => (double)x * y).Sum();
    }

    [Theory]
    [InlineData(401)]
    [InlineData(404)]
    [InlineData(429)]
    [InlineData(500)]
    public async Task An_error_is_one_of_the_clients_kind(int status)
    {
        await using var server = await Servers.SayAsync("", new HttpError { Status = status });

        var error = await Assert.ThrowsAsync<ClientResultException>(() => Client(server).CompleteChatAsync([new UserChatMessage("?")], cancellationToken: Cancellation));

        Assert.Equal(status, error.Status);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_wrong_key_and_an_unknown_model_are_told_apart()
    {
        await using var server = await Servers.StartAsync(new SimulatorScript { Models = [new ModelScript { Model = "known" }], Otherwise = null, ApiKey = "the key" });

        var key = await Assert.ThrowsAsync<ClientResultException>(() => Client(server).CompleteChatAsync([new UserChatMessage("?")], cancellationToken: Cancellation));
        var model = await Assert.ThrowsAsync<ClientResultException>(() => Client(server, "the key").CompleteChatAsync([new UserChatMessage("?")], cancellationToken: Cancellation));

        Assert.Equal((401, 404), (key.Status, model.Status));
        Assert.Contains("invalid_api_key", key.Message, StringComparison.Ordinal);
        Assert.Contains("model_not_found", model.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_truncated_stream_ends_without_a_finish_reason()
    {
        await using var server = await Servers.SayAsync("one two three", new Truncated { AtToken = 2 });

        var (text, finish) = ("", (ChatFinishReason?)null);
        await foreach (var update in Client(server).CompleteChatStreamingAsync([new UserChatMessage("?")], cancellationToken: Cancellation))
        {
            text += string.Concat(update.ContentUpdate.Select(static part => part.Text));
            finish = update.FinishReason ?? finish;
        }

        Assert.Equal(("one two", null), (text, finish));
    }

    [Fact]
    public async Task A_reset_stream_breaks_after_its_tokens()
    {
        await using var server = await Servers.SayAsync("one two three", new ConnectionReset { AtToken = 2 });

        var text = "";
        await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            await foreach (var update in Client(server).CompleteChatStreamingAsync([new UserChatMessage("?")], cancellationToken: Cancellation))
            {
                text += string.Concat(update.ContentUpdate.Select(static part => part.Text));
            }
        });

        Assert.Equal("one two", text);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static OpenAIClientOptions Options(SimulatorServer server) => new() { Endpoint = new Uri(server.Address, "v1"), RetryPolicy = new ClientRetryPolicy(0) };

    private static ChatClient Client(SimulatorServer server, string key = "key") => new("m", new ApiKeyCredential(key), Options(server));
}
