using System.Text.Json;
using Microsoft.Extensions.AI;
using Orchestration.Audit;
using Orchestration.Chat;
using Orchestration.Core.Tests.Testing;
using Orchestration.Testing;

namespace Orchestration.Core.Tests.Chat;

public sealed class StructuredChatTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_answer_to_a_request_with_a_schema_is_repaired_until_it_is_valid()
    {
        var model = new ScriptedChatClient().Says("""{"a":"1"}""").Says("""{"a":1}""");
        using var runtime = TestRuntime.With(model);

        var response = await runtime.Orchestrator.AsChatClient().GetResponseAsync("x", Asking("""{"type":"object","properties":{"a":{"type":"integer"}}}"""), Token);

        Assert.Equal("""{"a":1}""", response.Text);
        Assert.Contains("/a: expected integer", model.Requests[1].LastText);
    }

    [Fact]
    public async Task What_the_caller_would_have_to_take_off_is_not_overlooked()
    {
        using var runtime = TestRuntime.With(new ScriptedChatClient().Says("```json\n{}\n```").Says("{}"));

        Assert.Equal("{}", (await runtime.Orchestrator.AsChatClient().GetResponseAsync("x", Asking("""{"type":"object"}"""), Token)).Text);
    }

    [Fact]
    public async Task A_schema_of_a_single_number_is_one_too()
    {
        using var runtime = TestRuntime.With(new ScriptedChatClient().Says("half").Says("5"));

        Assert.Equal("5", (await runtime.Orchestrator.AsChatClient().GetResponseAsync("x", Asking("""{"type":"integer"}"""), Token)).Text);
    }

    [Fact]
    public async Task A_tool_call_before_the_answer_is_no_answer_yet()
    {
        var call = new ChatResponseUpdate(ChatRole.Assistant, [new TextContent("[1] Let me look."), new FunctionCallContent("1", "look")]);
        using var runtime = TestRuntime.With(new ScriptedChatClient().Sends(call));

        var response = await runtime.Orchestrator.AsChatClient().GetResponseAsync("x", Asking("""{"type":"object"}"""), Token);

        Assert.Equal("look", Assert.IsType<FunctionCallContent>(Assert.Single(response.Messages.SelectMany(static message => message.Contents).OfType<FunctionCallContent>())).Name);
    }

    [Theory]
    [InlineData("""{"type":"object","required":["a"]}""", true)]
    [InlineData("""{"type":"object","properties":{"a":{"type":"string","nullable":true}}}""", false)]
    public async Task What_is_streamed_and_what_has_a_schema_of_another_kind_is_handed_on_as_it_comes(string schema, bool isStreamed)
    {
        using var runtime = TestRuntime.With(new ScriptedChatClient().Says("{}"));
        var client = runtime.Orchestrator.AsChatClient();

        var response = isStreamed
            ? (await client.GetStreamingResponseAsync("x", Asking(schema), Token).ToListAsync(Token)).ToChatResponse()
            : await client.GetResponseAsync("x", Asking(schema), Token);

        Assert.Equal("{}", response.Text);
        Assert.Null(Assert.Single(await runtime.BodiesAsync<AttemptEndedRecord>()).Failure);
    }

    [Fact]
    public async Task An_answer_cut_off_by_its_limit_is_the_caller_s_to_judge()
    {
        using var runtime = TestRuntime.With(new ScriptedChatClient().SaysAndEndsBy(ChatFinishReason.Length, """{"a":"""));

        Assert.Equal(ChatFinishReason.Length, (await runtime.Orchestrator.AsChatClient().GetResponseAsync("x", Asking("""{"type":"object"}"""), Token)).FinishReason);
    }

    private static ChatOptions Asking(string schema) => new() { ResponseFormat = ChatResponseFormat.ForJsonSchema(JsonDocument.Parse(schema).RootElement) };
}
