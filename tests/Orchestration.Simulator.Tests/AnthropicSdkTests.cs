using System.Text;
using System.Text.Json;
using Anthropic;
using Anthropic.Exceptions;
using Anthropic.Models.Messages;

namespace Orchestration.Simulator.Tests;

/// <summary>What the simulator serves, as Anthropic's own client reads and validates it.</summary>
public sealed class AnthropicSdkTests
{
    [Fact]
    public async Task A_message_is_valid_and_has_thinking_text_and_usage()
    {
        await using var server = await Servers.StartAsync(new ModelScript { Answer = new TextAnswer("Light scatters."), ReasoningTokens = 7 });

        var message = await Client(server).Messages.Create(Ask with { Thinking = new ThinkingConfigEnabled { BudgetTokens = 1024 } }, Cancellation);

        var served = await server.ServedAsync();
        message.Validate();
        Assert.True(message.Content[0].TryPickThinking(out var thinking) && thinking.Signature.Length > 0);
        Assert.True(message.Content[1].TryPickText(out var text));
        Assert.Equal(("Light scatters.", StopReason.EndTurn), (text.Text, message.StopReason!.Value()));
        Assert.Equal((served.Billed.Input, served.Billed.Output), ((int)message.Usage.InputTokens, (int)message.Usage.OutputTokens));
        Assert.Equal(7, message.Usage.OutputTokensDetails!.ThinkingTokens);
    }

    [Fact]
    public async Task A_stream_tells_its_blocks_piece_by_piece()
    {
        await using var server = await Servers.SayAsync("Light scatters on air — naïve 𝄞.", new Pings());

        var events = await EventsAsync(server, Ask);

        Assert.True(events[0].TryPickStart(out var start));
        Assert.True(events[^2].TryPickDelta(out var end));
        Assert.True(events[^1].TryPickStop(out _));
        Assert.Equal("Light scatters on air — naïve 𝄞.", TextOf(events));
        Assert.Equal((await server.ServedAsync()).Billed.Output, (int)end.Usage.OutputTokens);
        Assert.True(start.Message.Usage.OutputTokens < end.Usage.OutputTokens);
        Assert.All(events, static entry => entry.Validate());
    }

    [Fact]
    public async Task Tools_are_called_streamed_or_not()
    {
        await using var server = await Servers.StartAsync(new ModelScript { Answer = new ToolCallAnswer { Calls = [new ScriptedCall("weather"), new ScriptedCall("weather", """{"city":"Basel"}""")] } });
        var ask = Ask with
        {
            Tools =
            [
                new Tool
                {
                    Name = "weather",
                    InputSchema = new InputSchema { Properties = new Dictionary<string, JsonElement> { ["city"] = JsonElement.Parse("""{"type":"string"}""") }, Required = ["city"] },
                },
            ],
        };

        var message = await Client(server).Messages.Create(ask, Cancellation);
        var events = await EventsAsync(server, ask);

        Assert.Equal(StopReason.ToolUse, message.StopReason!.Value());
        Assert.True(message.Content[0].TryPickToolUse(out var first) && message.Content[1].TryPickToolUse(out var second));
        Assert.Equal(JsonValueKind.String, first!.Input["city"].ValueKind);
        Assert.NotEqual(first.ID, message.Content[1].ID);
        var arguments = new StringBuilder();
        foreach (var entry in events)
        {
            arguments.Append(entry.TryPickContentBlockDelta(out var block) && block.Delta.TryPickInputJson(out var json) ? json.PartialJson : "");
        }

        Assert.EndsWith("""{"city":"Basel"}""", arguments.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Structured_output_fits_its_schema()
    {
        await using var server = await Servers.StartAsync();
        var schema = JsonElement.Parse("""{"type":"object","properties":{"city":{"type":"string"}},"required":["city"],"additionalProperties":false}""");
        var format = new JsonOutputFormat { Schema = schema.EnumerateObject().ToDictionary(static property => property.Name, static property => property.Value) };

        var message = await Client(server).Messages.Create(Ask with { OutputConfig = new OutputConfig { Format = format } }, Cancellation);

        Assert.True(message.Content[0].TryPickText(out var text));
        Assert.Equal("city", Assert.Single(JsonElement.Parse(text.Text).EnumerateObject()).Name);
    }

    [Fact]
    public async Task A_prompt_marked_for_the_cache_is_written_once_and_then_read()
    {
        await using var server = await Servers.StartAsync(new ModelScript { PromptCaching = new PromptCaching { MinimumTokens = 10 } });
        var ask = Ask with
        {
            System = new List<TextBlockParam> { new() { Text = string.Join(' ', Enumerable.Repeat("word", 50)), CacheControl = new CacheControlEphemeral() } },
        };

        var written = (await Client(server).Messages.Create(ask, Cancellation)).Usage;
        var read = (await Client(server).Messages.Create(ask with { MaxTokens = 1 }, Cancellation)).Usage;
        var unmarked = (await Client(server).Messages.Create(Ask, Cancellation)).Usage;

        Assert.Equal((50, 0), (written.CacheCreationInputTokens, written.CacheReadInputTokens));
        Assert.Equal((0, 50), (read.CacheCreationInputTokens, read.CacheReadInputTokens));
        Assert.Equal(unmarked.InputTokens, read.InputTokens);
    }

    [Fact]
    public async Task Errors_are_of_the_clients_kinds()
    {
        await using var server = await Servers.StartAsync(new ModelScript
        {
            FaultSequence = [new HttpError { Status = 401 }, new RateLimited(), new HttpError(), new Overloaded(), new QuotaExhausted(), new HttpError { Status = 413 }],
        });

        await Assert.ThrowsAsync<AnthropicUnauthorizedException>(() => Client(server).Messages.Create(Ask, Cancellation));
        var limited = await Assert.ThrowsAsync<AnthropicRateLimitException>(() => Client(server).Messages.Create(Ask, Cancellation));
        await Assert.ThrowsAnyAsync<Anthropic5xxException>(() => Client(server).Messages.Create(Ask, Cancellation));
        await Assert.ThrowsAsync<AnthropicOverloadedException>(() => Client(server).Messages.Create(Ask, Cancellation));
        await Assert.ThrowsAsync<AnthropicBadRequestException>(() => Client(server).Messages.Create(Ask, Cancellation));
        await Assert.ThrowsAsync<AnthropicContentTooLargeException>(() => Client(server).Messages.Create(Ask, Cancellation));

        Assert.Equal("rate_limit_error", limited.Body.GetProperty("error").GetProperty("type").GetString());
        Assert.Equal(server.Requests[1].Id, limited.RequestID);
        Assert.Equal(6, server.Requests.Count);
    }

    [Fact]
    public async Task An_error_in_the_stream_breaks_it_after_its_tokens()
    {
        await using var server = await Servers.SayAsync("one two three", new Overloaded { AtToken = 2 });

        var events = new List<RawMessageStreamEvent>();
        var error = await Assert.ThrowsAnyAsync<AnthropicServiceException>(() => EventsAsync(server, Ask, events));

        Assert.Equal("one two", TextOf(events));
        Assert.Contains("Overloaded", error.Message + error.ApiMessage, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_truncated_stream_ends_without_its_last_events()
    {
        await using var server = await Servers.SayAsync("one two three", new Truncated { AtToken = 2 });

        var events = await EventsAsync(server, Ask);

        Assert.Equal("one two", TextOf(events));
        Assert.DoesNotContain(events, static entry => entry.TryPickStop(out _) || entry.TryPickDelta(out _));
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static MessageCreateParams Ask => new() { Model = "m", MaxTokens = 1000, Messages = [new UserMessageParam { Content = "Why is the sky blue?" }] };

    private static AnthropicClient Client(SimulatorServer server) => new() { BaseUrl = server.Address.ToString(), ApiKey = "key", MaxRetries = 0, ResponseValidation = true };

    private static async Task<List<RawMessageStreamEvent>> EventsAsync(SimulatorServer server, MessageCreateParams ask, List<RawMessageStreamEvent>? events = null)
    {
        events ??= [];
        await foreach (var entry in Client(server).Messages.CreateStreaming(ask, Cancellation))
        {
            events.Add(entry);
        }

        return events;
    }

    private static string TextOf(IEnumerable<RawMessageStreamEvent> events) =>
        string.Concat(events.Select(static entry => entry.TryPickContentBlockDelta(out var block) && block.Delta.TryPickText(out var text) ? text.Text : ""));
}
