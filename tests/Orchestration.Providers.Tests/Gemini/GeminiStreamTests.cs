using Microsoft.Extensions.AI;
using Orchestration.Models;

namespace Orchestration.Providers.Tests.Gemini;

public class GeminiStreamTests
{
    private static readonly ChatMessage[] Question = [new(ChatRole.User, "Why?")];

    [Fact]
    public async Task Every_signature_goes_back_on_the_part_it_came_on()
    {
        var server = new GeminiServer(
            GeminiServer.Events(
                """{"candidates":[{"content":{"parts":[{"text":"I wonder","thought":true},{"text":" still.","thought":true,"thoughtSignature":"s1"}]}}],"responseId":"r"}""",
                """{"candidates":[{"content":{"parts":[{"text":"It ","thoughtSignature":"s2"},{"text":"is "}]}}],"responseId":"r"}""",
                """{"candidates":[{"content":{"parts":[{"text":"so."},{"functionCall":{"name":"look","args":{"at":1}},"thoughtSignature":"s3"},{"functionCall":{"name":"look","args":{"at":2}}}]}}],"responseId":"r"}""",
                """{"candidates":[{"content":{"parts":[{"text":"","thoughtSignature":"s4"}]},"finishReason":"STOP"}],"responseId":"r"}"""),
            """{"candidates":[{"content":{"parts":[{"text":"Done."}]},"finishReason":"STOP"}]}""");
        var client = server.Client();

        var response = await client.GetStreamingResponseAsync(Question, cancellationToken: TestContext.Current.CancellationToken).ToChatResponseAsync(TestContext.Current.CancellationToken);
        var calls = response.Messages[0].Contents.OfType<FunctionCallContent>().ToList();
        List<ChatMessage> next = [.. Question, .. response.Messages, .. calls.Select(static call => new ChatMessage(ChatRole.Tool, [new FunctionResultContent(call.CallId, $"seen {call.Arguments!["at"]}")]))];
        await client.GetResponseAsync(next, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(ChatFinishReason.ToolCalls, response.FinishReason);
        Assert.NotEqual(calls[0].CallId, calls[1].CallId);
        Assert.Equal(
            """{"role":"model","parts":[{"text":"I wonder still.","thought":true,"thoughtSignature":"s1"},{"text":"It ","thoughtSignature":"s2"},{"text":"is so."},{"functionCall":{"name":"look","args":{"at":1}},"thoughtSignature":"s3"},{"functionCall":{"name":"look","args":{"at":2}}},{"text":"","thoughtSignature":"s4"}]}""",
            server.Bodies[1].GetProperty("contents")[1].GetRawText());
        Assert.Equal(
            """{"role":"user","parts":[{"functionResponse":{"name":"look","response":{"output":"seen 1"}}},{"functionResponse":{"name":"look","response":{"output":"seen 2"}}}]}""",
            server.Bodies[1].GetProperty("contents")[2].GetRawText());
    }

    [Fact]
    public async Task An_item_of_a_streamed_array_is_given_out_before_the_next_has_come()
    {
        var answer = """
            [{ "candidates": [ { "content": { "parts": [ { "text": "a } ] \" \\" } ] } } ] }
            ,
            { "candidates": [ { "content": { "parts": [ { "text": " b" } ] }, "finishReason": "STOP" } ] }
            ]
            """;
        var server = new GeminiServer(answer) { PieceLength = 1 };

        await using var updates = server.Client().GetStreamingResponseAsync(Question, cancellationToken: TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        Assert.True(await updates.MoveNextAsync());
        Assert.Equal("a } ] \" \\", updates.Current.Text);
        Assert.True(server.BytesRead < answer.Length / 2 + 10);
        Assert.True(await updates.MoveNextAsync());
        Assert.Equal(" b", updates.Current.Text);
    }

    [Fact]
    public async Task A_whole_answer_in_place_of_a_stream_is_understood()
    {
        var server = new GeminiServer("""
            {
              "candidates": [ { "content": { "parts": [ { "text": "Hi" } ] }, "finishReason": "MAX_TOKENS" } ]
            }
            """);

        var response = await server.Client().GetStreamingResponseAsync(Question, cancellationToken: TestContext.Current.CancellationToken).ToChatResponseAsync(TestContext.Current.CancellationToken);

        Assert.Equal("Hi", response.Text);
        Assert.Equal(ChatFinishReason.Length, response.FinishReason);
    }

    [Theory]
    [InlineData("data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"Hi\"}]}}]}\r\n\r\n{\n\"error\": {\n\"code\": 503, \"status\": \"UNAVAILABLE\",\n\"message\": \"Overloaded.\"}}", FailureReason.Overloaded)]
    [InlineData("data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"Hi\"}]}}]}\r\n\r\ndata: {\"candi", FailureReason.StreamInterrupted)]
    [InlineData("[{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"Hi\"}]}}]}\n,\n{\"candi", FailureReason.StreamInterrupted)]
    [InlineData("[{\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"Hi\"}]}}]}\n,\n{\"error\":{\"code\":429,\"status\":\"RESOURCE_EXHAUSTED\",\"message\":\"Slow down.\"}}]", FailureReason.RateLimited)]
    public async Task A_stream_that_breaks_gives_its_text_and_then_the_reason(string answer, FailureReason reason)
    {
        var text = string.Empty;

        var failure = await Assert.ThrowsAsync<ModelCallException>(async () =>
        {
            await foreach (var update in new GeminiServer(answer).Client().GetStreamingResponseAsync(Question, cancellationToken: TestContext.Current.CancellationToken))
            {
                text += update.Text;
            }
        });

        Assert.Equal("Hi", text);
        Assert.Equal(reason, failure.Reason);
    }

    [Fact]
    public async Task Arguments_that_come_in_pieces_are_put_together_by_their_paths()
    {
        var server = new GeminiServer(GeminiServer.Events(
            """{"candidates":[{"content":{"parts":[{"functionCall":{"name":"book","willContinue":true},"thoughtSignature":"s"}]}}]}""",
            """{"candidates":[{"content":{"parts":[{"functionCall":{"partialArgs":[{"jsonPath":"$.guests[0].name","stringValue":"An","willContinue":true}],"willContinue":true}}]}}]}""",
            """{"candidates":[{"content":{"parts":[{"functionCall":{"partialArgs":[{"jsonPath":"$.guests[0].name","stringValue":"na"},{"jsonPath":"$.guests[0]['is child']","boolValue":false}],"willContinue":true}}]}}]}""",
            """{"candidates":[{"content":{"parts":[{"functionCall":{"partialArgs":[{"jsonPath":"$.nights","numberValue":2},{"jsonPath":"$.note","nullValue":"NULL_VALUE"}],"willContinue":true}}]}}]}""",
            """{"candidates":[{"content":{"parts":[{"functionCall":{}}]},"finishReason":"STOP"}]}"""));

        var response = await server.Client().GetStreamingResponseAsync(Question, cancellationToken: TestContext.Current.CancellationToken).ToChatResponseAsync(TestContext.Current.CancellationToken);

        var call = Assert.IsType<FunctionCallContent>(Assert.Single(response.Messages[0].Contents));
        Assert.Equal("""{"guests":[{"name":"Anna","is child":false}],"nights":2,"note":null}""", call.RawRepresentation);
        Assert.Equal("s", call.AdditionalProperties!["thoughtSignature"]);
        Assert.Equal(ChatFinishReason.ToolCalls, response.FinishReason);
    }

    [Fact]
    public async Task Two_candidates_are_two_messages_however_they_alternate()
    {
        var server = new GeminiServer(GeminiServer.Events(
            """{"candidates":[{"content":{"parts":[{"text":"A"}]},"index":0},{"content":{"parts":[{"text":"X"}]},"index":1}],"responseId":"r"}""",
            """{"candidates":[{"content":{"parts":[{"text":"Y"}]},"index":1,"finishReason":"MAX_TOKENS"}],"responseId":"r"}""",
            """{"candidates":[{"content":{"parts":[{"text":"B"}]},"index":0,"finishReason":"STOP"}],"responseId":"r","usageMetadata":{"promptTokenCount":3,"candidatesTokenCount":4,"thoughtsTokenCount":5,"toolUsePromptTokenCount":6,"totalTokenCount":18}}"""));

        var response = await server.Client().GetStreamingResponseAsync(Question, cancellationToken: TestContext.Current.CancellationToken).ToChatResponseAsync(TestContext.Current.CancellationToken);

        Assert.Equal(["AB", "XY"], response.Messages.Select(static message => message.Text));
        Assert.Equal(ChatFinishReason.Stop, response.FinishReason);
        Assert.Equal((9, 9, 18), (response.Usage!.InputTokenCount, response.Usage.OutputTokenCount, response.Usage.TotalTokenCount));
    }

    [Fact]
    public async Task A_blocked_prompt_is_an_answer_that_the_filter_ended_streamed_or_whole()
    {
        const string Blocked = """{"promptFeedback":{"blockReason":"PROHIBITED_CONTENT"},"usageMetadata":{"promptTokenCount":8,"totalTokenCount":8}}""";

        var streamed = await new GeminiServer(GeminiServer.Events(Blocked)).Client().GetStreamingResponseAsync(Question, cancellationToken: TestContext.Current.CancellationToken).ToChatResponseAsync(TestContext.Current.CancellationToken);
        var whole = await new GeminiServer(Blocked).Client().GetResponseAsync(Question, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal((ChatFinishReason.ContentFilter, 8L), (streamed.FinishReason, streamed.Usage!.InputTokenCount));
        Assert.Equal((ChatFinishReason.ContentFilter, 8L), (whole.FinishReason, whole.Usage!.InputTokenCount));
        Assert.Equal("The prompt was blocked: PROHIBITED_CONTENT.", whole.AdditionalProperties![ResponseProperties.FinishMessage]);
    }

    [Fact]
    public async Task A_call_that_Google_answers_itself_waits_for_nobody()
    {
        var server = new GeminiServer(GeminiServer.Events(
            """{"candidates":[{"content":{"parts":[{"functionCall":{"name":"weather","args":{}}}]},"finishReason":"STOP"}]}""",
            """{"candidates":[{"content":{"parts":[{"functionResponse":{"name":"weather","response":{"result":"sun"}}},{"text":"Sunny."}]},"finishReason":"STOP"}]}"""));

        var response = await server.Client().GetStreamingResponseAsync(Question, cancellationToken: TestContext.Current.CancellationToken).ToChatResponseAsync(TestContext.Current.CancellationToken);

        var call = response.Messages[0].Contents.OfType<FunctionCallContent>().Single();
        Assert.True(call.InformationalOnly);
        Assert.Equal(call.CallId, response.Messages[0].Contents.OfType<FunctionResultContent>().Single().CallId);
        Assert.Equal(ChatFinishReason.Stop, response.FinishReason);
    }

    [Fact]
    public async Task A_candidate_that_goes_on_after_an_end_is_not_whole_until_the_next()
    {
        var server = new GeminiServer(GeminiServer.Events(
            """{"candidates":[{"content":{"parts":[{"functionCall":{"name":"weather","args":{}}}]},"finishReason":"STOP"}]}""",
            """{"candidates":[{"content":{"parts":[{"functionResponse":{"name":"weather","response":{"result":"sun"}}},{"text":"Sun"}]}}]}"""));

        var failure = await Assert.ThrowsAsync<ModelCallException>(() =>
            server.Client().GetStreamingResponseAsync(Question, cancellationToken: TestContext.Current.CancellationToken).ToChatResponseAsync(TestContext.Current.CancellationToken));

        Assert.Equal(FailureReason.StreamInterrupted, failure.Reason);
    }

    [Fact]
    public async Task Sources_name_the_places_in_characters_that_they_hold_for()
    {
        const string Sources = """{"groundingChunks":[{"web":{"uri":"https://a.example/","title":"A"}},{"retrievedContext":{"title":"B","text":"b"}}],"groundingSupports":[{"segment":{"startIndex":6,"endIndex":10},"groundingChunkIndices":[0]}]}""";
        var server = new GeminiServer(GeminiServer.Events(
            """{"candidates":[{"content":{"parts":[{"text":"Ä😊"}]},"groundingMetadata":{}}]}""",
            """{"candidates":[{"content":{"parts":[{"text":" so."}]},"finishReason":"STOP","groundingMetadata":""" + Sources + "}]}"));

        var response = await server.Client().GetStreamingResponseAsync(Question, cancellationToken: TestContext.Current.CancellationToken).ToChatResponseAsync(TestContext.Current.CancellationToken);

        var citations = response.Messages[0].Contents.SelectMany(static content => content.Annotations ?? []).OfType<CitationAnnotation>().ToList();
        var place = Assert.IsType<TextSpanAnnotatedRegion>(Assert.Single(citations[0].AnnotatedRegions!));
        Assert.Equal((3, 7), (place.StartIndex, place.EndIndex));
        Assert.Equal(("https://a.example/", "B", "b"), (citations[0].Url!.OriginalString, citations[1].Title, citations[1].Snippet));
        Assert.Equal("Ä😊 so.", response.Text);
    }
}
