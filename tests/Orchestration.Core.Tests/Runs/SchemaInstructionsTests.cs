using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Orchestration.Audit;
using Orchestration.Core.Tests.Testing;
using Orchestration.Models;
using Orchestration.Testing;

namespace Orchestration.Core.Tests.Runs;

public sealed class SchemaInstructionsTests
{
    private static readonly ModelProfile Plain = new() { Capabilities = ModelCapabilities.Streaming };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_model_without_structured_output_is_shown_the_schema()
    {
        var model = new ScriptedChatClient().Says(StructuredSteps.Valid);
        using var runtime = TestRuntime.With(model, Plain);

        Assert.True((await runtime.Orchestrator.RunAsync(StructuredSteps.Read(), "a bill", cancellationToken: Token)).Succeeded);

        var request = Assert.Single(model.Requests);
        Assert.Null(request.Options?.ResponseFormat);
        Assert.Equal(ChatRole.System, request.Messages[0].Role);
        Assert.Contains("JSON Schema", request.Messages[0].Text);
        Assert.Contains("\"seller\"", request.Messages[0].Text);
        Assert.Equal("a bill", request.Messages[1].Text);
    }

    [Fact]
    public async Task A_model_of_which_nothing_is_known_is_asked_in_the_provider_s_own_way()
    {
        var model = new ScriptedChatClient().Says(StructuredSteps.Valid);
        using var runtime = TestRuntime.With(model, new ModelProfile());

        await runtime.Orchestrator.RunAsync(StructuredSteps.Read(), "a bill", cancellationToken: Token);

        Assert.IsType<ChatResponseFormatJson>(Assert.Single(model.Requests).Options?.ResponseFormat);
    }

    [Fact]
    public async Task A_repair_shows_the_schema_too()
    {
        var model = new ScriptedChatClient().Says(StructuredSteps.WrongPrice).Says(StructuredSteps.Valid);
        using var runtime = TestRuntime.With(model, Plain);

        await runtime.Orchestrator.RunAsync(StructuredSteps.Read(Steps.AtOnce.WithoutEarlyStop()), "a bill", cancellationToken: Token);

        Assert.Equal([ChatRole.System, ChatRole.User, ChatRole.Assistant, ChatRole.User], model.Requests[1].Messages.Select(static message => message.Role));
    }

    [Fact]
    public async Task Such_a_run_is_replayed_and_goes_by_the_step_s_own_request()
    {
        using var runtime = TestRuntime.With(new ScriptedChatClient().Says(StructuredSteps.Valid), Plain);
        var graph = StructuredSteps.Read();
        var first = await runtime.Orchestrator.RunAsync(graph, "a bill", cancellationToken: Token);

        Assert.True((await runtime.Orchestrator.ReplayAsync(graph, first.Run, Token)).Succeeded);

        var started = Assert.Single(await runtime.BodiesAsync<AttemptStartedRecord>());
        Assert.NotEqual(started.RequestHash, started.StepRequestHash);
        Assert.Equal(started.StepRequestHash, (await runtime.BodiesAsync<StepCompletedRecord>())[0].RequestHash);
    }

    [Fact]
    public async Task Each_candidate_is_asked_in_its_own_way()
    {
        var (plain, able) = (new ScriptedChatClient().Fails(FailureReason.NotFound), new ScriptedChatClient().Says(StructuredSteps.Valid));
        using var runtime = new TestRuntime(builder => builder.AddModel("plain", plain, Plain).AddModel("able", able, new() { Capabilities = ModelCapabilities.StructuredOutput }).AddRoute("both", "plain", "able"));

        await runtime.Orchestrator.RunAsync(StructuredSteps.Read(Steps.Once with { Route = "both" }), "a bill", cancellationToken: Token);

        Assert.Equal((2, 1), (plain.Requests[0].Messages.Count, able.Requests[0].Messages.Count));
    }
}
