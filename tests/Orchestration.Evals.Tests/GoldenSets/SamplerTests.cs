using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Orchestration.Audit;
using Orchestration.Evals.GoldenSets;
using Orchestration.Evals.GoldenSets.Sampling;
using Orchestration.Graphs;
using Orchestration.Models;
using Orchestration.Policies;
using Orchestration.Prompts;
using Orchestration.Runs;
using Orchestration.Testing;

namespace Orchestration.Evals.Tests.GoldenSets;

public sealed class SamplerTests : IAsyncDisposable
{
    private static readonly StepPolicy Once = new() { Retry = Retry.Never };

    private static readonly Graph<string, string> Pair = Graph.Define("pair", 1, static (GraphBuilder g, Step<string> input) =>
    {
        var first = g.Ask("first", input, static text => Prompt.Text($"1 {text}"), Once);
        return g.Ask("second", first, static text => Prompt.Text($"2 {text}"), Once);
    });

    private readonly InMemoryAuditLog _log = new();
    private readonly ManualTime _time = new();
    private readonly List<ServiceProvider> _services = [];

    public async ValueTask DisposeAsync()
    {
        foreach (var services in _services)
        {
            await services.DisposeAsync();
        }
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("acme", true)]
    public void Without_a_word_on_tenants_nothing_is_sampled(string? tenant, bool all) =>
        Assert.Throws<ArgumentException>(() => GoldenSampler.SampleAsync(_log, new() { Tenant = tenant, AllTenants = all }, TestContext.Current.CancellationToken));

    [Fact]
    public async Task No_run_of_another_tenant_comes_along()
    {
        await RunAsync("a", "acme");
        await RunAsync("b", "other");

        var one = await SampleAsync(new() { Tenant = "acme" });
        var both = await SampleAsync(new() { AllTenants = true, Strata = [Stratum.Tenant] });

        Assert.Equal("acme", Assert.Single(one).Source!.Tenant);
        Assert.Equal(["tenant:acme", "tenant:other"], both.SelectMany(static golden => golden.Tags).Order());
    }

    [Fact]
    public async Task The_same_log_gives_the_same_sample_of_as_many_as_asked_for()
    {
        for (var i = 0; i < 30; i++)
        {
            await RunAsync($"input {i}");
        }

        var first = await SampleAsync(new() { Tenant = "", PerStratum = 7 });
        var second = await SampleAsync(new() { Tenant = "", PerStratum = 7 });
        var few = await SampleAsync(new() { Tenant = "", PerStratum = 7, MaxCases = 3 });

        Assert.Equal(7, first.Count);
        Assert.Equal(first.Select(static golden => golden.Id), second.Select(static golden => golden.Id));
        Assert.Equal(first.Take(3).Select(static golden => golden.Id), few.Select(static golden => golden.Id));
    }

    [Fact]
    public async Task Replays_and_runs_of_evals_are_not_sampled()
    {
        var orchestrator = With(new ScriptedChatClient().Answers(static text => text));
        var run = await orchestrator.RunAsync(Pair, "a", cancellationToken: TestContext.Current.CancellationToken);
        await orchestrator.ReplayAsync(Pair, run.Run, TestContext.Current.CancellationToken);
        await orchestrator.RunAsync(Pair, "b", new RunOptions { Eval = new EvalCase("set", "case", 1) }, TestContext.Current.CancellationToken);

        Assert.Equal(run.Run, Assert.Single(await SampleAsync(new() { Tenant = "" })).Source!.Run);
    }

    [Fact]
    public async Task Inputs_that_look_the_same_are_one_case_also_after_redaction()
    {
        await RunAsync("cafe\u0301 ");
        await RunAsync("caf\u00e9");
        await RunAsync("write to a@example.com");
        await RunAsync("write to b@example.com");

        var cases = await SampleAsync(new() { Tenant = "" });

        Assert.Equal(2, cases.Count);
        Assert.Contains(cases, static golden => golden.Input.ToString() == "\"write to [email-1]\"");
    }

    [Fact]
    public async Task Failures_low_scores_and_costs_are_strata_of_their_own()
    {
        for (var i = 0; i < 20; i++)
        {
            await RunAsync($"fine {i}");
        }

        var failed = await With(new ScriptedChatClient().Fails(FailureReason.InvalidRequest)).RunAsync(Pair, "bad", cancellationToken: TestContext.Current.CancellationToken);
        var low = await RunAsync("low");
        await _log.AppendAsync(AuditRecord.Create(Guid.CreateVersion7(), "", low, null, null, _time.GetUtcNow(), new ScoredRecord { Metric = "exact", Score = 0.2 }), TestContext.Current.CancellationToken);

        var cases = await SampleAsync(new() { Tenant = "", PerStratum = 2, Strata = [Stratum.Graph, Stratum.Failure, Stratum.LowScore, Stratum.NearBudget] });

        Assert.Contains("failure:InvalidRequest", Assert.Single(cases, golden => golden.Source!.Run == failed.Run).Tags);
        Assert.Contains("low-score:exact", Assert.Single(cases, golden => golden.Source!.Run == low).Tags);
        Assert.DoesNotContain(cases, static golden => golden.Tags.Contains("near-budget"));
        Assert.All(await SampleAsync(new() { Tenant = "", Strata = [Stratum.NearBudget], NearBudgetUsd = 0 }), static golden => Assert.Equal(["near-budget"], golden.Tags.AsEnumerable()));
    }

    [Fact]
    public async Task A_case_of_a_step_has_what_came_before_and_what_the_step_answered()
    {
        var run = await RunAsync("tea");

        var golden = Assert.Single(await SampleAsync(new() { Tenant = "", Step = "second", Strata = [Stratum.Step] }));

        Assert.Equal(new CaseSource(run, "", "second"), golden.Source);
        Assert.Equal("1 tea", Assert.Single(golden.Recorded.Completions).Value);
        Assert.Equal("\"2 1 tea\"", golden.Reference.ToString());
        Assert.True(Assert.Single(await SampleAsync(new() { Tenant = "", Step = "second", Strata = [Stratum.Step], AcceptOutput = false })).Reference.IsEmpty);
    }

    [Fact]
    public async Task The_output_of_a_whole_run_comes_from_the_caller_and_may_be_edited_or_left_out()
    {
        var run = await RunAsync("tea");
        await RunAsync("coffee");
        var asked = new List<RunId>();

        var cases = await SampleAsync(new()
        {
            Tenant = "",
            Output = (id, _) =>
            {
                asked.Add(id);
                return ValueTask.FromResult(new JsonBytes("\"known\""u8.ToArray()));
            },
            Edit = (golden, _) => ValueTask.FromResult(golden.Source!.Run == run ? golden with { Critical = true } : null),
        });

        Assert.Equal(2, asked.Count);
        Assert.Equal(("\"known\"", true), (Assert.Single(cases).Reference.ToString(), cases[0].Critical));
    }

    [Fact]
    public async Task Runs_outside_the_window_and_inputs_that_are_in_the_golden_set_already_are_not_taken()
    {
        using var samples = new Samples();
        var set = await samples.OpenAsync("a.jsonl", """{"id":"a","input":"known"}""");
        await RunAsync("early");
        _time.Advance(TimeSpan.FromHours(1));
        var from = _time.GetUtcNow();
        await RunAsync("known");
        var run = await RunAsync("new");
        _time.Advance(TimeSpan.FromHours(1));
        var to = _time.GetUtcNow();
        await RunAsync("late");

        Assert.Equal(run, Assert.Single(await SampleAsync(new() { Tenant = "", From = from, To = to, Except = set })).Source!.Run);
    }

    private async Task<List<GoldenCase>> SampleAsync(SamplingOptions options) =>
        await GoldenSampler.SampleAsync(_log, options, TestContext.Current.CancellationToken).Select(static sampled => sampled.Case).ToListAsync(TestContext.Current.CancellationToken);

    private async Task<RunId> RunAsync(string input, string tenant = "")
    {
        var result = await With(new ScriptedChatClient().Answers(static text => text)).RunAsync(Pair, input, new RunOptions { Tenant = tenant }, TestContext.Current.CancellationToken);
        return result.Run;
    }

    private IOrchestrator With(IChatClient client)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(_time);
        services.AddOrchestration().UseAuditLog(_ => _log).AddModel("model", client);
        _services.Add(services.BuildServiceProvider());
        return _services[^1].GetRequiredService<IOrchestrator>();
    }
}
