using System.Text.Json;
using Orchestration.Audit;
using Orchestration.Testing;

namespace Orchestration.Cli.Tests.Commands;

public sealed class DriftTests : IAsyncLifetime, IDisposable
{
    private static readonly DateOnly Today = new(2026, 1, 1), Day = Today.AddDays(-1);

    private readonly CommandLine _cli = new();
    private readonly DriftLog _log;

    public DriftTests() => _log = new DriftLog(Path.Combine(_cli.Folder, "audit"), _cli.Time);

    public async ValueTask InitializeAsync() => await _log.Quiet(Day.AddDays(-28), Day.AddDays(-1)).WriteAsync();

    [Fact]
    public async Task A_day_like_the_others_is_quiet()
    {
        await _log.Quiet(Day, Day).WriteAsync();

        var (code, output, error) = await _cli.RunAsync("drift");

        Assert.Equal((0, ""), (code, error));
        Assert.StartsWith("✓ No drift on 2025-12-31: 60 calls against 22 days, ", output, StringComparison.Ordinal);
        Assert.Single(output.TrimEnd().Split('\n'));
    }

    [Fact]
    public async Task A_day_that_is_slower_ends_with_3_and_shows_by_how_much_since_when_and_why()
    {
        await _log.Day(Day, 2000, modelId: "large-2026-06").WriteAsync();

        var (code, output, _) = await _cli.RunAsync("drift");

        Assert.Equal(3, code);
        Assert.StartsWith("✗ latency rose from 1", output, StringComparison.Ordinal);
        Assert.Contains("new on 2025-12-31; 60 values against 22 days", output, StringComparison.Ordinal);
        Assert.Contains("The model reports itself as 'large-2026-06'", output, StringComparison.Ordinal);
        Assert.Matches("orchestration audit show [0-9a-f-]{36}", output);
        Assert.Contains("All else is quiet on 2025-12-31", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_report_as_json_has_the_change_and_runs_that_show_it()
    {
        await _log.Day(Day, 2000).WriteAsync();

        var (code, output, _) = await _cli.RunAsync("drift", "--json");

        var alert = Assert.Single(JsonDocument.Parse(output).RootElement.GetProperty("alerts").EnumerateArray());
        Assert.Equal((3, "latency", 5), (code, alert.GetProperty("finding").GetProperty("metric").GetString(), alert.GetProperty("examples").GetArrayLength()));
    }

    [Fact]
    public async Task Of_another_graph_it_is_quiet()
    {
        await _log.Day(Day, 2000).WriteAsync();

        Assert.Equal(3, (await _cli.RunAsync("drift", "--graph", "article")).Code);
        Assert.Equal(0, (await _cli.RunAsync("drift", "--graph", "letter")).Code);
    }

    [Fact]
    public async Task Figures_of_one_tenant_are_kept_apart_from_those_of_all()
    {
        await _log.Quiet(Day.AddDays(-28), Day.AddDays(-1), tenant: "globex").Day(Day, 2000, tenant: "globex").Quiet(Day, Day).WriteAsync();

        Assert.Equal(0, (await _cli.RunAsync("drift", "--tenant", "acme")).Code);
        Assert.Equal(3, (await _cli.RunAsync("drift", "--tenant", "globex")).Code);
        Assert.Equal(3, (await _cli.RunAsync("drift")).Code);
        Assert.Contains("120 calls", (await _cli.RunAsync("drift")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_says_what_such_a_day_would_have_given()
    {
        await _log.Day(Day, 2000).WriteAsync();

        var (_, output, _) = await _cli.RunAsync("drift");

        Assert.Matches("expected  1,?[0-9]+ ms to 1,?[0-9]+ ms on 95 of 100 such days", output);
    }

    [Fact]
    public async Task Past_days_may_be_compared_too_so_that_it_is_known_since_when()
    {
        using var later = new CommandLine();
        var log = new DriftLog(Path.Combine(later.Folder, "audit"), later.Time).Quiet(Day.AddDays(-31), Day.AddDays(-3));
        await log.Day(Day.AddDays(-2), 2000).Day(Day.AddDays(-1), 2000).Day(Day, 2000).WriteAsync();

        var (code, output, _) = await later.RunAsync("drift", "--backfill", "3");

        Assert.Equal(3, code);
        Assert.Contains("since 2025-12-29; 60 values", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_accepted_change_is_quiet_and_shown_until_it_is_compared_again()
    {
        await _log.Day(Day, 2000).WriteAsync();
        Assert.Equal(3, (await _cli.RunAsync("drift")).Code);

        var (code, accepted, _) = await _cli.RunAsync("drift", "--accept", "2025-12-31", "--graph", "article", "--note", "a larger model", "--actor", "kim");
        var (after, output, _) = await _cli.RunAsync("drift");

        Assert.Equal((0, 0), (code, after));
        Assert.Contains("Accepted: graph 'article' is compared with days from 2025-12-31 on alone.", accepted, StringComparison.Ordinal);
        Assert.Contains("graph 'article' changed on 2025-12-31, as accepted by kim (a larger model): compared again from 2026-01-13 on.", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Alerts_are_posted_to_a_webhook_and_what_was_not_delivered_is_said_and_told_with_the_next_report()
    {
        await _log.Day(Day, 2000).Quiet(Day.AddDays(1), Day.AddDays(1)).WriteAsync();
        await using var refusing = new Loopback(System.Net.HttpStatusCode.Forbidden);
        await using var server = new Loopback(System.Net.HttpStatusCode.OK);

        var (code, _, error) = await _cli.RunAsync("drift", "--webhook", refusing.Address);
        var next = await _cli.RunAsync("drift", "--day", "2026-01-01", "--webhook", server.Address);

        Assert.Equal((3, 0), (code, next.Code));
        Assert.Contains("Not delivered: WebhookDriftSink: The webhook at '127.0.0.1' did not take the drift alerts of 2025-12-31: HTTP 403.", error, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", error, StringComparison.Ordinal);
        Assert.StartsWith("Graph 'article'", JsonDocument.Parse(Assert.Single(server.Bodies)).RootElement.GetProperty("text").GetString(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Cancelled_it_says_where_it_goes_on()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        var (code, _, error) = await _cli.RunAsync(cancelled.Token, "drift");

        Assert.Equal(130, code);
        Assert.Contains("kept in .orchestration/drift: the same command goes on from there.", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_look_is_recorded()
    {
        await _cli.RunAsync("drift", "--actor", "kim", "--reason", "the weekly look");

        var looks = await new FileAuditReader(Path.Combine(_cli.Folder, "audit", "access")).ReadAsync(new AuditQuery(), TestContext.Current.CancellationToken)
            .Select(static record => record.Body).OfType<AccessedRecord>().ToListAsync(TestContext.Current.CancellationToken);
        Assert.Equal([("kim", "drift", "the weekly look")], looks.Select(static look => (look.Actor, look.Action, look.Reason!)));
    }

    [Fact]
    public async Task Too_few_days_are_not_compared_and_said_to_be()
    {
        var (code, output, _) = await _cli.RunAsync("drift", "--day", "2025-12-10");

        Assert.Equal(0, code);
        Assert.Contains("Nothing was compared:", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--day", "yesterday", "is no day. Write one as 2026-11-20")]
    [InlineData("--alpha", "2", "--alpha is between 0 and 1")]
    [InlineData("--window", "9", "--window is from 1 to 7")]
    [InlineData("--backfill", "-1", "--backfill is from 0 to 366")]
    [InlineData("--webhook", "chat", "--webhook is no address of the web")]
    public async Task What_cannot_be_meant_is_refused(string option, string value, string message)
    {
        var (code, _, error) = await _cli.RunAsync("drift", option, value);

        Assert.Equal(2, code);
        Assert.Contains(message, error, StringComparison.Ordinal);
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    public void Dispose()
    {
        if (Directory.Exists(_cli.Folder))
        {
            _cli.Dispose();
        }
    }
}
