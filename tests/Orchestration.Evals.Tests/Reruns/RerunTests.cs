using Orchestration.Evals.Reruns;
using Orchestration.Evals.Running;
using Orchestration.Models;
using Orchestration.Policies;
using Orchestration.Replay;

namespace Orchestration.Evals.Tests.Reruns;

public sealed class RerunTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_run_on_another_model_stands_beside_the_recorded_one()
    {
        using var app = new RerunApp();
        var run = await app.RunAsync("tea");

        var result = await app.Orchestrator.RerunAsync(app.Log, run, new() { Model = "big" }, Token);

        Assert.Equal("two@1 on big", result.Variant.ToString());
        Assert.Equal(("\"re: answer re: about tea\"", "\"RE: answer RE: about tea\""), (result.Before.Output.ToString(), result.After.Output.ToString()));
        Assert.Equal([new DiffLine(DiffMark.Removed, "re: answer re: about tea"), new DiffLine(DiffMark.Added, "RE: answer RE: about tea")], result.OutputDiff);
        Assert.Equal((0.04m, 0.08m, 0.04m), (result.Before.CostUsd, result.After.CostUsd, result.CostChangeUsd));
        Assert.Equal(["answer", "notes"], result.Steps.Select(static step => step.Step));
        Assert.All(result.Steps, static step => Assert.Equal(("small", "big"), (step.Before!.Model, step.After!.Model)));
        Assert.Equal(CaseOutcome.Scored, result.Judgement);
    }

    [Fact]
    public async Task The_rerun_is_recorded_under_its_tenant_and_names_the_recorded_run()
    {
        using var app = new RerunApp();
        var run = await app.RunAsync("tea");

        var result = await app.Orchestrator.RerunAsync(app.Log, run, new() { Model = "big" }, Token);

        var start = await app.StartOfAsync(result.After.Run);
        Assert.Equal((run, "big"), (start.RerunOf, start.Route));
        Assert.False(start.IsOriginal);
        Assert.NotEqual(run, result.After.Run);
    }

    [Fact]
    public async Task One_step_is_done_again_on_recorded_answers()
    {
        using var app = new RerunApp();
        var run = await app.RunAsync("tea");

        var result = await app.Orchestrator.RerunAsync(app.Log, run, new() { Step = "answer", Model = "big" }, Token);

        Assert.Equal("\"RE: answer re: about tea\"", result.After.Output.ToString());
        Assert.Equal("answer", Assert.Single(result.Steps).Step);
        Assert.Equal((0.02m, 0.04m), (result.Before.CostUsd, result.After.CostUsd));
    }

    [Fact]
    public async Task Another_version_of_the_graph_is_another_prompt()
    {
        using var app = new RerunApp();
        var run = await app.RunAsync("tea");

        var result = await app.Orchestrator.RerunAsync(app.Log, run, new() { GraphVersion = 2 }, Token);

        Assert.Equal("\"re: answer re: on tea\"", result.After.Output.ToString());
        Assert.Contains(result.Steps[1].Diff, static line => line is { Mark: DiffMark.Added, Text: "re: on tea" });
    }

    [Fact]
    public async Task Structured_outputs_are_compared_at_their_paths()
    {
        using var app = new RerunApp(static _ => """{"a":1,"b":2}""", static _ => """{"b":3,"a":1}""");
        var run = await app.RunAsync("tea");

        var result = await app.Orchestrator.RerunAsync(app.Log, run, new() { Step = "answer", Model = "big" }, Token);

        Assert.Equal([new DiffLine(DiffMark.Removed, "b: 2"), new DiffLine(DiffMark.Added, "b: 3")], Assert.Single(result.Steps).Diff.Where(static line => line.Mark is DiffMark.Removed or DiffMark.Added));
    }

    [Fact]
    public async Task A_rerun_stays_within_its_budget()
    {
        using var app = new RerunApp();
        var run = await app.RunAsync("tea");

        var result = await app.Orchestrator.RerunAsync(app.Log, run, new() { Model = "big", Budget = Budget.Usd(0.001m) }, Token);

        Assert.Equal((CaseOutcome.Error, 0m), (result.Judgement, result.After.CostUsd));
        Assert.NotNull(result.After.Failure);
        Assert.True(result.After.Output.IsEmpty);
    }

    [Fact]
    public async Task What_is_not_there_is_named()
    {
        using var app = new RerunApp();
        var run = await app.RunAsync("tea");

        var version = await Assert.ThrowsAsync<ArgumentException>(() => app.Orchestrator.RerunAsync(app.Log, run, new() { GraphVersion = 7 }, Token));
        var model = await Assert.ThrowsAsync<ArgumentException>(() => app.Orchestrator.RerunAsync(app.Log, run, new() { Model = "none" }, Token));

        Assert.Contains("registered are 1, 2", version.Message, StringComparison.Ordinal);
        Assert.Contains("'none'", model.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<RunNotFoundException>(() => app.Orchestrator.RerunAsync(app.Log, new RunId(new Guid(1, 2, 3, [4, 5, 6, 7, 8, 9, 10, 11])), new(), Token));
    }
}
