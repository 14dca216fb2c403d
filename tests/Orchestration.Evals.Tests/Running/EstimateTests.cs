using Orchestration.Evals.Cassettes;
using Orchestration.Evals.Running;

namespace Orchestration.Evals.Tests.Running;

public sealed class EstimateTests
{
    private static readonly EvalRunnerOf Estimate = static (app, eval, options, ids) => app.Runner.EstimateAsync(eval, options, EvalApp.Cases(ids), TestContext.Current.CancellationToken);

    private delegate Task<EvalEstimate> EvalRunnerOf(EvalApp app, Eval eval, EvalOptions options, params string[] ids);

    [Fact]
    public async Task Of_what_never_ran_nothing_is_known_and_no_model_is_asked()
    {
        var model = new TestModel(static text => text);
        using var app = EvalApp.With(model);

        var estimate = await Estimate(app, EvalApp.Eval() with { Repeats = 3 }, app.Options(), "a", "b");

        Assert.Equal((2, 6, 0, null), (estimate.Cases, estimate.Runs, estimate.FromCassette, estimate.ExpectedUsd));
        Assert.Contains("--filter", estimate.Basis, StringComparison.Ordinal);
        Assert.Equal(0, model.Asked);
        Assert.False(Directory.Exists(app.Options().Folder));
    }

    [Fact]
    public async Task What_such_runs_cost_before_is_what_they_will_cost()
    {
        using var app = EvalApp.With(new TestModel(static text => text));
        await app.RunAsync(EvalApp.Eval(), app.Options(folder: "before"), EvalApp.Cases("a"));

        var estimate = await Estimate(app, EvalApp.Eval(), app.Options(folder: "now"), "a", "b", "c");

        Assert.Equal((3, 0.06m), (estimate.Runs, estimate.ExpectedUsd));
        Assert.Contains("1 runs of an earlier evaluation", estimate.Basis, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_done_or_recorded_is_not_paid_again()
    {
        using var app = EvalApp.With(new TestModel(static text => text));
        await app.RunAsync(EvalApp.Eval(), app.Options(CassetteMode.Record, "before"), EvalApp.Cases("a", "b"));

        var play = await Estimate(app, EvalApp.Eval(), app.Options(CassetteMode.Play, "now"), "a", "b", "c");
        var missing = await Estimate(app, EvalApp.Eval(), app.Options(CassetteMode.RecordMissing, "now"), "a", "b", "c");
        var done = await Estimate(app, EvalApp.Eval(), app.Options(CassetteMode.RecordMissing, "before"), "a", "b");

        Assert.Equal((3, 2, 0m), (play.Runs, play.FromCassette, play.ExpectedUsd));
        Assert.Contains("lacks 1 of the runs", play.Basis, StringComparison.Ordinal);
        Assert.Equal((3, 2, 0.02m), (missing.Runs, missing.FromCassette, missing.ExpectedUsd));
        Assert.Equal((0, 0m), (done.Runs, done.ExpectedUsd));
    }
}
