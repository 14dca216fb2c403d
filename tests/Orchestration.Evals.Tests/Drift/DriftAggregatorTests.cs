using Orchestration.Audit;
using Orchestration.Evals.Drift;
using Orchestration.Models;

namespace Orchestration.Evals.Tests.Drift;

public sealed class DriftAggregatorTests
{
    private static readonly DateOnly Day = new(2026, 6, 10);
    private static readonly DriftSeries Article = new("article");

    private readonly AuditDays _days = new();

    [Fact]
    public async Task A_day_counts_what_its_calls_took()
    {
        _days.Call(AuditDays.At(Day), score: 1, new() { Milliseconds = 400 });
        _days.Call(AuditDays.At(Day), score: 0.5, new() { Milliseconds = 800 });
        _days.Call(AuditDays.At(Day), figures: new() { Outcome = StepOutcome.Failed, Failure = FailureReason.Timeout });
        _days.Call(AuditDays.At(Day), figures: new() { Outcome = StepOutcome.Failed, Failure = FailureReason.Refused });

        var figures = (await CountAsync()).Of(Article)!;

        Assert.Equal((4, 4), (figures.Calls, figures.Attempts));
        Assert.Equal(0.75, figures.Scores["exact"]);
        Assert.Equal((0.25, 0.25, 1.0), (figures.Failures, figures.Refusals, figures.Validity));
        Assert.Equal((1, 1), (figures.FailureReasons["Timeout"], figures.FailureReasons["Refused"]));
        Assert.InRange(figures.LatencyMs!.P99, 784, 816);
        Assert.InRange(figures.FirstTokenMs!.Median, 98, 102);
        Assert.Equal((200, 40, 0.004m), (figures.InputTokens, figures.OutputTokens, figures.CostUsd));
    }

    [Fact]
    public async Task Evals_and_replays_are_not_counted_nor_are_their_scores()
    {
        var original = _days.Call(AuditDays.At(Day), score: 1);
        _days.Call(AuditDays.At(Day), score: 0, eval: new EvalCase("golden", "case", 1));
        _days.Call(AuditDays.At(Day), score: 0, replayOf: original);

        var day = await CountAsync();

        Assert.Equal((1, 1.0, 0), (day.Calls, day.Of(Article)!.Scores["exact"], day.UnknownRunRecords));
    }

    [Fact]
    public async Task Validity_is_that_of_the_first_answer()
    {
        var figures = new CallFigures();
        var run = _days.Start(AuditDays.At(Day));
        _days.Attempt(run, AuditDays.At(Day), "acme", "draft", figures with { Failure = FailureReason.ServerError }, attempt: 1);
        _days.Attempt(run, AuditDays.At(Day), "acme", "draft", figures with { Failure = FailureReason.InvalidOutput }, attempt: 2);
        _days.Attempt(run, AuditDays.At(Day), "acme", "draft", figures, attempt: 3);
        _days.End(run, AuditDays.At(Day), "acme", "draft", figures);
        _days.Call(AuditDays.At(Day));

        Assert.Equal(0.5, (await CountAsync()).Of(Article)!.Validity);
    }

    [Fact]
    public async Task Of_a_scorer_the_latest_score_of_the_day_counts()
    {
        var run = _days.Call(AuditDays.At(Day), score: 0);
        _days.Score(run, AuditDays.At(Day, 14), 1);

        Assert.Equal(1.0, (await CountAsync()).Of(Article)!.Scores["exact"]);
    }

    [Fact]
    public async Task A_score_counts_on_the_day_it_is_written_for_the_model_of_its_run()
    {
        var run = _days.Call(AuditDays.At(Day.AddDays(-1), 23));
        _days.Score(run, AuditDays.At(Day, 1), 0.5);

        var day = await CountAsync();

        Assert.Equal(0.5, day.Of(new DriftSeries("article", string.Empty, "large", "acme"))!.Scores["exact"]);
        Assert.Equal(0, day.Calls);
    }

    [Fact]
    public async Task A_run_over_midnight_is_known_and_counted_by_the_time_of_each_record()
    {
        var run = _days.Start(AuditDays.At(Day).AddHours(-12.01));
        _days.Attempt(run, AuditDays.At(Day, 0.1), "acme", "draft", new CallFigures());
        _days.End(run, AuditDays.At(Day, 0.1), "acme", "draft", new CallFigures());

        var day = await CountAsync();

        Assert.Equal((1, 0), (day.Calls, day.UnknownRunRecords));
        Assert.Equal(0, (await CountAsync(Day.AddDays(-1))).Calls);
    }

    [Fact]
    public async Task Runs_whose_start_is_not_in_the_log_are_told_and_not_counted()
    {
        _days.Call(AuditDays.At(Day));
        _days.Records.RemoveAt(0);

        var day = await CountAsync();

        Assert.Equal((0, 3), (day.Calls, day.UnknownRunRecords));
    }

    [Fact]
    public async Task Items_of_a_list_are_one_series()
    {
        _days.Call(AuditDays.At(Day), step: "sections[0]/draft");
        _days.Call(AuditDays.At(Day), step: "sections[17]/draft");

        Assert.Equal(2, (await CountAsync()).Of(new DriftSeries("article", "sections/draft"))!.Calls);
    }

    [Fact]
    public async Task Tenants_beyond_the_bound_are_counted_together()
    {
        for (var i = 0; i < 20; i++)
        {
            _days.Call(AuditDays.At(Day), tenant: $"tenant {i}");
        }

        var day = await DriftAggregator.AggregateAsync(_days.Log(), Day, new DriftAggregation { MaxCells = 5 }, TestContext.Current.CancellationToken);

        Assert.Equal(20, day.Calls);
        Assert.Equal(15, day.Of(new DriftSeries(Tenant: "(other)"))!.Calls);
    }

    [Fact]
    public async Task Of_too_many_scored_runs_a_sample_is_taken_that_does_not_depend_on_their_order()
    {
        for (var i = 0; i < 100; i++)
        {
            _days.Call(AuditDays.At(Day), score: i / 100.0);
        }

        var bounds = new DriftAggregation { MaxScoredRuns = 30 };
        var one = await DriftAggregator.AggregateAsync(_days.Log(), Day, bounds, TestContext.Current.CancellationToken);
        _days.Records.Reverse(0, _days.Records.Count);
        var sorted = _days.Records.OrderBy(static record => record.Kind == AuditKind.Scored).ThenBy(static record => record.Time);
        var two = await DriftAggregator.AggregateAsync(AuditDays.LogOf(sorted), Day, bounds, TestContext.Current.CancellationToken);

        Assert.Equal(one.Of(Article)!.Scores["exact"], two.Of(Article)!.Scores["exact"]);
        Assert.InRange(one.Of(Article)!.Scores["exact"], 0.3, 0.7);
        Assert.Equal(30, one.Merged(Article)!.Values["score:exact"].Count);
    }

    [Fact]
    public async Task Open_runs_beyond_the_bound_are_given_up()
    {
        var runs = Enumerable.Range(0, 10).Select(_ => _days.Start(AuditDays.At(Day))).ToList();
        foreach (var run in runs)
        {
            _days.End(run, AuditDays.At(Day, 13), "acme", "draft", new CallFigures());
        }

        var day = await DriftAggregator.AggregateAsync(_days.Log(), Day, new DriftAggregation { MaxOpenRuns = 4 }, TestContext.Current.CancellationToken);

        Assert.Equal((4, 12), (day.Calls, day.UnknownRunRecords));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task How_the_records_of_different_runs_lie_among_one_another_does_not_matter(int seed)
    {
        for (var i = 0; i < 60; i++)
        {
            var figures = new CallFigures { Milliseconds = 100 + (i * 7 % 50), Failure = i % 13 == 0 ? FailureReason.InvalidOutput : null };
            _days.Call(AuditDays.At(Day), score: i % 7 / 7.0, figures, tenant: i % 3 == 0 ? "acme" : "globex");
        }

        var random = new Random(seed);
        var queues = _days.Records.GroupBy(static record => record.Run).Select(static run => new Queue<AuditRecord>(run)).ToList();
        var shuffled = new List<AuditRecord>();
        while (queues.Count > 0)
        {
            var queue = queues[random.Next(queues.Count)];
            shuffled.Add(queue.Dequeue());
            queues.RemoveAll(static empty => empty.Count == 0);
        }

        Assert.Equal(await JsonAsync(_days.Records), await JsonAsync(shuffled));
    }

    private static async Task<string> JsonAsync(IEnumerable<AuditRecord> records) =>
        System.Text.Json.JsonSerializer.Serialize(await DriftAggregator.AggregateAsync(AuditDays.LogOf(records), Day, cancellationToken: TestContext.Current.CancellationToken), DriftJson.Default.DriftDay);

    private Task<DriftDay> CountAsync(DateOnly? day = null) => DriftAggregator.AggregateAsync(_days.Log(), day ?? Day, cancellationToken: TestContext.Current.CancellationToken);
}
