using Orchestration.Audit;
using Orchestration.Models;

namespace Orchestration.Testing;

/// <summary>What every <see cref="IAuditLog"/> must do, wherever it keeps its records.</summary>
/// <remarks>Derive a test class from it and open the log; a log that makes seals may put them between the records.</remarks>
public abstract class AuditLogContract : IAsyncLifetime
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private IAuditLog? _log;

    protected IAuditLog Log => _log ?? throw new InvalidOperationException("The log is opened before each test.");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _log = await OpenAsync();

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Opens an empty log.</summary>
    protected abstract ValueTask<IAuditLog> OpenAsync();

    /// <summary>Gives up the log and what it kept.</summary>
    protected abstract ValueTask CloseAsync();

    [Fact]
    public async Task Records_are_read_back_in_order_and_to_the_byte()
    {
        var written = Enumerable.Range(0, 300).Select(i => Record(step: $"step-{i}")).ToList();

        await AppendAsync(written);

        var read = await ReadAsync(new AuditQuery());
        Assert.Equal(written.Select(record => record.Id), read.Select(record => record.Id));
        Assert.All(written.Zip(read), pair => Assert.True(pair.First.Utf8.Span.SequenceEqual(pair.Second.Utf8.Span)));
    }

    [Fact]
    public async Task A_record_is_found_by_a_read_that_starts_after_its_append()
    {
        for (var i = 0; i < 20; i++)
        {
            var record = Record();

            await Log.AppendAsync(record, Cancellation);

            Assert.Equal(record.Id, (await ReadAsync(new AuditQuery()))[^1].Id);
        }
    }

    [Fact]
    public async Task A_record_of_megabytes_is_read_back_to_the_byte()
    {
        var large = Record(body: new EffectRecord { Error = new string('é', 3_000_000) });

        await AppendAsync([Record(), large, Record()]);

        var read = await ReadAsync(new AuditQuery());
        Assert.Equal(3, read.Count);
        Assert.True(large.Utf8.Span.SequenceEqual(read[1].Utf8.Span));
    }

    [Fact]
    public async Task Indented_json_from_outside_stays_one_line_and_means_the_same()
    {
        await AppendAsync([Record(body: new EffectRecord { Result = new JsonBytes("{\n  \"ok\": \"a\\nb\"\n}"u8.ToArray()) })]);

        var read = Assert.Single(await ReadAsync(new AuditQuery()));

        Assert.DoesNotContain((byte)'\n', read.Utf8.ToArray());
        Assert.Equal("{   \"ok\": \"a\\nb\" }", ((EffectRecord)read.Body).Result.ToString());
        Assert.True((await Log.VerifyAsync(Cancellation)).Holds);
    }

    [Fact]
    public async Task A_query_by_run_finds_its_records_only()
    {
        var (mine, other) = (NewRun(), NewRun());
        await AppendAsync([Record(run: mine), Record(run: other), Record(run: mine)]);

        var read = await ReadAsync(new AuditQuery { Run = mine });

        Assert.Equal([mine, mine], read.Select(record => record.Run!.Value));
        Assert.Empty(await ReadAsync(new AuditQuery { Run = NewRun() }));
    }

    [Fact]
    public async Task A_run_that_is_only_mentioned_in_a_body_is_not_found()
    {
        var mentioned = NewRun();
        await AppendAsync([Record(body: new EffectRecord { Error = mentioned.ToString() })]);

        Assert.Empty(await ReadAsync(new AuditQuery { Run = mentioned }));
    }

    [Theory]
    [InlineData("acme")]
    [InlineData("Žižkov \"& Söhne\" 🚀")]
    [InlineData("")]
    public async Task A_query_by_tenant_finds_its_records_only(string tenant)
    {
        await AppendAsync([Record(tenant: tenant), Record(tenant: "other"), Record(tenant: tenant)]);

        var read = await ReadAsync(new AuditQuery { Tenant = tenant });

        Assert.Equal([tenant, tenant], read.Select(record => record.Tenant));
    }

    [Fact]
    public async Task A_query_by_time_includes_its_start_and_excludes_its_end()
    {
        await AppendAsync(Enumerable.Range(0, 5).Select(i => Record(time: Noon.AddMinutes(i))));

        var read = await ReadAsync(new AuditQuery { From = Noon.AddMinutes(1), To = Noon.AddMinutes(3) });

        Assert.Equal([Noon.AddMinutes(1), Noon.AddMinutes(2)], read.Select(record => record.Time));
    }

    [Fact]
    public async Task A_query_by_step_compares_the_whole_path()
    {
        await AppendAsync([Record(step: "sections[1]/draft"), Record(step: "sections[11]/draft"), Record(step: "draft"), Record()]);

        var read = await ReadAsync(new AuditQuery { Step = "draft" });

        Assert.Equal("draft", Assert.Single(read).Step);
    }

    [Fact]
    public async Task A_query_by_model_finds_attempts_and_steps_of_that_model()
    {
        var started = new AttemptStartedRecord { Model = "small", RequestHash = "" };
        var ended = new AttemptEndedRecord { Model = "small", RequestHash = "" };
        var completed = new StepCompletedRecord { Model = "small", Outcome = StepOutcome.New, RequestHash = "" };
        await AppendAsync([Record(body: started), Record(body: started with { Model = "large" }), Record(body: ended), Record(body: completed), Record()]);

        var read = await ReadAsync(new AuditQuery { Model = "small" });

        Assert.Equal([AuditKind.AttemptStarted, AuditKind.AttemptEnded, AuditKind.StepCompleted], read.Select(record => record.Kind));
    }

    [Fact]
    public async Task A_query_by_kind_finds_that_kind_only()
    {
        await AppendAsync([Record(), Record(body: new RunEndedRecord { Outcome = RunOutcome.Succeeded }), Record()]);

        var read = await ReadAsync(new AuditQuery { Kind = AuditKind.RunEnded });

        Assert.IsType<RunEndedRecord>(Assert.Single(read).Body);
    }

    [Fact]
    public async Task A_change_of_routing_belongs_to_no_run_and_is_read_back_as_it_was_written()
    {
        var change = new RoutingChangedRecord { Change = RoutingChange.CanaryRolledBack, PolicyVersion = "2026-03-01", Canary = "new-model", Reason = "9 of 20 requests failed; the bound is 5 %" };
        await Log.AppendAsync(AuditRecord.Create(Guid.CreateVersion7(), string.Empty, run: null, step: null, attempt: null, Noon, change), Cancellation);
        await AppendAsync([Record()]);

        var read = Assert.Single(await ReadAsync(new AuditQuery { Kind = AuditKind.RoutingChanged }));

        Assert.Equal((string.Empty, null, change), (read.Tenant, read.Run, read.Body));
        Assert.True((await Log.VerifyAsync(Cancellation)).Holds);
    }

    [Fact]
    public async Task All_conditions_of_a_query_hold_at_once()
    {
        var run = NewRun();
        await AppendAsync([Record("a", run, "one"), Record("b", run, "one"), Record("a", run, "two"), Record("a", NewRun(), "one")]);

        var read = await ReadAsync(new AuditQuery { Tenant = "a", Run = run, Step = "one", Kind = AuditKind.Effect, From = Noon });

        Assert.Single(read);
    }

    [Fact]
    public async Task Concurrent_appenders_lose_nothing_and_each_keeps_its_order()
    {
        var runs = Enumerable.Range(0, 16).Select(_ => NewRun()).ToList();

        await Task.WhenAll(runs.Select(run => Task.Run(() => AppendAsync(Enumerable.Range(0, 100).Select(i => Record(run: run, step: $"{i}"))))));

        foreach (var run in runs)
        {
            Assert.Equal(Enumerable.Range(0, 100).Select(i => $"{i}"), (await ReadAsync(new AuditQuery { Run = run })).Select(record => record.Step));
        }

        Assert.Null((await Log.VerifyAsync(Cancellation)).Fault);
    }

    [Fact]
    public async Task A_read_sees_the_log_as_it_was_when_it_was_asked_for()
    {
        await AppendAsync([Record(), Record()]);

        var asked = Log.ReadAsync(new AuditQuery(), Cancellation);
        await AppendAsync([Record()]);

        Assert.Equal(2, (await asked.Where(record => record.Kind != AuditKind.Seal).ToListAsync(Cancellation)).Count);
    }

    [Fact]
    public async Task Readers_see_a_growing_prefix_while_a_writer_writes()
    {
        var written = Enumerable.Range(0, 500).Select(_ => Record()).ToList();
        var writing = Task.Run(() => AppendAsync(written));
        var seen = 0;
        while (seen < written.Count)
        {
            var done = writing.IsCompleted;

            var read = await ReadAsync(new AuditQuery());

            Assert.InRange(read.Count, done ? written.Count : seen, written.Count);
            Assert.Equal(written.Take(read.Count).Select(record => record.Id), read.Select(record => record.Id));
            seen = read.Count;
        }

        await writing;
    }

    [Fact]
    public async Task What_was_read_stays_valid_when_the_reader_moves_on()
    {
        await AppendAsync(Enumerable.Range(0, 50).Select(i => Record(body: new EffectRecord { Error = new string((char)('a' + i % 26), 10_000) })));

        var read = await ReadAsync(new AuditQuery());

        Assert.All(read, record => Assert.True(record.HashHolds()));
    }

    [Fact]
    public async Task An_untouched_log_verifies_and_counts_its_records()
    {
        await AppendAsync(Enumerable.Range(0, 100).Select(i => Record(tenant: $"tenant-{i % 3}")));

        var verification = await Log.VerifyAsync(Cancellation);

        Assert.Null(verification.Fault);
        Assert.Equal(100, verification.Records - verification.Seals);
        Assert.InRange(verification.Unsealed, 0, 100);
    }

    [Fact]
    public async Task An_empty_log_reads_as_empty_and_verifies()
    {
        Assert.Empty(await ReadAsync(new AuditQuery()));
        Assert.True((await Log.VerifyAsync(Cancellation)).Holds);
    }

    [Fact]
    public async Task The_same_record_twice_is_named_by_a_verification()
    {
        var record = Record();
        await AppendAsync([Record(), record, Record(), record]);

        var fault = (await Log.VerifyAsync(Cancellation)).Fault;

        Assert.Equal(AuditFaultKind.Inserted, fault?.Kind);
        Assert.Equal(record.Id, fault?.RecordId);
    }

    [Fact]
    public async Task A_cancelled_append_says_so()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Log.AppendAsync(Record(), cancelled.Token).AsTask());
    }

    [Fact]
    public async Task Appends_that_are_given_up_leave_the_others_in_peace()
    {
        await Task.WhenAll(Enumerable.Range(0, 500).Select(i => Task.Run(async () =>
        {
            using var giveUp = new CancellationTokenSource();
            var record = Record();
            var append = Log.AppendAsync(record, giveUp.Token).AsTask();
            if (i % 2 == 0)
            {
                await giveUp.CancelAsync();
            }

            try
            {
                await append;
            }
            catch (OperationCanceledException exception)
            {
                Assert.Equal(giveUp.Token, exception.CancellationToken);
                Assert.True(i % 2 == 0);
            }
        })));

        await AppendAsync([Record()]);
        Assert.InRange((await ReadAsync(new AuditQuery())).Count, 251, 501);
        Assert.True((await Log.VerifyAsync(Cancellation)).Holds);
    }

    protected static RunId NewRun() => new(Guid.CreateVersion7());

    protected static AuditRecord Record(string tenant = "acme", RunId? run = null, string? step = null, DateTimeOffset? time = null, AuditBody? body = null) =>
        AuditRecord.Create(Guid.CreateVersion7(), tenant, run ?? NewRun(), step, attempt: null, time ?? Noon, body ?? new EffectRecord { Result = new JsonBytes("{\"ok\":true}"u8.ToArray()) });

    protected async Task AppendAsync(IEnumerable<AuditRecord> records)
    {
        foreach (var record in records)
        {
            await Log.AppendAsync(record, Cancellation);
        }
    }

    /// <summary>What the query selects, without the seals that the log may have put between.</summary>
    protected async Task<IReadOnlyList<AuditRecord>> ReadAsync(AuditQuery query) =>
        await Log.ReadAsync(query, Cancellation).Where(record => record.Kind != AuditKind.Seal).ToListAsync(Cancellation);
}
