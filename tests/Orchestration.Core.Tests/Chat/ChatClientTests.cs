using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Orchestration.Audit;
using Orchestration.Chat;
using Orchestration.Core.Tests.Testing;
using Orchestration.Models;
using Orchestration.Policies;
using Orchestration.Runs;
using Orchestration.Testing;

namespace Orchestration.Core.Tests.Chat;

public sealed class ChatClientTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_request_is_a_run_of_its_own_in_the_log_and_the_response_names_it()
    {
        using var runtime = TestRuntime.With(new ScriptedChatClient().Says("a", "b"));

        var response = await runtime.Orchestrator.AsChatClient(tenant: "acme").GetResponseAsync("hello", cancellationToken: Token);

        Assert.Equal(("ab", ChatFinishReason.Stop), (response.Text, response.FinishReason));
        Assert.Equal(2, response.Usage!.OutputTokenCount);
        var records = await runtime.RecordsAsync();
        Assert.Equal(
            [AuditKind.RunStarted, AuditKind.AttemptStarted, AuditKind.AttemptEnded, AuditKind.StepCompleted, AuditKind.RunEnded],
            records.Select(static record => record.Kind));
        Assert.All(records, record => Assert.Equal(("acme", (string)response.AdditionalProperties![ChatResponseProperties.RunId]!), (record.Tenant, record.Run.ToString())));
    }

    [Fact]
    public async Task A_streamed_answer_comes_as_the_model_gives_it_with_all_that_is_in_it()
    {
        ChatResponseUpdate[] sent =
        [
            new(ChatRole.Assistant, [new TextReasoningContent("hm") { ProtectedData = "signature" }]),
            new(ChatRole.Assistant, [new TextContent("yes") { Annotations = [new CitationAnnotation { Title = "source" }] }]),
            new(ChatRole.Assistant, [new FunctionCallContent("1", "look")]) { FinishReason = ChatFinishReason.ToolCalls },
        ];
        using var runtime = TestRuntime.With(new ScriptedChatClient().Sends(sent));

        var received = await runtime.Orchestrator.AsChatClient().GetStreamingResponseAsync("hello", cancellationToken: Token).ToListAsync(Token);

        Assert.Equal(sent, received[..^1]);
        Assert.Equal("New", received[^1].AdditionalProperties![ChatResponseProperties.Outcome]);
    }

    [Fact]
    public async Task A_failed_attempt_leaves_no_trace_in_an_answer_that_is_not_streamed()
    {
        var (dying, steady) = (new ScriptedChatClient().DiesAfter("half"), new ScriptedChatClient().Says("whole"));
        using var runtime = new TestRuntime(builder => builder.AddModel("dying", dying).AddModel("steady", steady));

        var response = await runtime.Orchestrator.AsChatClient(Steps.Once).GetResponseAsync("hello", cancellationToken: Token);

        Assert.Equal("whole", response.Text);
    }

    [Fact]
    public async Task A_stream_falls_back_while_nothing_of_it_was_shown()
    {
        var (broken, steady) = (new ScriptedChatClient().Fails(FailureReason.Overloaded), new ScriptedChatClient().Says("whole"));
        using var runtime = new TestRuntime(builder => builder.AddModel("broken", broken).AddModel("steady", steady));

        var updates = await runtime.Orchestrator.AsChatClient(Steps.Once).GetStreamingResponseAsync("hello", cancellationToken: Token).ToListAsync(Token);

        Assert.Equal("whole", updates.ToChatResponse().Text);
    }

    [Fact]
    public async Task Usage_alone_is_nothing_that_was_shown()
    {
        var usage = new ChatResponseUpdate(ChatRole.Assistant, [new UsageContent(new UsageDetails { InputTokenCount = 3 })]);
        var model = new ScriptedChatClient().SendsThenFails(FailureReason.Overloaded, usage).Says("whole");
        using var runtime = TestRuntime.With(model);

        var updates = await runtime.Orchestrator.AsChatClient(Steps.AtOnce).GetStreamingResponseAsync("hello", cancellationToken: Token).ToListAsync(Token);

        Assert.Equal("whole", updates.ToChatResponse().Text);
    }

    [Fact]
    public async Task A_stream_that_was_shown_and_may_not_be_carried_on_ends_with_its_failure_and_asks_nobody_else()
    {
        var (dying, steady) = (new ScriptedChatClient().DiesAfter("half"), new ScriptedChatClient().Says("whole"));
        using var runtime = new TestRuntime(builder => builder.AddModel("dying", dying).AddModel("steady", steady));
        var text = string.Empty;

        var failure = await Assert.ThrowsAsync<RunFailedException>(async () =>
        {
            await foreach (var update in runtime.Orchestrator.AsChatClient(new StepPolicy { Retry = new() { MaxAttempts = 3 }, Splice = Splice.Never }).GetStreamingResponseAsync("hello", cancellationToken: Token))
            {
                text += update.Text;
            }
        });

        Assert.Equal(("half", FailureReason.StreamInterrupted), (text, failure.Reason));
        Assert.Empty(steady.Requests);
        Assert.Single(dying.Requests);
    }

    [Fact]
    public async Task A_second_identical_request_is_answered_from_the_cache_in_the_same_pieces_and_for_nothing()
    {
        var model = new ScriptedChatClient().Says("a", "b");
        using var runtime = TestRuntime.With(model);
        var client = runtime.Orchestrator.AsChatClient(Steps.Once with { Cache = new CachePolicy { TimeToLive = TimeSpan.FromHours(1) } });
        await client.GetResponseAsync("hello", cancellationToken: Token);

        var updates = await client.GetStreamingResponseAsync("hello", cancellationToken: Token).ToListAsync(Token);

        Assert.Single(model.Requests);
        Assert.Equal(["a", "b", ""], updates.Select(static update => update.Text));
        var response = updates.ToChatResponse();
        Assert.Equal(("Cached", 0m), ((string)response.AdditionalProperties![ChatResponseProperties.Outcome]!, response.AdditionalProperties[ChatResponseProperties.CostUsd]));
        Assert.Equal(ChatFinishReason.Stop, response.FinishReason);
        Assert.Null(response.Usage);
    }

    [Fact]
    public async Task One_models_name_does_not_reach_the_next()
    {
        var (broken, steady) = (new ScriptedChatClient().Fails(FailureReason.Overloaded), new ScriptedChatClient().Says("yes"));
        using var runtime = new TestRuntime(builder => builder.AddModel("broken", broken).AddModel("steady", steady));
        var options = new ChatOptions { ModelId = "of-one-provider", Temperature = 0.5f };

        await runtime.Orchestrator.AsChatClient(Steps.Once).GetResponseAsync("hello", options, Token);

        Assert.Equal([(null, 0.5f)], steady.Requests.Select(static request => (request.Options!.ModelId, request.Options.Temperature!.Value)));
        Assert.Equal("of-one-provider", options.ModelId);
    }

    [Fact]
    public async Task A_budget_holds_for_each_request()
    {
        using var runtime = TestRuntime.With(new ScriptedChatClient().Says("yes"));

        var failure = await Assert.ThrowsAsync<RunFailedException>(
            () => runtime.Orchestrator.AsChatClient(Steps.Once, new RunOptions { Budget = new Budget { MaxTokens = 1 } }).GetResponseAsync("hello", cancellationToken: Token));

        Assert.Equal(FailureReason.Budget, failure.Reason);
    }

    [Fact]
    public async Task It_is_found_under_its_key()
    {
        var (a, b) = (new ScriptedChatClient().Says("a"), new ScriptedChatClient().Says("b"));
        var services = new ServiceCollection();
        services.AddOrchestration().AddModel("a", a).AddModel("b", b).AddRoute("fast", "b").AddChatClient("chat", route: "fast", tenant: "acme");
        await using var provider = services.BuildServiceProvider();

        var client = provider.GetRequiredKeyedService<IChatClient>("chat");

        Assert.Equal("b", (await client.GetResponseAsync("hello", cancellationToken: Token)).Text);
        Assert.Equal("fast", client.GetService<ChatClientMetadata>()!.DefaultModelId);
        Assert.Same(provider.GetRequiredService<IOrchestrator>(), client.GetService<IOrchestrator>());
    }
}
