using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orchestration.Audit;
using Orchestration.Evals.Drift;
using Orchestration.Testing;

namespace Orchestration.Evals.Tests.Drift;

public sealed class DriftServiceTests : IAsyncDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "drift-" + Path.GetRandomFileName());
    private readonly ManualTime _time = new();
    private readonly ReadLog _log = new();
    private readonly Logger _logger = new();
    private ServiceProvider? _services;

    public async ValueTask DisposeAsync()
    {
        if (_services is not null)
        {
            await _services.DisposeAsync();
        }

        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    [Fact]
    public async Task The_day_before_is_compared_once_a_day_at_its_time()
    {
        _time.Advance(TimeSpan.FromDays(40));
        var service = Start();
        await RestAsync();

        // At midnight the day is not due yet: the one before it is caught up with.
        Assert.True(HasReport("2026-02-08"));
        Assert.False(HasReport("2026-02-09"));

        await AdvanceAsync(TimeSpan.FromHours(1.9));
        Assert.False(HasReport("2026-02-09"));
        await AdvanceAsync(TimeSpan.FromHours(0.2));
        Assert.True(HasReport("2026-02-09"));
        await AdvanceAsync(TimeSpan.FromDays(1));
        Assert.True(HasReport("2026-02-10"));

        await service.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task What_fails_is_tried_again_and_does_not_reach_the_host()
    {
        _log.Fails = true;
        var service = Start();
        await RestAsync();
        Assert.False(HasReport("2025-12-30"));
        Assert.True(service.ExecuteTask is { IsFaulted: false, IsCompleted: false });

        _log.Fails = false;
        await AdvanceAsync(TimeSpan.FromMinutes(14));
        Assert.False(HasReport("2025-12-30"));
        await AdvanceAsync(TimeSpan.FromMinutes(1));

        Assert.True(HasReport("2025-12-30"));
        await service.StopAsync(TestContext.Current.CancellationToken);
        Assert.True(service.ExecuteTask.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task A_day_that_has_its_report_is_left_alone()
    {
        await new DriftStore(_folder).SaveAsync(new DriftReport { Day = new DateOnly(2025, 12, 30), Calls = 0, ReferenceDays = 0, Tests = 0 }, TestContext.Current.CancellationToken);

        var service = Start();
        await RestAsync();

        Assert.Equal(0, _log.Reads);
        await service.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task An_alert_goes_to_the_applications_log_and_to_the_webhook()
    {
        await using var server = new Loopback(HttpStatusCode.OK);
        SlowYesterday();

        var service = Start(server.Address);
        await UntilAsync(() => HasReport("2025-12-30") && server.Bodies.Count == 1 && Undelivered().IsEmpty);
        await service.StopAsync(TestContext.Current.CancellationToken);

        var warning = Assert.Single(_logger.Entries, static entry => entry.Level == LogLevel.Warning && entry.Text.Contains("latency", StringComparison.Ordinal)).Text;
        Assert.Matches("latency rose from 1.* Likely causes: The model reports itself as 'large-2026-06'.* Runs: [0-9a-f-]{36}", warning);
        var text = JsonDocument.Parse(Assert.Single(server.Bodies)).RootElement.GetProperty("text").GetString();
        Assert.Contains("latency rose from 1", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_webhook_that_fails_is_told_again_until_it_takes_the_alert_and_each_failure_is_logged()
    {
        await using var server = new Loopback(HttpStatusCode.Forbidden, HttpStatusCode.Forbidden, HttpStatusCode.OK);
        SlowYesterday();

        var service = Start(server.Address);
        await UntilAsync(() => Errors == 1);
        await RestAsync();
        _time.Advance(TimeSpan.FromMinutes(15));
        await UntilAsync(() => Errors == 2);
        await RestAsync();
        _time.Advance(TimeSpan.FromMinutes(15));
        await UntilAsync(() => Undelivered().IsEmpty);
        await service.StopAsync(TestContext.Current.CancellationToken);

        Assert.Equal(3, server.Bodies.Count);
        Assert.Single(server.Bodies.Distinct());
        Assert.Single(_logger.Entries, static entry => entry.Level == LogLevel.Warning && entry.Text.Contains("latency", StringComparison.Ordinal));
        Assert.DoesNotContain(_logger.Entries, static entry => entry.Text.Contains("s3cret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_alert_that_was_not_delivered_outlives_the_process()
    {
        SlowYesterday();
        await using (var refusing = new Loopback(HttpStatusCode.Forbidden))
        {
            var first = Start(refusing.Address);
            await UntilAsync(() => Errors == 1);
            await first.StopAsync(TestContext.Current.CancellationToken);
        }

        await using var server = new Loopback(HttpStatusCode.OK);
        var second = Start(server.Address);
        await UntilAsync(() => Undelivered().IsEmpty);
        await second.StopAsync(TestContext.Current.CancellationToken);

        Assert.Single(server.Bodies);
    }

    [Fact]
    public void Without_a_folder_it_says_what_is_missing()
    {
        var exception = Assert.Throws<ArgumentException>(static () => new ServiceCollection().AddOrchestration().AddDriftMonitor(static _ => { }));

        Assert.Contains("set DriftMonitorOptions.Folder", exception.Message, StringComparison.Ordinal);
    }

    private int Errors => _logger.Entries.Count(static entry => entry.Level == LogLevel.Error && entry.Text.StartsWith("A drift alert was not delivered: WebhookDriftSink", StringComparison.Ordinal));

    private BackgroundService Start(string? webhook = null)
    {
        _services = new ServiceCollection().AddSingleton<TimeProvider>(_time).AddSingleton<ILoggerFactory>(_logger).AddOrchestration().UseAuditLog(_ => _log)
            .AddDriftMonitor(options => (options.Folder, options.Webhook) = (_folder, webhook is null ? null : new Uri(webhook))).Services.BuildServiceProvider();
        var service = Assert.IsType<BackgroundService>(_services.GetServices<IHostedService>().Single(), exactMatch: false);
        Assert.True(service.StartAsync(TestContext.Current.CancellationToken).IsCompletedSuccessfully);
        return service;
    }

    private async Task AdvanceAsync(TimeSpan by)
    {
        _time.Advance(by);
        await RestAsync();
    }

    // Until the service waits for the clock again.
    private async Task RestAsync()
    {
        while (_time.Timers == 0)
        {
            await Task.Yield();
        }
    }

    // A real server answers when it answers.
    private static async Task UntilAsync(Func<bool> isSo)
    {
        while (!isSo())
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    /// <summary>A day that is due at the start, twice as slow as those before it.</summary>
    private void SlowYesterday()
    {
        var (days, last) = (new AuditDays(), new DateOnly(2025, 12, 30));
        for (var day = last.AddDays(-28); day <= last; day = day.AddDays(1))
        {
            var (milliseconds, model) = day == last ? (2000, "large-2026-06") : (1000 + (day.DayNumber * 5 % 7 * 5), "large-2026-01");
            for (var i = 0; i < 60; i++)
            {
                days.Call(AuditDays.At(day, 1 + (i / 4.0)), figures: new() { Milliseconds = milliseconds * (1 + (i % 10 / 10.0)), ModelId = model });
            }
        }

        _log.Records = days.Log();
    }

    private ImmutableArray<string> Undelivered()
    {
        var found = new DriftStore(_folder).LoadReportAsync(new DateOnly(2025, 12, 30), TestContext.Current.CancellationToken);
        return found.IsCompletedSuccessfully && found.Result is { } report ? report.Undelivered : ["not compared yet"];
    }

    private bool HasReport(string day) => File.Exists(Path.Combine(_folder, day + ".report.json"));

    /// <summary>A log without records unless it is given some, that may fail.</summary>
    private sealed class ReadLog : IAuditLog
    {
        public InMemoryAuditLog Records { get; set; } = new();

        public bool Fails { get; set; }

        public int Reads { get; private set; }

        public ValueTask AppendAsync(AuditRecord record, CancellationToken cancellationToken = default) => Records.AppendAsync(record, cancellationToken);

        public IAsyncEnumerable<AuditRecord> ReadAsync(AuditQuery query, CancellationToken cancellationToken = default)
        {
            Reads++;
            return Fails ? throw new IOException("the disk is gone") : Records.ReadAsync(query, cancellationToken);
        }

        public Task<AuditVerification> VerifyAsync(CancellationToken cancellationToken = default) => Records.VerifyAsync(cancellationToken);
    }

    private sealed class Logger : ILoggerFactory, ILogger
    {
        public ConcurrentQueue<(LogLevel Level, string Text)> Entries { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Entries.Enqueue((logLevel, formatter(state, exception)));

        public void Dispose()
        {
        }
    }
}
