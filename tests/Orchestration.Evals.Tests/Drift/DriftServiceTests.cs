using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orchestration.Audit;
using Orchestration.Evals.Drift;
using Orchestration.Testing;

namespace Orchestration.Evals.Tests.Drift;

public sealed class DriftServiceTests : IAsyncDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "drift-" + Path.GetRandomFileName());
    private readonly ManualTime _time = new();
    private readonly ReadLog _log = new();
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
    public void Without_a_folder_it_says_what_is_missing()
    {
        var exception = Assert.Throws<ArgumentException>(static () => new ServiceCollection().AddOrchestration().AddDriftMonitor(static _ => { }));

        Assert.Contains("set DriftMonitorOptions.Folder", exception.Message, StringComparison.Ordinal);
    }

    private BackgroundService Start()
    {
        _services = new ServiceCollection().AddSingleton<TimeProvider>(_time).AddOrchestration().UseAuditLog(_ => _log).AddDriftMonitor(options => options.Folder = _folder).Services.BuildServiceProvider();
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

    private bool HasReport(string day) => File.Exists(Path.Combine(_folder, day + ".report.json"));

    /// <summary>A log without records, that may fail.</summary>
    private sealed class ReadLog : IAuditLog
    {
        private readonly InMemoryAuditLog _empty = new();

        public bool Fails { get; set; }

        public int Reads { get; private set; }

        public ValueTask AppendAsync(AuditRecord record, CancellationToken cancellationToken = default) => _empty.AppendAsync(record, cancellationToken);

        public IAsyncEnumerable<AuditRecord> ReadAsync(AuditQuery query, CancellationToken cancellationToken = default)
        {
            Reads++;
            return Fails ? throw new IOException("the disk is gone") : _empty.ReadAsync(query, cancellationToken);
        }

        public Task<AuditVerification> VerifyAsync(CancellationToken cancellationToken = default) => _empty.VerifyAsync(cancellationToken);
    }
}
