using System.Text;
using System.Text.Json;

namespace Orchestration.Simulator.Tests;

/// <summary>Ollama's answers, and llama.cpp's, beside what every recorded one has.</summary>
public sealed class OllamaTests
{
    private static readonly string[] Everywhere = ["model", "created_at", "message", "message/role", "message/content", "done"];
    private static readonly string[] AtTheEnd =
        [.. Everywhere, "done_reason", "total_duration", "load_duration", "prompt_eval_count", "prompt_eval_duration", "eval_count", "eval_duration"];

    [Fact]
    public async Task It_streams_lines_unless_told_not_to()
    {
        await using var server = await Servers.SayAsync("one two three");

        var (type, lines) = await AskAsync(server, "");
        var (_, whole) = await AskAsync(server, """, "stream": false""");

        Assert.Equal("application/x-ndjson", type);
        Assert.All(lines, static line => Assert.Empty(Shape.Missing(line, Everywhere)));
        Assert.All(lines.SkipLast(1), static line => Assert.False(line.GetProperty("done").GetBoolean()));
        Assert.Empty(Shape.Missing(lines[^1], AtTheEnd));
        Assert.Empty(Shape.Missing(Assert.Single(whole), AtTheEnd));
        Assert.Equal("one two three", string.Concat(lines.Select(static line => line.GetProperty("message").GetProperty("content").GetString())));
        Assert.Equal((3, "stop"), (lines[^1].GetProperty("eval_count").GetInt32(), lines[^1].GetProperty("done_reason").GetString()));
    }

    [Fact]
    public async Task Thinking_and_tool_calls_have_their_own_fields()
    {
        await using var server = await Servers.StartAsync(new ModelScript { Answer = new ToolCallAnswer(), ReasoningTokens = 2 });
        const string Tools = """, "think": true, "tools":[{"type":"function","function":{"name":"weather","parameters":{"type":"object","properties":{"city":{"type":"string"}},"required":["city"]}}}]""";

        var (_, lines) = await AskAsync(server, Tools);

        Assert.Equal(2, lines.Count(static line => line.GetProperty("message").TryGetProperty("thinking", out _)));
        var call = Assert.Single(lines, static line => line.GetProperty("message").TryGetProperty("tool_calls", out _)).GetProperty("message").GetProperty("tool_calls")[0];
        Assert.Equal(JsonValueKind.String, call.GetProperty("function").GetProperty("arguments").GetProperty("city").ValueKind);
        Assert.Equal("stop", lines[^1].GetProperty("done_reason").GetString());
    }

    [Fact]
    public async Task An_unknown_model_is_not_found_in_one_line()
    {
        await using var server = await Servers.StartAsync(new SimulatorScript { Otherwise = null });

        var response = await RawClient.AskAsync(server, Requests.OllamaChat, Requests.Of(Requests.OllamaChat, isStreaming: true));

        Assert.Equal((404, """{"error":"model 'm' not found"}"""), (response.Status, response.Body));
    }

    [Fact]
    public async Task It_embeds_and_lists_its_models()
    {
        await using var server = await Servers.StartAsync(new SimulatorScript { Models = [new ModelScript { Model = "tiny" }, new ModelScript { Model = "gpt-*" }] });
        using var http = new HttpClient { BaseAddress = server.Address };

        var embedded = JsonElement.Parse((await RawClient.AskAsync(server, "/api/embed", """{"model":"tiny","input":["a","b"],"dimensions":8}""")).Body);
        var tags = JsonElement.Parse(await http.GetStringAsync(new Uri("api/tags", UriKind.Relative), TestContext.Current.CancellationToken));

        Assert.Equal((2, 8), (embedded.GetProperty("embeddings").GetArrayLength(), embedded.GetProperty("embeddings")[0].GetArrayLength()));
        Assert.Equal("tiny", Assert.Single(tags.GetProperty("models").EnumerateArray()).GetProperty("name").GetString());
    }

    [Fact]
    public async Task Llama_cpp_speaks_the_chat_protocol_with_its_own_accent()
    {
        var model = new ModelScript { Dialect = ChatDialect.LlamaCpp, Answer = new TextAnswer("one two"), ReasoningTokens = 2, FaultSequence = [null, new Overloaded()] };
        await using var server = await Servers.StartAsync(model);

        var stream = await RawClient.AskAsync(server, Requests.Chat, Requests.Of(Requests.Chat, isStreaming: true));
        var loading = await RawClient.AskAsync(server, Requests.Chat, Requests.Of(Requests.Chat, isStreaming: true));

        Assert.Equal("one two", Requests.TextOf(stream.Body));
        Assert.Equal(2, Requests.Values(stream.Body).Count(static chunk => chunk.GetProperty("choices") is { } choices && choices.GetArrayLength() > 0
            && choices[0].GetProperty("delta").TryGetProperty("reasoning_content", out _)));
        Assert.Contains("\"timings\"", stream.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("x-ratelimit", stream.Head, StringComparison.Ordinal);
        Assert.Equal("""{"error":{"code":503,"message":"Loading model","type":"unavailable_error"}}""", loading.Body);
    }

    private static async Task<(string? Type, IReadOnlyList<JsonElement> Lines)> AskAsync(SimulatorServer server, string more)
    {
        using var http = new HttpClient { BaseAddress = server.Address };
        using var content = new StringContent($$"""{"model":"m","messages":[{"role":"user","content":"Why?"}]{{more}}}""", Encoding.UTF8, "application/json");
        using var response = await http.PostAsync(new Uri("api/chat", UriKind.Relative), content, TestContext.Current.CancellationToken);
        return (response.Content.Headers.ContentType?.MediaType, [.. Requests.Values(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))]);
    }
}
