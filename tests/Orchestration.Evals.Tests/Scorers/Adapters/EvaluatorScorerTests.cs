using Microsoft.Extensions.AI;
using Microsoft.Extensions.AI.Evaluation;
using Microsoft.Extensions.DependencyInjection;
using Orchestration.Audit;
using Orchestration.Evals.Scorers;
using Orchestration.Policies;
using Orchestration.Runs;
using Orchestration.Testing;

namespace Orchestration.Evals.Tests.Scorers.Adapters;

public sealed class EvaluatorScorerTests
{
    [Theory]
    [InlineData(1, 0)]
    [InlineData(3, 0.5)]
    [InlineData(5, 1)]
    [InlineData(7, 1)]
    public async Task A_number_from_1_to_5_becomes_a_score(double value, double expected)
    {
        var score = await Only(new NumericMetric("Relevance", value, "To the point.")).ScoreAsync(Outputs.Text("tea"));

        Assert.Equal((ScoreKind.Scored, expected, "To the point."), (score.Kind, score.Value, score.Reason));
    }

    [Fact]
    public async Task The_ends_of_the_scale_may_be_others_and_less_may_be_better()
    {
        Assert.Equal(0.8, await Only(new NumericMetric("BLEU", 0.8), new() { Worst = 0, Best = 1 }).ValueAsync("tea"), 1e-12);
        Assert.Equal(0.75, await Only(new NumericMetric("Harm", 1.75), new() { Worst = 7, Best = 0 }).ValueAsync("tea"), 1e-12);
        Assert.Throws<ArgumentException>(() => Only(new NumericMetric("x", 1), new() { Best = 1 }));
    }

    [Fact]
    public async Task Booleans_and_interpretations_pass_or_fail()
    {
        Assert.Equal(1, await Only(new BooleanMetric("Safe", true)).ValueAsync("tea"));
        Assert.Equal(0, await Only(new BooleanMetric("Safe", false)).ValueAsync("tea"));
        var failed = new EvaluationMetricInterpretation(EvaluationRating.Poor, failed: true, "Off the point.");
        Assert.Equal(0, await Only(new StringMetric("Grade", "D") { Interpretation = failed }).ValueAsync("tea"));
        var score = await Only(new NumericMetric("Relevance", 4) { Interpretation = failed }, new() { ByInterpretation = true }).ScoreAsync(Outputs.Text("tea"));
        Assert.Equal((0, "Off the point."), (score.Value, score.Reason));
    }

    [Fact]
    public async Task What_could_not_be_judged_is_an_error()
    {
        var metric = new NumericMetric("Relevance", 4) { Diagnostics = [new(EvaluationDiagnosticSeverity.Warning, "slow"), new(EvaluationDiagnosticSeverity.Error, "HTTP 401")] };

        var score = await Only(metric).ScoreAsync(Outputs.Text("tea"));

        Assert.Equal((ScoreKind.Error, "The evaluator could not judge: HTTP 401"), (score.Kind, score.Reason));
        Assert.Equal(ScoreKind.Error, (await Only(new NumericMetric("Relevance")).ScoreAsync(Outputs.Text("tea"))).Kind);
        Assert.Equal(ScoreKind.Error, (await Only(new StringMetric("Grade", "D")).ScoreAsync(Outputs.Text("tea"))).Kind);
        Assert.Equal(ScoreKind.Error, (await Only(new EvaluationMetric("None")).ScoreAsync(Outputs.Text("tea"))).Kind);
        Assert.Equal(ScoreKind.Scored, (await Only(new NumericMetric("Relevance", 4) { Diagnostics = [new(EvaluationDiagnosticSeverity.Warning, "slow")] }).ScoreAsync(Outputs.Text("tea"))).Kind);
        var thrown = await Scorer.FromEvaluator(new Evaluator(static _ => throw new InvalidOperationException("no key"), "x"))[0].ScoreAsync(Outputs.Text("tea"));
        Assert.Equal((ScoreKind.Error, "The evaluator threw InvalidOperationException: no key"), (thrown.Kind, thrown.Reason));
    }

    [Fact]
    public async Task All_metrics_of_an_output_come_from_one_evaluation()
    {
        var evaluator = new Evaluator(static _ => new EvaluationResult(new NumericMetric("Fluency", 5), new BooleanMetric("Safe", true)), "Fluency", "Safe");
        var output = Outputs.Text("tea");

        var scorers = Scorer.FromEvaluator(evaluator);
        foreach (var scorer in scorers)
        {
            Assert.Equal(1, await scorer.ValueAsync(output));
        }

        Assert.Equal(["Fluency", "Safe"], scorers.Select(static scorer => scorer.Name));
        Assert.Single(evaluator.Asked);
        await scorers[0].ScoreAsync(Outputs.Text("tea"));
        Assert.Equal(2, evaluator.Asked.Count);
        Assert.Equal(["Safe"], Scorer.FromEvaluator(evaluator, new() { Metrics = ["Safe"] }).Select(static scorer => scorer.Name));
        Assert.Contains("did you mean 'Safe'", Assert.Throws<ArgumentException>(() => Scorer.FromEvaluator(evaluator, new() { Metrics = ["safe"] })).Message);
    }

    [Fact]
    public async Task The_evaluator_sees_the_task_the_output_and_its_context()
    {
        var evaluator = new Evaluator(static _ => new EvaluationResult(new NumericMetric("Relevance", 5)), "Relevance");
        var scorer = Scorer.FromEvaluator(evaluator, new() { Context = static output => [new Source(output.Case.Id)] })[0];

        await scorer.ScoreAsync(Outputs.Text("Hot.", Outputs.Case(input: "\"How is the tea?\"")));

        var (messages, response, model, context) = evaluator.Asked[0];
        Assert.Equal(("How is the tea?", ChatRole.User, "Hot."), (messages[0].Text, messages[0].Role, response.Text));
        Assert.Null(model);
        Assert.Equal("tea", Assert.Single(context).Name);
        Assert.Equal(ScoreKind.Error, (await Scorer.FromEvaluator(evaluator, new() { Context = static _ => ["text"] })[0].ScoreAsync(Outputs.Text("x"))).Kind);
    }

    [Fact]
    public async Task Its_model_is_asked_through_the_runtime_as_part_of_the_eval()
    {
        var log = new InMemoryAuditLog();
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(new ManualTime());
        services.AddOrchestration().UseAuditLog(_ => log).AddModel("model", new ScriptedChatClient().Says("5"));
        await using var provider = services.BuildServiceProvider();
        var evaluator = new Evaluator(static _ => new EvaluationResult(new NumericMetric("Relevance", 5)), "Relevance") { AsksModel = true };
        var scorer = (IBoundScorer)Scorer.FromEvaluator(evaluator, new() { Policy = new StepPolicy { Retry = Retry.Never } })[0];

        await scorer.Bind(provider).ScoreAsync(Outputs.Text("tea") with { Options = new RunOptions { Eval = new EvalCase("teas", "tea", 2) } });

        var run = await log.ReadAsync(new AuditQuery(), TestContext.Current.CancellationToken).Select(static record => record.Body).OfType<RunStartedRecord>().SingleAsync(TestContext.Current.CancellationToken);
        Assert.Equal(new EvalCase("teas", "tea", 2), run.Eval);
    }

    [Fact]
    public void Another_object_is_refused_with_what_is_missing() =>
        Assert.Contains("System.String does not implement Microsoft.Extensions.AI.Evaluation.IEvaluator", Assert.Throws<ArgumentException>(() => Scorer.FromEvaluator("tea")).Message);

    private static IScorer Only(EvaluationMetric metric, EvaluatorOptions? options = null) =>
        Scorer.FromEvaluator(new Evaluator(_ => new EvaluationResult(metric), metric.Name), options)[0];

    private sealed class Source(string name) : EvaluationContext(name);

    private sealed class Evaluator(Func<ChatResponse, EvaluationResult> evaluate, params string[] names) : IEvaluator
    {
        public List<(List<ChatMessage> Messages, ChatResponse Response, ChatConfiguration? Model, List<EvaluationContext> Context)> Asked { get; } = [];

        public bool AsksModel { get; init; }

        public IReadOnlyCollection<string> EvaluationMetricNames => names;

        public async ValueTask<EvaluationResult> EvaluateAsync(
            IEnumerable<ChatMessage> messages,
            ChatResponse modelResponse,
            ChatConfiguration? chatConfiguration = null,
            IEnumerable<EvaluationContext>? additionalContext = null,
            CancellationToken cancellationToken = default)
        {
            Asked.Add(([.. messages], modelResponse, chatConfiguration, [.. additionalContext ?? []]));
            if (AsksModel)
            {
                await chatConfiguration!.ChatClient.GetResponseAsync("How good?", cancellationToken: cancellationToken);
            }

            return evaluate(modelResponse);
        }
    }
}
