using Microsoft.Extensions.DependencyInjection;
using Orchestration.Audit;
using Orchestration.Core.Tests.Testing;
using Orchestration.Models;
using Orchestration.Policies;
using Orchestration.Testing;

namespace Orchestration.Core.Tests.Runs;

public sealed class FallbackTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Candidates_are_asked_in_the_order_of_route_and_fallback()
    {
        using var runtime = Broken("a", "b", "c", "d");

        var failure = (await runtime.Orchestrator.RunAsync(Steps.Ask(Steps.Once with { Route = "c", Fallback = Fallback.To("a", "pair", "d") }), "x", cancellationToken: Token)).Failure!;

        Assert.Equal(["c", "a", "b", "d"], failure.Attempts.Select(static attempt => attempt.Model));
    }

    [Fact]
    public async Task Without_a_route_all_models_are_asked_in_the_order_they_were_added()
    {
        using var runtime = Broken("b", "a");

        var failure = (await runtime.Orchestrator.RunAsync(Steps.Ask(Steps.Once), "x", cancellationToken: Token)).Failure!;

        Assert.Equal(["b", "a"], failure.Attempts.Select(static attempt => attempt.Model));
    }

    [Fact]
    public async Task Fallback_none_stays_with_the_first_candidate()
    {
        using var runtime = Broken("a", "b");

        var failure = (await runtime.Orchestrator.RunAsync(Steps.Ask(Steps.Once with { Fallback = Fallback.None }), "x", cancellationToken: Token)).Failure!;

        Assert.Equal(["a"], failure.Attempts.Select(static attempt => attempt.Model));
    }

    [Fact]
    public async Task The_policy_says_which_reasons_fall_back()
    {
        var (a, b) = (new ScriptedChatClient().Fails(FailureReason.Refused), new ScriptedChatClient().Says("b"));
        using var runtime = new TestRuntime(builder => builder.AddModel("a", a).AddModel("b", b));

        Assert.False((await runtime.Orchestrator.RunAsync(Steps.Ask(Steps.Once), "x", cancellationToken: Token)).Succeeded);
        Assert.Equal("b", (await runtime.Orchestrator.RunAsync(Steps.Ask(Steps.Once with { Fallback = new() { On = FailureReasons.Any } }), "x", cancellationToken: Token)).Value);
    }

    [Fact]
    public async Task A_fallback_value_is_the_output_when_no_model_answers()
    {
        using var runtime = Broken("a", "b");

        var result = await runtime.Orchestrator.RunAsync(Steps.AskOr("none", Steps.Once), "x", cancellationToken: Token);

        Assert.Equal("none", result.Value);
        var step = Assert.Single(result.Steps);
        Assert.Equal((StepOutcome.New, null, 2), (step.Outcome, step.Model, step.Attempts));
        Assert.True(Assert.Single(await runtime.BodiesAsync<StepCompletedRecord>()).FallbackValue);
    }

    [Theory]
    [InlineData(FailureReason.InvalidRequest)]
    [InlineData(FailureReason.Refused)]
    public async Task A_fallback_value_does_not_hide_what_the_policy_does_not_fall_back_on(FailureReason reason)
    {
        using var runtime = TestRuntime.With(new ScriptedChatClient().Fails(reason));

        Assert.Equal(reason, (await runtime.Orchestrator.RunAsync(Steps.AskOr("none"), "x", cancellationToken: Token)).Failure?.Reason);
    }

    [Fact]
    public async Task An_open_circuit_is_passed_over_without_a_request()
    {
        var (a, b) = (new ScriptedChatClient().Fails(FailureReason.Authentication).Says("a"), new ScriptedChatClient().Says("b"));
        using var runtime = new TestRuntime(builder => builder.AddModel("a", a).AddModel("b", b));

        Assert.Equal("b", (await runtime.Orchestrator.RunAsync(Steps.Ask(), "1", cancellationToken: Token)).Value);
        Assert.Equal("b", (await runtime.Orchestrator.RunAsync(Steps.Ask(), "2", cancellationToken: Token)).Value);
        Assert.Single(a.Requests);

        runtime.Time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal("a", (await runtime.Orchestrator.RunAsync(Steps.Ask(), "3", cancellationToken: Token)).Value);
    }

    [Fact]
    public async Task A_candidate_that_is_passed_over_is_told_in_the_failure_and_counts_as_no_attempt()
    {
        var model = new ScriptedChatClient().Fails(FailureReason.Authentication);
        using var runtime = TestRuntime.With(model);
        await runtime.Orchestrator.RunAsync(Steps.Ask(), "1", cancellationToken: Token);

        var failure = (await runtime.Orchestrator.RunAsync(Steps.Ask(), "2", cancellationToken: Token)).Failure!;

        Assert.Equal(FailureReason.CircuitOpen, failure.Reason);
        Assert.Equal((0, 0m), (Assert.Single(failure.Attempts).Attempt, failure.CostUsd));
        Assert.Contains("passed over model: CircuitOpen: its circuit is open for another 60 s.", failure.Message);
    }

    private static TestRuntime Broken(params string[] models) => new(builder =>
    {
        foreach (var model in models)
        {
            builder.AddModel(model, new ScriptedChatClient().Fails(FailureReason.ServerError));
        }

        builder.AddRoute("pair", models[0], models[1]);
    });
}
