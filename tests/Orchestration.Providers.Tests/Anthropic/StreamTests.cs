using Microsoft.Extensions.AI;
using Orchestration.Models;

namespace Orchestration.Providers.Tests.Anthropic;

public sealed class StreamTests
{
    private const string Start = """{"type":"message_start","message":{"id":"msg_1","model":"claude-x","usage":{"input_tokens":30,"output_tokens":1}}}""";
    private const string Hello = """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Hello"}}""";
    private const string Overloaded = """{"type":"error","error":{"details":null,"type":"overloaded_error","message":"Overloaded"},"request_id":"req_9"}""";
    private const string Stop = """{"type":"message_stop"}""";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_error_that_comes_first_is_an_early_failure()
    {
        var (updates, failure) = await ReadAsync(RecordedAnswers.Stream(Overloaded));

        Assert.Empty(updates);
        Assert.Equal((FailureReason.Overloaded, "overloaded_error", "req_9"), (failure!.Reason, failure.ProviderCode, failure.RequestId));
    }

    [Fact]
    public async Task An_error_after_text_keeps_the_text_and_what_it_cost()
    {
        var (updates, failure) = await ReadAsync(RecordedAnswers.Stream(Start, Hello, Overloaded));

        var response = updates.ToChatResponse();
        Assert.Equal(FailureReason.Overloaded, failure!.Reason);
        Assert.Equal("Hello", response.Text);
        Assert.Equal(30, response.Usage!.InputTokenCount);
    }

    [Fact]
    public async Task A_stream_without_its_last_event_was_interrupted()
    {
        var (_, failure) = await ReadAsync(RecordedAnswers.Stream(Start, Hello, """{"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":9}}"""));

        Assert.Equal(FailureReason.StreamInterrupted, failure!.Reason);
    }

    [Fact]
    public async Task An_answer_that_begins_anew_is_another_message_and_its_usage_the_only_one()
    {
        var (updates, failure) = await ReadAsync(RecordedAnswers.Stream(
            Start, Start, Hello, Start, Hello, """{"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":9}}""", Stop));

        var response = updates.ToChatResponse();
        Assert.Null(failure);
        Assert.Equal(["Hello", "Hello"], response.Messages.Select(static message => message.Text));
        Assert.Equal((30, 9), (response.Usage!.InputTokenCount, response.Usage.OutputTokenCount));
    }

    [Fact]
    public async Task Usage_is_the_last_that_was_said_of_each_kind()
    {
        var (updates, _) = await ReadAsync(RecordedAnswers.Stream(
            Start,
            """{"type":"message_delta","delta":{"stop_reason":"stop_sequence","stop_sequence":"END"},"usage":{"input_tokens":10,"output_tokens":9,"cache_read_input_tokens":100,"cache_creation":{"ephemeral_5m_input_tokens":7,"ephemeral_1h_input_tokens":5},"server_tool_use":{"web_search_requests":2},"output_tokens_details":{"thinking_tokens":4}}}""",
            Stop));

        var response = updates.ToChatResponse();
        var usage = response.Usage!;
        Assert.Equal((122, 9, 131, 100, 4), (usage.InputTokenCount, usage.OutputTokenCount, usage.TotalTokenCount, usage.CachedInputTokenCount, usage.ReasoningTokenCount));
        Assert.Equal((12, 5, 2), (usage.AdditionalCounts!["cache_creation_input_tokens"], usage.AdditionalCounts["ephemeral_1h_input_tokens"], usage.AdditionalCounts["web_search_requests"]));
        Assert.Equal("END", response.AdditionalProperties![ResponseProperties.StopSequence]);
        Assert.Equal("req_1", response.AdditionalProperties[ResponseProperties.RequestId]);
    }

    [Fact]
    public async Task A_refusal_is_no_text()
    {
        var (updates, _) = await ReadAsync(RecordedAnswers.Stream(
            Start, """{"type":"message_delta","delta":{"stop_reason":"refusal","stop_details":{"type":"refusal","category":"cyber","explanation":"No."}},"usage":{"output_tokens":0}}""", Stop));

        var response = updates.ToChatResponse();
        var refusal = Assert.Single(response.Messages[0].Contents.OfType<ErrorContent>());
        Assert.Equal((ChatFinishReason.ContentFilter, "", "Refusal", "No.", "cyber"), (response.FinishReason, response.Text, refusal.ErrorCode, refusal.Message, refusal.Details));
    }

    [Fact]
    public async Task A_whole_message_where_a_stream_was_asked_for_is_understood()
    {
        var (updates, failure) = await ReadAsync("""{"id":"msg_1","type":"message","content":[{"type":"text","text":"Hello"}],"stop_reason":"pause_turn","usage":{"input_tokens":1,"output_tokens":2}}""");

        var response = updates.ToChatResponse();
        Assert.Null(failure);
        Assert.Equal(("Hello", "pause_turn", 3), (response.Text, response.FinishReason!.Value.Value, response.Usage!.TotalTokenCount));
    }

    [Fact]
    public async Task What_nobody_knows_yet_is_passed_over_and_kept()
    {
        var (updates, failure) = await ReadAsync(RecordedAnswers.Stream(Start, """{"type":"weather","sun":true}""", Hello, Stop) + "data: [DONE]\n\n");

        Assert.Null(failure);
        Assert.Equal("Hello", updates.ToChatResponse().Text);
        Assert.Contains(updates, static update => update.RawRepresentation is System.Text.Json.JsonElement json && json.TryGetProperty("sun", out _));
    }

    private static async Task<(List<ChatResponseUpdate> Updates, ModelCallException? Failure)> ReadAsync(string body)
    {
        using var client = RecordedAnswers.Of(body).Client();
        var updates = new List<ChatResponseUpdate>();
        try
        {
            await foreach (var update in client.GetStreamingResponseAsync("Hello?", cancellationToken: Cancellation))
            {
                updates.Add(update);
            }
        }
        catch (ModelCallException e)
        {
            return (updates, e);
        }

        return (updates, null);
    }
}
