using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Orchestration.Audit;
using Orchestration.Core.Tests.Testing;
using Orchestration.Models;
using Orchestration.Policies;
using Orchestration.Runs;
using Orchestration.Schemas;
using Orchestration.Testing;

namespace Orchestration.Core.Tests.Runs;

public sealed class RepairTests
{
    private static readonly StepPolicy Whole = new StepPolicy { Retry = new() { MaxAttempts = 3 } }.WithoutEarlyStop();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_attempt_after_an_invalid_answer_shows_the_model_the_answer_and_its_errors()
    {
        var model = new ScriptedChatClient().Says(StructuredSteps.WrongPrice).Says(StructuredSteps.Valid);
        using var runtime = TestRuntime.With(model);

        var result = await runtime.Orchestrator.RunAsync(StructuredSteps.Read(Whole), "a bill", cancellationToken: Token);

        Assert.Equal(12.50m, result.Value.Items[0].Price);
        var repair = model.Requests[1].Messages;
        Assert.Equal([ChatRole.User, ChatRole.Assistant, ChatRole.User], repair.Select(static message => message.Role));
        Assert.Equal(("a bill", StructuredSteps.WrongPrice), (repair[0].Text, repair[1].Text));
        Assert.Contains("- /items/0/price: expected number, got string \"12.50\"", repair[2].Text);
        Assert.IsType<ChatResponseFormatJson>(model.Requests[1].Options?.ResponseFormat);
    }

    [Fact]
    public async Task Every_try_is_in_the_log_with_its_errors_and_says_what_it_repairs()
    {
        using var runtime = TestRuntime.With(new ScriptedChatClient().Says(StructuredSteps.WrongPrice).Says("""{"seller":"T"}""").Says(StructuredSteps.Valid));

        await runtime.Orchestrator.RunAsync(StructuredSteps.Read(Whole), "a bill", cancellationToken: Token);

        var started = await runtime.BodiesAsync<AttemptStartedRecord>();
        var ended = await runtime.BodiesAsync<AttemptEndedRecord>();
        Assert.Equal([null, 1, 2], started.Select(static attempt => attempt.Repairs));
        Assert.Equal([null, started[0].RequestHash, started[0].RequestHash], started.Select(static attempt => attempt.StepRequestHash));
        Assert.Equal([FailureReason.InvalidOutput, FailureReason.InvalidOutput, null], ended.Select(static attempt => attempt.Failure));
        Assert.Equal(("/items/0/price", "type"), (ended[0].ValidationErrors.Single().InstancePath, ended[0].ValidationErrors[0].Keyword));
        Assert.Equal("required", ended[1].ValidationErrors.Single().Keyword);
        Assert.Empty(ended[2].ValidationErrors);
        Assert.All(ended, static attempt => Assert.DoesNotContain("12.50", attempt.Message ?? string.Empty));
    }

    [Fact]
    public async Task A_repair_does_not_wait()
    {
        using var runtime = TestRuntime.With(new ScriptedChatClient().Says(StructuredSteps.WrongPrice).Says(StructuredSteps.Valid));
        var policy = Whole with { Retry = new() { BaseDelay = TimeSpan.FromHours(1), MaxDelay = TimeSpan.FromHours(1) } };

        Assert.True((await runtime.Orchestrator.RunAsync(StructuredSteps.Read(policy), "a bill", cancellationToken: Token)).Succeeded);
    }

    [Fact]
    public async Task After_its_repairs_the_next_candidate_begins_anew()
    {
        var first = new ScriptedChatClient().Says(StructuredSteps.WrongPrice).Says(StructuredSteps.WrongPrice).Says(StructuredSteps.WrongPrice);
        var second = new ScriptedChatClient().Says(StructuredSteps.Valid);
        using var runtime = new TestRuntime(builder => builder.AddModel("first", first).AddModel("second", second).AddRoute("both", "first", "second"));

        var result = await runtime.Orchestrator.RunAsync(StructuredSteps.Read(Whole with { Route = "both" }), "a bill", cancellationToken: Token);

        Assert.True(result.Succeeded);
        Assert.Equal(3, first.Requests.Count);
        Assert.Equal("a bill", Assert.Single(Assert.Single(second.Requests).Messages).Text);
    }

    [Fact]
    public async Task A_failure_between_two_repairs_does_not_lose_the_answer()
    {
        var model = new ScriptedChatClient().Says(StructuredSteps.WrongPrice).Fails(FailureReason.ServerError).Says(StructuredSteps.Valid);
        using var runtime = TestRuntime.With(model);

        await runtime.Orchestrator.RunAsync(StructuredSteps.Read(Whole with { Retry = new() { BaseDelay = TimeSpan.Zero } }), "a bill", cancellationToken: Token);

        Assert.Equal([1, 3, 3], model.Requests.Select(static request => request.Messages.Count));
    }

    [Fact]
    public async Task Where_repairs_are_not_wanted_the_same_is_asked_again()
    {
        var model = new ScriptedChatClient().Says(StructuredSteps.WrongPrice).Says(StructuredSteps.Valid);
        using var runtime = TestRuntime.With(model);
        var policy = Steps.AtOnce with { Output = new() { Repairs = false, StopsEarly = false } };

        await runtime.Orchestrator.RunAsync(StructuredSteps.Read(policy), "a bill", cancellationToken: Token);

        Assert.Equal([1, 1], model.Requests.Select(static request => request.Messages.Count));
    }

    [Fact]
    public async Task A_step_whose_answer_stays_invalid_fails_with_the_errors_of_every_attempt()
    {
        using var runtime = TestRuntime.With(new ScriptedChatClient().Says(StructuredSteps.WrongPrice).Says("sorry").Says("{}"));

        var failure = (await runtime.Orchestrator.RunAsync(StructuredSteps.Read(Whole), "a bill", cancellationToken: Token)).Failure!;

        Assert.Equal(FailureReason.InvalidOutput, failure.Reason);
        Assert.Equal([1, 1, 2], failure.Attempts.Select(static attempt => attempt.Errors.Length));
        Assert.DoesNotContain("12.50", failure.Message);
        Assert.Contains("the schema's 'required' does not hold at its root, and 1 more", failure.Message);
    }

    [Fact]
    public async Task The_budget_bounds_repairs_by_what_they_are_sent()
    {
        using var runtime = TestRuntime.With(new ScriptedChatClient().Says(StructuredSteps.WrongPrice).Says(StructuredSteps.Valid));
        var policy = Whole with { Budget = Budget.Usd(0.0012m) };

        var failure = (await runtime.Orchestrator.RunAsync(StructuredSteps.Read(policy), "a bill", cancellationToken: Token)).Failure!;

        Assert.Equal(FailureReason.Budget, failure.Reason);
        Assert.Equal([1, 0], failure.Attempts.Select(static attempt => attempt.Attempt));
    }

    [Fact]
    public async Task A_repaired_run_is_replayed()
    {
        using var runtime = TestRuntime.With(new ScriptedChatClient().Says(StructuredSteps.WrongPrice).Says(StructuredSteps.Valid));
        var graph = StructuredSteps.Read(Whole);
        var first = await runtime.Orchestrator.RunAsync(graph, "a bill", cancellationToken: Token);

        var replay = await runtime.Orchestrator.ReplayAsync(graph, first.Run, Token);

        Assert.Equal(12.50m, replay.Value.Items[0].Price);
    }

    [Fact]
    public async Task A_reader_of_the_stream_is_told_to_discard_the_invalid_answer()
    {
        using var runtime = TestRuntime.With(new ScriptedChatClient().Says(StructuredSteps.WrongPrice).Says(StructuredSteps.Valid));

        var text = string.Empty;
        var events = await runtime.Orchestrator.StreamAsync(StructuredSteps.Read(Whole), "a bill", cancellationToken: Token).ToListAsync(Token);
        foreach (var e in events)
        {
            text = e switch { Restarted => string.Empty, TextDelta delta => text + delta.Text, _ => text };
        }

        Assert.Single(events.OfType<Restarted>());
        Assert.Equal(StructuredSteps.Valid, text);
    }

    [Fact]
    public async Task What_was_put_right_is_in_the_record_and_the_answer_is_there_as_it_came()
    {
        var said = $"Here you are:\n```json\n{StructuredSteps.Valid}\n```";
        using var runtime = TestRuntime.With(new ScriptedChatClient().Says(said));

        Assert.True((await runtime.Orchestrator.RunAsync(StructuredSteps.Read(), "a bill", cancellationToken: Token)).Succeeded);

        var ended = Assert.Single(await runtime.BodiesAsync<AttemptEndedRecord>());
        Assert.Equal(JsonTolerance.CodeFence | JsonTolerance.SurroundingText, ended.Mended);
        Assert.Equal(said, ended.Completion!.Text);
    }

    [Fact]
    public async Task Nothing_is_put_right_where_the_policy_is_strict()
    {
        using var runtime = TestRuntime.With(new ScriptedChatClient().Says($"```json\n{StructuredSteps.Valid}\n```"));

        var failure = (await runtime.Orchestrator.RunAsync(StructuredSteps.Read(Steps.Once with { Output = StructuredOutput.Strict }), "a bill", cancellationToken: Token)).Failure!;

        Assert.Equal("it stands in a code fence; send the document alone", Assert.Single(Assert.Single(failure.Attempts).Errors).Message);
    }

    [Fact]
    public async Task Unknown_fields_follow_the_policy()
    {
        const string More = """{"seller":"T","items":[],"note":"x"}""";
        using var refusing = TestRuntime.With(new ScriptedChatClient().Says(More));
        using var ignoring = TestRuntime.With(new ScriptedChatClient().Says(More));

        var failure = (await refusing.Orchestrator.RunAsync(StructuredSteps.Read(Steps.Once), "x", cancellationToken: Token)).Failure!;
        var result = await ignoring.Orchestrator.RunAsync(StructuredSteps.Read(Steps.Once with { Output = new() { UnknownFields = UnknownFields.Ignore } }), "x", cancellationToken: Token);

        Assert.Equal("additionalProperties", failure.Attempts[0].Errors[0].Keyword);
        Assert.Equal("T", result.Value.Seller);
    }
}
