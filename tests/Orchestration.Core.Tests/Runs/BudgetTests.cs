using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Orchestration.Audit;
using Orchestration.Core.Tests.Testing;
using Orchestration.Graphs;
using Orchestration.Limits;
using Orchestration.Models;
using Orchestration.Policies;
using Orchestration.Prompts;
using Orchestration.Testing;

namespace Orchestration.Core.Tests.Runs;

public sealed class BudgetTests
{
    private static readonly ModelProfile Dear = new() { Price = Price.PerMillionTokens(inputUsd: 1_000m, outputUsd: 1_000m), MaxOutputTokens = 1_000 };

    private static readonly StepPolicy Patient = new() { Retry = new() { MaxAttempts = 4, BaseDelay = TimeSpan.Zero } };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_cheaper_candidate_is_tried_before_failing_and_before_any_spend()
    {
        var (dear, cheap) = (new ScriptedChatClient().Says("dear"), new ScriptedChatClient().Says("cheap"));
        using var runtime = new TestRuntime(builder => builder.AddModel("dear", dear, Dear).AddModel("cheap", cheap, TestRuntime.OneDollarAMillion));

        var result = await runtime.Orchestrator.RunAsync(Steps.Ask(new() { Budget = Budget.Usd(0.01m) }), "x", cancellationToken: Token);

        Assert.Equal("cheap", result.Value);
        Assert.Empty(dear.Requests);
        Assert.Equal("cheap", Assert.Single(await runtime.BodiesAsync<AttemptStartedRecord>()).Model);
    }

    [Fact]
    public async Task A_refusal_names_the_way_out_and_spends_nothing()
    {
        var model = new ScriptedChatClient().Says("dear");
        using var runtime = TestRuntime.With(model, Dear);

        var failure = (await runtime.Orchestrator.RunAsync(Steps.AskAtMost(500, new() { Budget = Budget.Usd(0.25m) }), "x", cancellationToken: Token)).Failure!;

        Assert.Equal((FailureReason.Budget, 0m), (failure.Reason, failure.CostUsd));
        Assert.Empty(model.Requests);
        Assert.Empty(await runtime.BodiesAsync<AttemptStartedRecord>());
        Assert.Matches(@"needs up to 0\.5\d* USD; 0\.25 USD is left in the step's budget", failure.Message);
        Assert.Contains("Set MaxOutputTokens on the prompt, raise the budget, or add a cheaper model to the route.", failure.Message);
    }

    [Fact]
    public async Task A_budget_of_tokens_counts_input_and_output()
    {
        var model = new ScriptedChatClient().Says("x");
        using var runtime = TestRuntime.With(model);

        Assert.True((await runtime.Orchestrator.RunAsync(Steps.AskAtMost(50, new() { Budget = Budget.Tokens(100) }), "x", cancellationToken: Token)).Succeeded);
        var failure = (await runtime.Orchestrator.RunAsync(Steps.AskAtMost(100, new() { Budget = Budget.Tokens(100) }), "x", cancellationToken: Token)).Failure!;

        Assert.Matches(@"needs up to 1\d\d tokens; 100 tokens are left", failure.Message);
    }

    [Fact]
    public async Task A_model_of_unknown_price_is_refused_unless_the_budget_allows_it()
    {
        var model = new ScriptedChatClient().Says("x");
        using var runtime = TestRuntime.With(model, new ModelProfile());

        var failure = (await runtime.Orchestrator.RunAsync(Steps.Ask(new() { Budget = Budget.Usd(100) }), "x", cancellationToken: Token)).Failure!;
        var byRun = (await runtime.Orchestrator.RunAsync(Steps.Ask(), "x", new() { Budget = Budget.Usd(100) }, Token)).Failure!;

        Assert.Equal((FailureReason.Budget, FailureReason.Budget), (failure.Reason, byRun.Reason));
        Assert.Contains("the price of 'model' is not known, and the budget refuses unknown prices. Give its profile a Price, or set Budget.UnknownPrice.", failure.Message);
        Assert.Empty(model.Requests);
    }

    [Fact]
    public async Task An_allowed_unknown_price_is_counted_as_unknown()
    {
        using var runtime = TestRuntime.With(new ScriptedChatClient().Says("x"), new ModelProfile());

        var result = await runtime.Orchestrator.RunAsync(Steps.Ask(new() { Budget = Budget.Usd(0.001m) with { UnknownPrice = UnknownPrice.Allow } }), "x", cancellationToken: Token);

        Assert.Equal(("x", 0m, 1), (result.Value, result.CostUsd, result.UnpricedAttempts));
        Assert.Null(Assert.Single(await runtime.BodiesAsync<AttemptEndedRecord>()).CostUsd);
    }

    [Fact]
    public async Task A_flat_price_is_charged_for_each_attempt()
    {
        using var runtime = TestRuntime.With(new ScriptedChatClient().DiesAfter("a").DiesAfter("b").Says("x"), new ModelProfile());
        var policy = Steps.AtOnce with { Budget = Budget.Usd(0.25m) with { UnknownPrice = UnknownPrice.Flat(0.1m) } };

        var failure = (await runtime.Orchestrator.RunAsync(Steps.Ask(policy), "x", cancellationToken: Token)).Failure!;

        Assert.Equal([FailureReason.StreamInterrupted, FailureReason.StreamInterrupted, FailureReason.Budget], failure.Attempts.Select(static attempt => attempt.Reason));
        Assert.Equal(0.2m, failure.CostUsd);
    }

    [Fact]
    public async Task What_is_settled_is_what_the_provider_reports()
    {
        var recorder = new Recorder();
        using var runtime = recorder.RuntimeFor(Uses(input: 40, output: 7));

        var result = await runtime.Orchestrator.RunAsync(Steps.Ask(new() { Budget = Budget.Usd(1) }), "x", cancellationToken: Token);

        Assert.Contains("settled 0.000047 USD, 47 tokens", recorder.Entries);
        Assert.Equal(0.000047m, result.CostUsd);
    }

    [Fact]
    public async Task The_runs_budget_holds_over_all_its_steps()
    {
        var model = Uses(input: 20, output: 500);
        using var runtime = TestRuntime.With(model);

        var failure = (await runtime.Orchestrator.RunAsync(Steps.AskEach(maxConcurrency: 1), 5, new() { Budget = Budget.Usd(0.002m) }, Token)).Failure!;

        Assert.Equal(("items[2]/ask", FailureReason.Budget), (failure.Step, failure.Reason));
        Assert.Contains("in the run's budget", failure.Message);
        Assert.Equal((2, 0.00104m), (model.Requests.Count, failure.CostUsd));
    }

    [Fact]
    public async Task Calls_at_once_cannot_overspend_the_runs_budget()
    {
        var gate = new TaskCompletionSource();
        var model = new ScriptedChatClient().Waits(gate.Task, ["a"], ["b"]);
        using var runtime = TestRuntime.With(model);

        var run = runtime.Orchestrator.RunAsync(Steps.AskEach(), 10, new() { Budget = Budget.Usd(0.0032m) }, Token);
        var failure = (await run).Failure!;

        Assert.Equal(FailureReason.Budget, failure.Reason);
        Assert.InRange(model.Requests.Count, 0, 3);
    }

    [Fact]
    public async Task A_rate_limited_attempt_costs_nothing()
    {
        var recorder = new Recorder();
        using var runtime = recorder.RuntimeFor(new ScriptedChatClient().Fails(FailureReason.RateLimited).Says("ok"));

        var result = await runtime.Orchestrator.RunAsync(Steps.Ask(Steps.AtOnce with { Budget = Budget.Usd(0.0011m) }), "x", cancellationToken: Token);

        Assert.Equal(("ok", 0), (result.Value, result.UnpricedAttempts));
        Assert.Single(recorder.Entries, "released");
        Assert.Equal(2, recorder.Entries.Count(static entry => entry == "reserved"));
    }

    [Fact]
    public async Task No_account_outlives_its_run()
    {
        using var runtime = TestRuntime.With(new ScriptedChatClient().Says("ok").Fails(FailureReason.InvalidRequest));
        var ledger = Assert.IsType<InMemoryBudgetLedger>(runtime.Services.GetRequiredService<IBudgetLedger>());
        var policy = Steps.Once with { Budget = Budget.Usd(1) };

        await runtime.Orchestrator.RunAsync(Steps.Ask(policy), "x", new() { Budget = Budget.Usd(1) }, Token);
        await runtime.Orchestrator.RunAsync(Steps.Ask(policy), "x", new() { Budget = Budget.Usd(1) }, Token);

        Assert.Equal(0, ledger.OpenAccounts);
    }

    [Fact]
    public async Task The_sums_of_attempts_run_and_log_agree()
    {
        var model = new ScriptedChatClient().DiesAfter("a", "b").Says("no JSON").SaysWithoutUsage("x").Says("""{"title":"a","tags":[]}""");
        using var runtime = TestRuntime.With(model);
        var graph = Graph.Define("sums", 1, static (GraphBuilder g, Step<string> input) => g.Compute(
            "first",
            g.ForEach("each", input, static t => t.Split(' '), static (inner, word) => inner.Ask("ask", word, static t => Prompt.Json(Prompts.AnswerJson.Default.Answer, t), Patient)),
            static answers => answers[0].Title));

        var result = await runtime.Orchestrator.RunAsync(graph, "a b c d", cancellationToken: Token);

        Assert.True(result.Succeeded);
        var attempts = await runtime.BodiesAsync<AttemptEndedRecord>();
        var end = Assert.Single(await runtime.BodiesAsync<RunEndedRecord>());
        Assert.Equal(7, attempts.Count);
        Assert.Equal(attempts.Select(static attempt => attempt.Completion?.Usage).OfType<Usage>().Aggregate(static (a, b) => a + b), result.Usage);
        Assert.Equal(attempts.Sum(static attempt => attempt.CostUsd ?? 0), result.CostUsd);
        Assert.Equal(attempts.Count(static attempt => attempt.CostUsd is null), result.UnpricedAttempts);
        Assert.Equal((result.Usage, result.CostUsd, result.UnpricedAttempts, attempts.Count), (end.Usage, end.CostUsd, end.UnpricedAttempts, end.Attempts));
        Assert.Equal(result.Usage, result.Steps.Select(static step => step.Usage).Aggregate(static (a, b) => a + b));
        Assert.Equal((result.CostUsd, attempts.Count), (result.Steps.Sum(static step => step.CostUsd), result.Steps.Sum(static step => step.Attempts)));
    }

    private static ScriptedChatClient Uses(int input, int output) => new ScriptedChatClient().Sends(
        new ChatResponseUpdate(ChatRole.Assistant, "answer"),
        new ChatResponseUpdate { FinishReason = ChatFinishReason.Stop, Contents = [new UsageContent(new UsageDetails { InputTokenCount = input, OutputTokenCount = output })] });
}
