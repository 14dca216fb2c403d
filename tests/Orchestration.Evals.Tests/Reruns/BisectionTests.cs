using Microsoft.Extensions.DependencyInjection;
using Orchestration.Evals.Reruns;
using Orchestration.Evals.Scorers;
using Orchestration.Evals.Tests.Running;
using Orchestration.Models;
using Orchestration.Policies;

namespace Orchestration.Evals.Tests.Reruns;

public sealed class BisectionTests
{
    private static readonly TestScorer Good = new("good", static output => Score.Pass(output.Text.Contains("good", StringComparison.Ordinal), "by its words"));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(3)]
    [InlineData(20)]
    [InlineData(40)]
    public async Task The_first_bad_version_is_found_by_halves(int firstBad)
    {
        using var app = Versions(40, version => version < firstBad);

        var report = await app.Orchestrator.BisectAsync("two", SomeResults.Json("\"tea\""), Options(), Token);

        Assert.Equal((BisectOutcome.Found, (int?)firstBad, (int?)(firstBad - 1)), (report.Outcome, report.FirstBad, report.LastGood));
        Assert.InRange(report.Probes.Length, 3, 8);
        Assert.True(report.SpentUsd > 0);
    }

    [Fact]
    public async Task Versions_that_are_all_good_or_all_bad_are_told_after_two()
    {
        using var good = Versions(9, static _ => true);
        using var bad = Versions(9, static _ => false);

        var never = await good.Orchestrator.BisectAsync("two", SomeResults.Json("\"tea\""), Options(), Token);
        var always = await bad.Orchestrator.BisectAsync("two", SomeResults.Json("\"tea\""), Options(), Token);

        Assert.Equal((BisectOutcome.NeverBad, 2), (never.Outcome, never.Probes.Length));
        Assert.Equal((BisectOutcome.AlwaysBad, 2), (always.Outcome, always.Probes.Length));
    }

    [Fact]
    public async Task Good_and_bad_by_turns_is_seen_when_every_version_is_run()
    {
        using var app = Versions(6, static version => version is 1 or 2 or 5 or 6);

        var halves = await app.Orchestrator.BisectAsync("two", SomeResults.Json("\"tea\""), Options(), Token);
        var all = await app.Orchestrator.BisectAsync("two", SomeResults.Json("\"tea\""), Options() with { Exhaustive = true }, Token);

        Assert.Equal(BisectOutcome.NeverBad, halves.Outcome);
        Assert.Equal((BisectOutcome.NotMonotone, 6), (all.Outcome, all.Probes.Length));
    }

    [Fact]
    public async Task What_has_become_better_has_no_first_bad_version()
    {
        using var app = Versions(4, static version => version > 2);

        var report = await app.Orchestrator.BisectAsync("two", SomeResults.Json("\"tea\""), Options(), Token);

        Assert.Equal(BisectOutcome.NotMonotone, report.Outcome);
    }

    [Fact]
    public async Task The_majority_of_repeats_decides()
    {
        var asked = 0;
        using var app = Versions(2, static version => version == 1, text => Interlocked.Increment(ref asked) == 2 ? "bad luck" : text);

        var report = await app.Orchestrator.BisectAsync("two", SomeResults.Json("\"tea\""), Options() with { Repeats = 3 }, Token);

        Assert.Equal((BisectOutcome.Found, 2), (report.Outcome, report.FirstBad));
        Assert.All(report.Probes, static probe => Assert.Equal(3, probe.Scores.Length));
    }

    [Fact]
    public async Task A_recorded_runs_input_is_bisected_for_its_tenant_in_reruns_of_it()
    {
        using var app = Versions(5, static version => version < 4);
        var run = await app.RunAsync("tea");

        var report = await app.Orchestrator.BisectAsync(app.Log, run, Options(), Token);

        Assert.Equal(4, report.FirstBad);
        var starts = await app.Log.ReadAsync(new() { Tenant = "acme", Kind = Audit.AuditKind.RunStarted }, Token).Select(static record => (Audit.RunStartedRecord)record.Body).ToListAsync(Token);
        Assert.Equal(report.Probes.Length * 1, starts.Count(start => start.RerunOf == run && !start.IsOriginal));
    }

    [Fact]
    public async Task A_version_that_cannot_be_judged_leaves_it_undecided()
    {
        using var app = Versions(3, static _ => true, static _ => throw new ModelCallException(FailureReason.ServerError, "down"));

        var report = await app.Orchestrator.BisectAsync("two", SomeResults.Json("\"tea\""), Options(), Token);

        Assert.Equal(BisectOutcome.Undecided, report.Outcome);
        Assert.Contains("Version 1 could not be judged", report.Summary, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_watches_is_told_of_each_version_as_it_is_judged()
    {
        using var app = Versions(5, static version => version < 4);
        var told = new List<(int, bool?)>();

        var report = await app.Orchestrator.BisectAsync("two", SomeResults.Json("\"tea\""), Options(), probe => told.Add((probe.Version, probe.IsBad)), Token);

        Assert.Equal([(1, false), (5, true), (3, false), (4, true)], told);
        Assert.False(report.BudgetExceeded);
    }

    [Fact]
    public async Task A_budget_that_does_not_suffice_leaves_it_undecided_and_says_so()
    {
        using var app = Versions(3, static _ => true);

        var report = await app.Orchestrator.BisectAsync("two", SomeResults.Json("\"tea\""), Options() with { Budget = Budget.Usd(0.001m) }, Token);

        Assert.Equal((BisectOutcome.Undecided, true), (report.Outcome, report.BudgetExceeded));
    }

    [Fact]
    public async Task One_version_is_not_enough()
    {
        using var app = Versions(2, static _ => true);

        var fault = await Assert.ThrowsAsync<ArgumentException>(() => app.Orchestrator.BisectAsync("two", SomeResults.Json("\"tea\""), Options() with { FromVersion = 2 }, Token));

        Assert.Contains("registered in the range are 1", fault.Message, StringComparison.Ordinal);
    }

    private static BisectOptions Options() => new() { Scorer = Good, Repeats = 1, Budget = Budget.Usd(100) };

    private static RerunApp Versions(int count, Func<int, bool> isGood, Func<string, string>? model = null) => new(model ?? (static text => text), more: builder =>
    {
        // The application's own two are the first.
        foreach (var service in builder.Services.Where(static service => service.ServiceType == typeof(Graphs.Graph)).ToList())
        {
            builder.Services.Remove(service);
        }

        for (var version = 1; version <= count; version++)
        {
            builder.AddGraph(RerunApp.Define(version, isGood(version) ? "good" : "poor"));
        }
    });
}
