using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Orchestration.Audit;
using Orchestration.Models;
using Orchestration.Prompts;
using Orchestration.Routing;
using Orchestration.Routing.Classifiers;
using static Orchestration.Routing.RequestClass;

namespace Orchestration.Core.Tests.Routing.Classifiers;

public sealed class ClassifierTrainingTests
{
    private static readonly ClassifierTrainingOptions Options = new()
    {
        Tiers = ImmutableDictionary<RequestClass, ImmutableArray<string>>.Empty.Add(Simple, ["small", "tiny"]).Add(Moderate, ["medium"]).Add(Complex, ["large"]),
        BucketBits = 12,
        Folds = 0,
    };

    private readonly InMemoryAuditLog _log = new();
    private readonly List<ScoredAnswer> _scores = [];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_learns_from_the_log_and_the_scores_what_each_tier_is_good_for()
    {
        var traffic = SyntheticTraffic.Make(300);
        foreach (var (text, @class) in traffic)
        {
            await AskedAsync(text, ("small", @class == Simple ? 0.9 : 0.4), ("medium", @class == Complex ? 0.5 : 0.85), ("large", 0.95));
        }

        var result = await TrainAsync(Options with { Folds = 5 });
        var later = HeuristicClassifierTests.ConfusionOf(SyntheticTraffic.Make(300, seed: 99), result.Classifier);

        Assert.Equal((0, 0), (result.Undecided, result.Missing));
        Assert.InRange(later.Accuracy, 0.85, 1);
        Assert.InRange(result.CrossValidated!.Accuracy, 0.8, 1);
    }

    [Theory]
    [InlineData(Simple, "small", 0.8)]
    [InlineData(Simple, "tiny", 0.9, "large", 0.1)]
    [InlineData(Simple, "tiny", 0.7, "small", 0.9)]
    [InlineData(Moderate, "small", 0.79, "medium", 0.8)]
    [InlineData(Complex, "small", 0.2, "medium", 0.2, "large", 1.0)]
    [InlineData(Complex, "small", 0.2, "medium", 0.2)]
    public void A_request_is_of_the_easiest_class_whose_tier_did_well(RequestClass expected, params object[] scores)
    {
        var labels = new TierLabels(Options).Of(Scores(scores), out var undecided);

        Assert.Equal((expected, 0), (labels["hash"], undecided));
    }

    [Theory]
    [InlineData("large", 1.0)]
    [InlineData("medium", 0.9)]
    [InlineData("small", 0.2)]
    [InlineData("small", 0.2, "large", 1.0)]
    public void Scores_that_leave_an_easier_tier_open_decide_nothing(params object[] scores)
    {
        var labels = new TierLabels(Options).Of(Scores(scores), out var undecided);

        Assert.Equal((0, 1), (labels.Count, undecided));
    }

    [Fact]
    public async Task Requests_without_a_class_or_a_text_are_counted()
    {
        await AskedAsync("status of order 1", ("small", 0.9));
        await AskedAsync("reconcile the ledgers", ("small", 0.1), ("medium", 0.1));
        await AskedAsync("only the large one was scored", ("large", 0.9));
        _scores.Add(new ScoredAnswer("not in the log", "small", 1));
        _scores.Add(new ScoredAnswer("of no tier", "another", 1));

        var result = await TrainAsync(Options);

        Assert.Equal((1, 1), (result.Undecided, result.Missing));
        Assert.Equal([(Simple, 1), (Complex, 1)], result.Examples.Select(static pair => (pair.Key, pair.Value)).Order());
    }

    [Fact]
    public async Task A_request_that_was_tried_again_is_one_example()
    {
        await AskedAsync("status of order 1", ("small", 0.9));
        await AskedAsync("status of order 1", ("small", 0.9));
        await AskedAsync("reconcile the ledgers", ("small", 0.1), ("medium", 0.1));

        Assert.Equal(2, (await TrainAsync(Options)).Examples.Values.Sum());
    }

    [Fact]
    public async Task Other_tenants_requests_are_left_out()
    {
        await AskedAsync("status of order 1", ("small", 0.9));
        await AskedAsync("reconcile the ledgers", ("small", 0.1), ("medium", 0.1));

        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => TrainAsync(Options with { Tenant = "another" }));

        Assert.Contains("there are 0 of none", exception.Message);
    }

    [Fact]
    public async Task Wrong_options_are_refused()
    {
        var twice = Options with { Tiers = Options.Tiers.SetItem(Complex, ["small"]) };
        var one = Options with { Tiers = Options.Tiers.Remove(Simple).Remove(Complex) };

        Assert.Contains("'small' twice", (await Assert.ThrowsAsync<ArgumentException>(() => TrainAsync(twice))).Message);
        Assert.Contains("Tiers names 1", (await Assert.ThrowsAsync<ArgumentException>(() => TrainAsync(one))).Message);
        Assert.Contains("GoodScore", (await Assert.ThrowsAsync<ArgumentException>(() => TrainAsync(Options with { GoodScore = double.NaN }))).Message);
        Assert.Contains("BucketBits", (await Assert.ThrowsAsync<ArgumentException>(() => TrainAsync(Options with { BucketBits = 30 }))).Message);
        Assert.Contains("Folds", (await Assert.ThrowsAsync<ArgumentException>(() => TrainAsync(Options with { Folds = 1 }))).Message);
    }

    [Fact]
    public void A_request_read_from_the_log_has_the_signs_of_the_one_that_was_sent()
    {
        using var schema = JsonDocument.Parse("""{"type":"object","properties":{"a":{"type":"string"},"b":{"type":"array","items":{"type":"number"}}}}""");
        var request = new ClassifiedRequest
        {
            Messages =
            [
                new ChatMessage(ChatRole.System, "You must always answer in verse."),
                new ChatMessage(ChatRole.User, "Hello"),
                new ChatMessage(ChatRole.Assistant, "Hello!"),
                new ChatMessage(ChatRole.User, [new TextContent("Why does `basket.Total_sum` fail? \"Debug\" it:\n```\nx;\n```"), new UriContent("https://example.com/a.png", "image/png"), new DataContent(new byte[40_000], "image/png")]),
            ],
            Options = new ChatOptions
            {
                Instructions = "Be brief.",
                ResponseFormat = ChatResponseFormat.ForJsonSchema(schema.RootElement.Clone()),
                Tools = [AIFunctionFactory.Create(static (int a) => a, "double")],
                Reasoning = new ReasoningOptions { Effort = ReasoningEffort.Medium },
            },
        };
        using var canonical = CanonicalRequest.Of(request.Messages, request.Options);

        var read = AuditedRequest.Parse(canonical.ToJson());

        Assert.Equal(RequestSigns.Of(request), RequestSigns.Of(read));
        Assert.Equal(TrainingExample.Of("k", request, Simple, 16).Features, TrainingExample.Of("k", read, Simple, 16).Features);
    }

    private static IEnumerable<ScoredAnswer> Scores(object[] scores) => scores.Chunk(2).Select(static pair => new ScoredAnswer("hash", (string)pair[0], (double)pair[1]));

    private Task<ClassifierTrainingResult> TrainAsync(ClassifierTrainingOptions options) => ClassifierTraining.FromAuditLogAsync(_log, _scores, options, Token);

    private async Task AskedAsync(string text, params (string Model, double Score)[] scores)
    {
        using var request = CanonicalRequest.Of([new ChatMessage(ChatRole.User, text)], null);
        foreach (var (model, score) in scores)
        {
            var attempt = new AttemptStartedRecord { Model = model, RequestHash = request.Hash, Request = request.ToJson() };
            await _log.AppendAsync(AuditRecord.Create(Guid.CreateVersion7(), "acme", new RunId(Guid.CreateVersion7()), "ask", 1, DateTimeOffset.UnixEpoch, attempt), Token);
            _scores.Add(new ScoredAnswer(request.Hash, model, score));
        }
    }
}
