using Orchestration.Evals.Drift;

namespace Orchestration.Evals.Tests.Drift;

public sealed class DriftMonitorTests : IDisposable
{
    private const int CallsADay = 60;
    private static readonly DateOnly Day = new(2026, 6, 30);

    private readonly string _folder = Path.Combine(Path.GetTempPath(), "drift-" + Path.GetRandomFileName());
    private readonly AuditDays _days = new();
    private readonly Sink _sink = new();

    public void Dispose()
    {
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    [Fact]
    public async Task From_the_log_to_the_alert()
    {
        Quiet(Day.AddDays(-28), Day.AddDays(-1));
        var slow = Traffic(Day, milliseconds: 2000, modelId: "large-2026-06");

        var report = await Monitor().RunAsync(_days.Log(), Day, TestContext.Current.CancellationToken);

        var alert = Assert.Single(report.Alerts, static alert => alert.Finding.Metric == "latency");
        Assert.InRange(alert.Finding.From, alert.Finding.Low!.Value, alert.Finding.High!.Value);
        Assert.True(alert.Finding.To > alert.Finding.High);
        Assert.InRange(alert.Finding.To / alert.Finding.From, 1.9, 2.1);
        Assert.Equal("The model reports itself as 'large-2026-06' in 100 % of its answers; before, mostly as 'large-2026-01'.", Assert.Single(alert.Hints));
        Assert.Subset(slow.ToHashSet(), alert.Examples.Select(static example => example.Run).ToHashSet());
        Assert.Equal(5, alert.Examples.Length);
        Assert.Equal(report.Alerts.Select(static alert => alert.Message), Assert.Single(_sink.Reports).Alerts.Select(static alert => alert.Message));
    }

    [Fact]
    public async Task A_quiet_day_tells_nobody()
    {
        Quiet(Day.AddDays(-28), Day);

        var report = await Monitor().RunAsync(_days.Log(), Day, TestContext.Current.CancellationToken);

        Assert.Null(report.NotCompared);
        Assert.Empty(report.Alerts);
        Assert.Empty(_sink.Reports);
    }

    [Fact]
    public async Task Days_that_were_counted_are_not_read_again()
    {
        Quiet(Day.AddDays(-28), Day);
        await Monitor().RunAsync(_days.Log(), Day, TestContext.Current.CancellationToken);

        // The log has forgotten what is older than two days; the figures are still there.
        var young = new AuditDays();
        young.Records.AddRange(_days.Records.Where(static record => record.Time >= AuditDays.At(Day.AddDays(-1), 0)));
        var report = await Monitor().RunAsync(young.Log(), Day, TestContext.Current.CancellationToken);

        Assert.Equal(22, report.ReferenceDays);
        Assert.Null(report.NotCompared);
    }

    [Fact]
    public async Task An_alert_that_stays_is_told_on_its_first_day_and_each_week()
    {
        Quiet(Day.AddDays(-28), Day.AddDays(-1));
        for (var day = Day; day < Day.AddDays(9); day = day.AddDays(1))
        {
            Traffic(day, milliseconds: 2000);
        }

        var log = _days.Log();
        for (var day = Day; day < Day.AddDays(9); day = day.AddDays(1))
        {
            var report = await Monitor().RunAsync(log, day, TestContext.Current.CancellationToken);
            Assert.Contains(report.Alerts, static alert => alert.Finding.Metric == "latency" && alert.Since == Day);
        }

        Assert.Equal([Day, Day.AddDays(7)], _sink.Reports.Select(static report => report.Day));
    }

    [Fact]
    public async Task A_sink_that_fails_keeps_no_other_from_being_told()
    {
        Quiet(Day.AddDays(-28), Day.AddDays(-1));
        Traffic(Day, milliseconds: 2000);
        var monitor = new DriftMonitor(new DriftStore(_folder), sinks: [new Sink { Fails = true }, _sink]);

        var report = await monitor.RunAsync(_days.Log(), Day, TestContext.Current.CancellationToken);

        Assert.Equal(["Sink: no line"], report.Undelivered);
        Assert.Single(_sink.Reports);
    }

    [Fact]
    public async Task A_sink_that_failed_is_told_with_the_next_report_and_then_no_more()
    {
        Quiet(Day.AddDays(-28), Day.AddDays(-1));
        Traffic(Day, milliseconds: 2000);
        Quiet(Day.AddDays(1), Day.AddDays(2));
        _sink.Fails = true;
        await Monitor().RunAsync(_days.Log(), Day, TestContext.Current.CancellationToken);
        Assert.NotEmpty((await new DriftStore(_folder).LoadReportAsync(Day, TestContext.Current.CancellationToken))!.Undelivered);
        _sink.Fails = false;

        await Monitor().RunAsync(_days.Log(), Day.AddDays(1), TestContext.Current.CancellationToken);
        await Monitor().RunAsync(_days.Log(), Day.AddDays(2), TestContext.Current.CancellationToken);

        Assert.Equal([Day, Day], _sink.Reports.Select(static report => report.Day));
        Assert.Empty((await new DriftStore(_folder).LoadReportAsync(Day, TestContext.Current.CancellationToken))!.Undelivered);
    }

    [Fact]
    public async Task Who_ends_it_keeps_the_weeks_that_were_counted()
    {
        Quiet(Day.AddDays(-28), Day);
        using var cancellation = new CancellationTokenSource();
        var counted = new List<DateOnly>();
        var monitor = new DriftMonitor(new DriftStore(_folder)) { Progress = new Told(day => { counted.Add(day); if (counted.Count == 7) { cancellation.Cancel(); } }) };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => monitor.RunAsync(_days.Log(), Day, cancellation.Token));

        Assert.Equal(Enumerable.Range(0, 7).Select(static i => Day.AddDays(i - 28)), counted);
        Assert.NotNull(await new DriftStore(_folder).LoadAsync(Day.AddDays(-22), TestContext.Current.CancellationToken));
        Assert.Null((await Monitor().RunAsync(_days.Log(), Day, TestContext.Current.CancellationToken)).NotCompared);
    }

    [Fact]
    public async Task Days_that_are_past_are_compared_without_telling_anybody_and_then_it_is_known_since_when()
    {
        Quiet(Day.AddDays(-32), Day.AddDays(-4));
        for (var day = Day.AddDays(-3); day <= Day; day = day.AddDays(1))
        {
            Traffic(day, milliseconds: 2000);
        }

        await Monitor().BackfillAsync(_days.Log(), Day.AddDays(-4), Day.AddDays(-1), TestContext.Current.CancellationToken);
        Assert.Empty(_sink.Reports);
        var report = await Monitor().RunAsync(_days.Log(), Day, TestContext.Current.CancellationToken);

        Assert.Contains(report.Alerts, static alert => alert.Finding.Metric == "latency" && alert.Since == Day.AddDays(-3));
    }

    [Fact]
    public async Task A_change_that_was_accepted_is_quiet_and_compared_again_when_there_are_days_enough()
    {
        Quiet(Day.AddDays(-28), Day.AddDays(-1));
        for (var day = Day; day < Day.AddDays(13); day = day.AddDays(1))
        {
            Traffic(day, milliseconds: 2000 + (day.DayNumber * 5 % 7 * 5));
        }

        Traffic(Day.AddDays(13), milliseconds: 4000);
        var store = new DriftStore(_folder);
        var change = new DriftAcceptance { Day = Day, Graph = "article", Note = "a larger model", At = AuditDays.At(Day, 30) };
        await store.AcceptAsync(change, TestContext.Current.CancellationToken);

        var first = await Monitor().RunAsync(_days.Log(), Day.AddDays(12), TestContext.Current.CancellationToken);
        var later = await Monitor().RunAsync(_days.Log(), Day.AddDays(13), TestContext.Current.CancellationToken);

        Assert.Equal([change], await store.LoadAcceptancesAsync(TestContext.Current.CancellationToken));
        Assert.Equal(Day.AddDays(13), new DriftOptions().ComparedAgainOn(change));
        Assert.Contains("the change of 2026-06-30 was accepted", first.NotCompared, StringComparison.Ordinal);
        Assert.InRange(Assert.Single(later.Alerts, static alert => alert.Finding.Metric == "latency").Finding.From, 2500, 3200);
    }

    [Fact]
    public async Task A_change_of_another_graph_that_was_accepted_hides_nothing()
    {
        Quiet(Day.AddDays(-28), Day.AddDays(-1));
        Traffic(Day, milliseconds: 2000);
        await new DriftStore(_folder).AcceptAsync(new() { Day = Day, Graph = "letter", At = AuditDays.At(Day, 30) }, TestContext.Current.CancellationToken);

        var report = await Monitor().RunAsync(_days.Log(), Day, TestContext.Current.CancellationToken);

        Assert.Contains(report.Alerts, static alert => alert.Finding.Metric == "latency");
    }

    [Fact]
    public async Task What_the_store_gives_back_is_what_it_was_given()
    {
        Traffic(Day, milliseconds: 700);
        _days.Routing(AuditDays.At(Day, 8), "7");
        var store = new DriftStore(_folder);
        var counted = await DriftAggregator.AggregateAsync(_days.Log(), Day, cancellationToken: TestContext.Current.CancellationToken);
        var report = new DriftReport { Day = Day, Calls = 60, ReferenceDays = 22, Tests = 100, Alerts = [SomeAlerts.Alert(Day)], Findings = [SomeAlerts.Alert(Day).Finding] };

        await store.SaveAsync(counted, TestContext.Current.CancellationToken);
        await store.SaveAsync(report, TestContext.Current.CancellationToken);
        var read = (await store.LoadAsync(Day, TestContext.Current.CancellationToken))!;

        Assert.Equal(System.Text.Json.JsonSerializer.Serialize(counted, DriftJson.Default.DriftDay), System.Text.Json.JsonSerializer.Serialize(read, DriftJson.Default.DriftDay));
        Assert.Equal((CallsADay, 0L), (read.Calls, read.UnknownRunRecords));
        Assert.Equal("08:00 UTC: routing policy '7' was applied", Assert.Single(read.RoutingChanges));
        Assert.Equal(report.ToJson(), (await store.LoadReportAsync(Day, TestContext.Current.CancellationToken))!.ToJson());
        Assert.Null(await store.LoadAsync(Day.AddDays(1), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_damaged_file_says_what_to_do()
    {
        Directory.CreateDirectory(_folder);
        await File.WriteAllTextAsync(Path.Combine(_folder, "2026-06-30.json"), "{\"format\":1,", TestContext.Current.CancellationToken);

        var exception = await Assert.ThrowsAsync<InvalidDataException>(() => new DriftStore(_folder).LoadAsync(Day, TestContext.Current.CancellationToken));

        Assert.Contains("Delete it to have the day counted again", exception.Message, StringComparison.Ordinal);
    }

    private DriftMonitor Monitor() => new(new DriftStore(_folder), sinks: [_sink]);

    private void Quiet(DateOnly from, DateOnly to)
    {
        for (var day = from; day <= to; day = day.AddDays(1))
        {
            Traffic(day, milliseconds: 1000 + (day.DayNumber * 5 % 7 * 5));
        }
    }

    private List<Orchestration.Models.RunId> Traffic(DateOnly day, double milliseconds, string modelId = "large-2026-01") =>
        [.. Enumerable.Range(0, CallsADay).Select(i => _days.Call(AuditDays.At(day, 1 + (i / 4.0)), figures: new() { Milliseconds = milliseconds * (1 + (i % 10 / 10.0)), ModelId = modelId }))];

    private sealed class Sink : IDriftSink
    {
        public bool Fails { get; set; }

        public List<DriftReport> Reports { get; } = [];

        public Task SendAsync(DriftReport report, CancellationToken cancellationToken)
        {
            Reports.Add(report);
            return Fails ? throw new IOException("no line") : Task.CompletedTask;
        }
    }

    private sealed class Told(Action<DateOnly> tell) : IProgress<DateOnly>
    {
        public void Report(DateOnly value) => tell(value);
    }
}
