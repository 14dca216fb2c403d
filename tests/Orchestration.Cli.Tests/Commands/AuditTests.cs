using System.Text.Json;
using Orchestration.Audit;
using Orchestration.Testing;

namespace Orchestration.Cli.Tests.Commands;

public sealed class AuditTests : IAsyncLifetime, IDisposable
{
    private readonly CommandLine _cli = new();

    private string Log => Path.Combine(_cli.Folder, "audit");

    public async ValueTask InitializeAsync() => await SampleLog.WriteAsync(Log, _cli.Time);

    [Fact]
    public async Task List_has_a_line_for_each_run_newest_first()
    {
        var (code, output, error) = await _cli.RunAsync("audit", "list");

        Assert.Equal((0, ""), (code, error));
        var lines = output.Split('\n').Where(static line => line.Contains("019", StringComparison.Ordinal)).ToArray();
        Assert.Contains("unfinished", lines[0], StringComparison.Ordinal);
        Assert.Contains("failed in answer", lines[1], StringComparison.Ordinal);
        Assert.Equal(
            [SampleLog.Letter, "2026-01-01 08:00:00", "acme", "letter v2", "succeeded", "3", "142", "$0.136 + ?", "4.0 s"],
            lines[2].Split("  ", StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
    }

    [Theory]
    [InlineData("--failed", SampleLog.Refused)]
    [InlineData("--graph letter", SampleLog.Letter)]
    [InlineData("--model small", SampleLog.Letter)]
    [InlineData("--tenant globex", SampleLog.Refused)]
    [InlineData("--from 2026-01-02", SampleLog.Unfinished)]
    [InlineData("--to 2026-01-01T08:30Z", SampleLog.Letter)]
    [InlineData("--limit 1 --page 2", SampleLog.Refused)]
    public async Task List_shows_what_is_asked_for(string filter, string run)
    {
        var (_, output, _) = await _cli.RunAsync(["audit", "list", "--json", .. filter.Split(' ')]);

        var found = Assert.Single(JsonDocument.Parse(output).RootElement.GetProperty("runs").EnumerateArray());
        Assert.Equal(run, found.GetProperty("run").GetString());
    }

    [Fact]
    public async Task A_time_that_is_none_is_refused_with_the_forms_there_are()
    {
        var (code, _, error) = await _cli.RunAsync("audit", "list", "--from", "yesterday");

        Assert.Equal(2, code);
        Assert.Contains("Write a day (2026-11-20)", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_may_see_one_tenant_sees_no_other()
    {
        _cli.Environment["ORCHESTRATION_TENANTS"] = "globex";

        Assert.DoesNotContain("acme", (await _cli.RunAsync("audit", "list")).Out, StringComparison.Ordinal);
        Assert.DoesNotContain("acme", (await _cli.RunAsync("audit", "export")).Out, StringComparison.Ordinal);
        Assert.Equal(2, (await _cli.RunAsync("audit", "list", "--tenant", "acme")).Code);
        Assert.Equal(2, (await _cli.RunAsync("audit", "show", SampleLog.Letter)).Code);
    }

    [Fact]
    public async Task Show_draws_steps_attempts_costs_and_when_they_ran()
    {
        using var narrow = new CommandLine { Width = 110 };
        await SampleLog.WriteAsync(Path.Combine(narrow.Folder, "audit"), narrow.Time);

        var (code, output, _) = await narrow.RunAsync("audit", "show", "01900000");

        Assert.Equal(0, code);
        Assert.Equal(Drawing, output, ignoreLineEndingDifferences: true);
    }

    [Fact]
    public async Task Show_as_json_has_every_attempt()
    {
        var (_, output, _) = await _cli.RunAsync("audit", "show", SampleLog.Letter, "--json", "--content");

        var run = JsonDocument.Parse(output).RootElement;
        Assert.Equal("Ada", run.GetProperty("input").GetProperty("to").GetString());
        var draft = run.GetProperty("steps").EnumerateArray().Single(static step => step.GetProperty("step").GetString() == "paragraphs[0]/draft");
        Assert.Equal(0.136m, draft.GetProperty("costUsd").GetDecimal());
        Assert.Equal(["stream_interrupted", null], draft.GetProperty("attempts").EnumerateArray().Select(static a => a.TryGetProperty("failure", out var why) ? why.GetString() : null));
        Assert.Equal(9, draft.GetProperty("attempts")[1].GetProperty("seam").GetProperty("position").GetInt32());
    }

    [Fact]
    public async Task Show_content_has_input_request_and_answer()
    {
        var (_, output, _) = await _cli.RunAsync("audit", "show", "last", "--content");

        Assert.Contains("\"When?\"", output, StringComparison.Ordinal);
        Assert.Contains("answer attempt 1: request to large", output, StringComparison.Ordinal);
        Assert.Contains("never ended", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_beginning_that_several_runs_have_is_refused_with_their_ids()
    {
        var (code, _, error) = await _cli.RunAsync("audit", "show", "019");

        Assert.Equal(2, code);
        Assert.Contains("3 runs begin with '019'", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_holds_and_its_anchors_miss_a_log_that_was_cut()
    {
        var (code, output, _) = await _cli.RunAsync("audit", "verify", "--save-anchors", "seals.json");
        Assert.Equal(0, code);
        Assert.Contains("The audit log is as it was written", output, StringComparison.Ordinal);
        Assert.Equal(0, (await _cli.RunAsync("audit", "verify", "--anchors", "seals.json")).Code);

        var file = Assert.Single(Directory.GetFiles(Log, "audit-*.jsonl"));
        var lines = await File.ReadAllLinesAsync(file, TestContext.Current.CancellationToken);
        await File.WriteAllLinesAsync(file, lines.Where(static line => !line.Contains("\"kind\":\"seal\"", StringComparison.Ordinal)), TestContext.Current.CancellationToken);

        var (cut, _, error) = await _cli.RunAsync("audit", "verify", "--anchors", "seals.json");
        Assert.Equal(1, cut);
        Assert.Contains("was kept elsewhere, is not in the log", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_names_the_record_that_was_changed()
    {
        var file = Assert.Single(Directory.GetFiles(Log, "audit-*.jsonl"));
        var text = await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(file, text.Replace("Dear Ada", "Dear Eve", StringComparison.Ordinal), TestContext.Current.CancellationToken);

        var (code, _, error) = await _cli.RunAsync("audit", "verify");

        Assert.Equal(1, code);
        Assert.Contains("changed at audit-00000001.jsonl:4", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_gives_the_records_byte_for_byte()
    {
        var (code, output, _) = await _cli.RunAsync("audit", "export");

        Assert.Equal(0, code);
        Assert.Equal(await File.ReadAllTextAsync(Assert.Single(Directory.GetFiles(Log, "audit-*.jsonl")), TestContext.Current.CancellationToken), output);
    }

    [Fact]
    public async Task Export_as_csv_has_a_line_for_each_attempt_and_nothing_that_a_spreadsheet_runs()
    {
        var (_, output, _) = await _cli.RunAsync("audit", "export", "--format", "csv", "-o", "attempts.csv");

        Assert.Contains("4 attempts written to attempts.csv", output, StringComparison.Ordinal);
        var lines = await File.ReadAllLinesAsync(Path.Combine(_cli.Folder, "attempts.csv"), TestContext.Current.CancellationToken);
        Assert.StartsWith("time,tenant,run,step,attempt,model", lines[0], StringComparison.Ordinal);
        Assert.StartsWith($"2026-01-01T08:00:02.5000000Z,acme,{SampleLog.Letter},paragraphs[0]/draft,1,large,,,stream interrupted,100,,5,,0.11,,1.5,0.5,", lines[2], StringComparison.Ordinal);
        Assert.Equal(5, lines.Length);
    }

    [Theory]
    [InlineData("graph", "letter", 1, 0.136)]
    [InlineData("tenant", "acme", 1, 0.136)]
    [InlineData("day", "2026-01-01", 2, 0.136)]
    [InlineData("model", "small", 2, 0.026)]
    [InlineData("step", "letter/paragraphs/draft", 2, 0.136)]
    public async Task Stats_sum_up(string by, string key, int count, double usd)
    {
        var (_, output, _) = await _cli.RunAsync("audit", "stats", "--by", by, "--json");

        var row = JsonDocument.Parse(output).RootElement.GetProperty("rows").EnumerateArray().Single(row => row.GetProperty("key").GetString() == key);
        Assert.Equal((count, (decimal)usd), (row.GetProperty("count").GetInt32(), row.GetProperty("costUsd").GetDecimal()));
    }

    [Fact]
    public async Task Tail_shows_what_is_written_until_it_is_cancelled()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var tail = _cli.RunAsync(stop.Token, "audit", "tail", "--json");
        while (_cli.Time.Timers == 0 || !await IsLookOverAsync())
        {
            await Task.Yield();
        }

        await SampleLog.AddRunAsync(Log, _cli.Time, "acme");
        _cli.Time.Advance(TimeSpan.FromSeconds(1));
        while (_cli.Time.Timers == 0)
        {
            await Task.Yield();
        }

        await stop.CancelAsync();
        var (code, output, _) = await tail;

        Assert.Equal(130, code);
        var record = JsonDocument.Parse(output.Split('\n')[0]).RootElement;
        Assert.Equal("late", record.GetProperty("body").GetProperty("graph").GetString());
    }

    [Theory]
    [InlineData("list", null)]
    [InlineData("show", SampleLog.Letter)]
    [InlineData("stats", null)]
    [InlineData("export", null)]
    public async Task Each_look_leaves_a_record_beside_the_log(string command, string? run)
    {
        await _cli.RunAsync([.. new[] { "audit", command, run, "--tenant", "acme", "--actor", "kim", "--reason", "ticket 7" }.OfType<string>()]);

        var look = Assert.Single(await new FileAuditReader(Looks).ReadAsync(new() { Kind = AuditKind.Accessed }, TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken));
        Assert.Equal(("acme", run), (look.Tenant, look.Run?.ToString()));
        Assert.Equal(new AccessedRecord { Actor = "kim", Action = command, Reason = "ticket 7" }, look.Body);
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    public void Dispose() => _cli.Dispose();

    private string Looks => Path.Combine(Log, "access");

    // The log of looks is open, with timers of its own, while one is written; when the tool has closed it, the only timer is that of its next look at the folder.
    private async Task<bool> IsLookOverAsync()
    {
        if (!Directory.Exists(Looks) || !await new FileAuditReader(Looks).ReadAsync(new() { Kind = AuditKind.Accessed }, TestContext.Current.CancellationToken).AnyAsync(TestContext.Current.CancellationToken))
        {
            return false;
        }

        try
        {
            await using var open = FileAuditLog.Open(new() { Folder = Looks }, new ManualTime());
            return _cli.Time.Timers > 0;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private const string Drawing = """
        letter v2  01900000-0000-7000-8000-00000000000a  tenant acme  2026-01-01 08:00:00 UTC
        succeeded in 4.0 s: 3 attempts, 142 tokens (130 in, 12 out), $0.136 + ?

        Step                 Outcome             Model         Cost      Time  0 s               2.0 s
        ✓ address            read                effect                500 ms  ━━━━━
        ✓ greeting                               1 item     unknown    500 ms      ┈┈┈┈┈┈
        └─ ✓ [then]                                         unknown    500 ms      ┈┈┈┈┈┈
           └─ ✓ greet        done                small      unknown    500 ms      ──━━━━
        ✓ paragraphs                             2 items     $0.136     3.0 s           ┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈
        ├─ ✓ [0]                                             $0.136     3.0 s           ┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈
        │  └─ ✓ draft        done, try 2         small       $0.136     3.0 s           ─────━━━━━━━━─────━━━━━━━━━━
        │       ✗ attempt 1  stream interrupted  large        $0.11     1.5 s           ─────━━━━━━━━━
        │       ✓ attempt 2  carries on          small       $0.026     1.5 s                        ─────━━━━━━━━━━
        └─ ✓ [1]                                                          0 s           ┈
           └─ ↺ draft        cached              large                    0 s           ◆

        paragraphs[0]/draft attempt 1 on large stream interrupted: the connection broke
        paragraphs[0]/draft attempt 2 on small carries on attempt 1 after 9 characters, 3 more dropped unseen

        """;
}
