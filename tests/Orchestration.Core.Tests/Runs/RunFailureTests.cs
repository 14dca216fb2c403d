using Orchestration.Core.Tests.Testing;
using Orchestration.Graphs;
using Orchestration.Models;
using Orchestration.Prompts;
using Orchestration.Runs;
using Orchestration.Testing;

namespace Orchestration.Core.Tests.Runs;

public sealed class RunFailureTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_exception_tells_the_path_every_attempt_and_the_cost()
    {
        using var runtime = TestRuntime.With(new ScriptedChatClient().DiesAfter("some", "thing").Fails(FailureReason.ServerError).Fails(FailureReason.InvalidRequest));

        var result = await runtime.Orchestrator.RunAsync(Steps.AskEach(Steps.AtOnce), 1, cancellationToken: Token);

        var failure = Assert.Throws<RunFailedException>(() => result.Value);
        Assert.Equal((result.Run, "each", "items[0]/ask", FailureReason.InvalidRequest), (failure.Run, failure.Graph, failure.Step, failure.Reason));
        Assert.Equal(
            [(1, "model", FailureReason.StreamInterrupted), (2, "model", FailureReason.ServerError), (3, "model", FailureReason.InvalidRequest)],
            failure.Attempts.Select(static attempt => (attempt.Attempt, attempt.Model, attempt.Reason)));
        Assert.Equal([null, 0m, 0m], failure.Attempts.Select(static attempt => attempt.CostUsd));
        Assert.Equal(result.CostUsd, failure.CostUsd);
        Assert.StartsWith("Graph 'each', step 'items[0]/ask' failed (InvalidRequest): ", failure.Message);
        Assert.Contains("\n  attempt 3 on model: InvalidRequest after 0 s: scripted InvalidRequest", failure.Message);
        Assert.EndsWith($"Its audit log entry is run {result.Run}.", failure.Message);
    }

    [Fact]
    public async Task What_a_failed_attempt_used_is_counted()
    {
        using var runtime = TestRuntime.With(new ScriptedChatClient().Says("no JSON"));
        var graph = Graph.Define("json", 1, static (GraphBuilder g, Step<string> input) => g.Ask("ask", input, static t => Prompt.Json(Prompts.AnswerJson.Default.Answer, t), Steps.AtOnce));

        var result = await runtime.Orchestrator.RunAsync(graph, "x", cancellationToken: Token);

        Assert.Equal(3, result.Failure!.Attempts.Count);
        Assert.All(result.Failure.Attempts, static attempt => Assert.Equal((FailureReason.InvalidOutput, 10L, 1L), (attempt.Reason, attempt.Usage?.InputTokens, attempt.Usage?.OutputTokens)));
        Assert.Equal(new Usage { InputTokens = 30, OutputTokens = 3 }, result.Usage);
        Assert.Equal(0.000033m, result.Failure.CostUsd);
    }

    [Fact]
    public async Task Code_that_throws_is_named_with_its_exception()
    {
        var graph = Graph.Define("code", 1, static (GraphBuilder g, Step<string> input) => g.Compute<string, int>("parse", input, static text => int.Parse(text, null)));
        using var runtime = TestRuntime.With(new ScriptedChatClient());

        var failure = (await runtime.Orchestrator.RunAsync(graph, "no number", cancellationToken: Token)).Failure!;

        Assert.Equal(("parse", null), (failure.Step, failure.Reason));
        Assert.IsType<FormatException>(failure.InnerException);
        Assert.Empty(failure.Attempts);
        Assert.Contains("the step's own code threw FormatException", failure.Message);
    }

    [Theory]
    [InlineData("prompt")]
    [InlineData("items")]
    [InlineData("condition")]
    [InlineData("key")]
    public async Task Every_lambda_that_throws_is_named_with_its_step(string step)
    {
        static T Throw<T>() => throw new InvalidOperationException("thrown");
        var graph = Graph.Define("code", 1, (GraphBuilder g, Step<string> input) => step switch
        {
            "prompt" => g.Ask("prompt", input, static _ => Throw<Prompt<string>>()),
            "items" => g.Compute("x", g.ForEach("items", input, static _ => Throw<string[]>(), static (inner, i) => inner.Compute("y", i, static x => x)), static x => x[0]),
            "condition" => g.When("condition", input, static _ => Throw<bool>(), static (inner, i) => i, static (inner, i) => i),
            _ => g.Switch("key", input, static _ => Throw<int>()).Case(1, static (inner, i) => i).Otherwise(static (inner, i) => i),
        });
        var model = new ScriptedChatClient();
        using var runtime = TestRuntime.With(model);

        var failure = (await runtime.Orchestrator.RunAsync(graph, "x", cancellationToken: Token)).Failure!;

        Assert.Equal((step, null), (failure.Step, failure.Reason));
        Assert.Equal("thrown", failure.InnerException?.Message);
        Assert.Empty(model.Requests);
    }

    [Fact]
    public async Task A_failing_item_is_named_by_its_place()
    {
        using var runtime = TestRuntime.With(new ScriptedChatClient().Answers(static text => text == "item 2" ? throw new ModelCallException(FailureReason.Refused, "no") : text));

        var failure = (await runtime.Orchestrator.RunAsync(Steps.AskEach(), 5, cancellationToken: Token)).Failure!;

        Assert.Equal(("items[2]/ask", FailureReason.Refused), (failure.Step, failure.Reason));
    }

    [Fact]
    public async Task No_message_of_the_library_holds_the_prompt()
    {
        const string Secret = "the secret of the prompt";
        foreach (var reason in Enum.GetValues<FailureReason>())
        {
            using var runtime = TestRuntime.With(new ScriptedChatClient().Fails(reason));

            var failure = (await runtime.Orchestrator.RunAsync(Steps.Ask(Steps.AtOnce), Secret, cancellationToken: Token)).Failure!;

            Assert.DoesNotContain(Secret, failure.ToString());
        }
    }
}
