using System.Collections.Immutable;
using System.Globalization;
using Orchestration.Audit;
using Orchestration.Billing;
using Orchestration.Models;

namespace Orchestration.Core.Tests.Billing;

public sealed class ReconciliationTests
{
    private static readonly DateOnly Day = new(2026, 8, 15);
    private static readonly Price Dollar = new() { InputUsdPerMillion = 1, OutputUsdPerMillion = 10, CachedInputUsdPerMillion = 0.1m, CacheWriteUsdPerMillion = 1.25m };
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly InMemoryAuditLog _log = new();
    private int _attempts;

    [Fact]
    public async Task Books_that_agree_have_no_differences()
    {
        await EndAsync(At(12), new Usage { InputTokens = 1_000, OutputTokens = 100 });

        var row = Assert.Single((await CompareAsync("2026-08-15,openai,gpt-4o-2024-08-06,1000,,,100,0.002")).Rows);

        Assert.Equal((Day, "openai", "gpt-4o-2024-08-06"), (row.Day, row.Provider, row.Model));
        Assert.Equal((1_100L, 0.002m), (row.Reported.Tokens!.Value, row.Reported.Usd!.Value));
        Assert.Empty(row.FromReportToInvoice);
        Assert.Equal([new(ReconciliationClass.Estimate, -110, -0.0002m)], row.FromEstimateToReport);
        Sums(row);
    }

    [Fact]
    public async Task Caches_and_reasoning_are_told_apart_from_the_estimates_error()
    {
        await EndAsync(At(12), new Usage { InputTokens = 1_000, CachedInputTokens = 500, CacheWriteTokens = 100, OutputTokens = 300, ReasoningTokens = 200 });

        var row = Assert.Single((await CompareAsync("2026-08-15,openai,gpt-4o-2024-08-06,1000,800,100,300,0.003305")).Rows);

        Assert.Equal(
            [
                new(ReconciliationClass.Estimate, -10 - 120, -0.00113m - 0.0001m + 0.0001m),
                new(ReconciliationClass.Cached, 0, -0.00045m),
                new(ReconciliationClass.CacheWrite, 0, 0.000025m),
                new(ReconciliationClass.Reasoning, 200, 0.002m),
            ],
            row.FromEstimateToReport.Select(static part => part.Class == ReconciliationClass.Estimate ? part with { Tokens = -130, Usd = -0.00113m } : part));
        Assert.Equal(new ReconciliationDifference(ReconciliationClass.Cached, 0, -0.00027m), row.FromReportToInvoice[0]);
        Sums(row);
    }

    [Theory]
    [InlineData(FailureReason.Cancelled, ReconciliationClass.Cancelled)]
    [InlineData(FailureReason.StreamInterrupted, ReconciliationClass.Failed)]
    [InlineData(null, ReconciliationClass.MissingUsage)]
    public async Task A_leg_that_never_reported_explains_what_was_charged_for_it(FailureReason? failure, ReconciliationClass expected)
    {
        await EndAsync(At(11), new Usage { InputTokens = 1_000, OutputTokens = 100 });
        await EndAsync(At(12), null, failure);

        var row = Assert.Single((await CompareAsync("2026-08-15,openai,gpt-4o-2024-08-06,2000,,,150,0.0035")).Rows);

        Assert.Equal(new(expected, -1_210, -0.0022m), row.FromEstimateToReport.Last());
        Assert.Equal(expected, row.FromReportToInvoice[0].Class);
        Assert.Equal(1_050, row.FromReportToInvoice[0].Tokens);
        Assert.Equal((1, 1), (row.AttemptsWithoutUsage, row.UnpricedAttempts));
        Sums(row);
    }

    [Fact]
    public async Task Requests_refused_at_the_door_are_in_no_account()
    {
        await EndAsync(At(12), null, FailureReason.RateLimited);

        var row = Assert.Single((await CompareAsync("2026-08-15,openai,gpt-4o-2024-08-06,10,,,0,0.1")).Rows);

        Assert.Equal(0, row.Estimated.Tokens);
        Assert.Equal(ReconciliationClass.NotInLog, Assert.Single(row.FromReportToInvoice).Class);
    }

    [Fact]
    public async Task An_attempt_that_never_ended_is_visible_and_explains_its_charge()
    {
        await StartAsync(At(12));

        var row = Assert.Single((await CompareAsync("2026-08-15,openai,large,900,,,50,0.001")).Rows);

        Assert.Equal([new(ReconciliationClass.Unfinished, -1_100, 0)], row.FromEstimateToReport);
        Assert.Equal(new(ReconciliationClass.Unfinished, 950, 0), row.FromReportToInvoice[0]);
        Assert.Equal(new(ReconciliationClass.Unknown, 0, 0.001m), row.FromReportToInvoice[1]);
    }

    [Fact]
    public async Task What_the_provider_books_on_the_other_side_of_midnight_is_neither_lost_nor_found()
    {
        await EndAsync(At(23, 59), new Usage { InputTokens = 1_000, OutputTokens = 100 });
        await EndAsync(At(12).AddDays(1), new Usage { InputTokens = 500, OutputTokens = 0 });

        var rows = (await CompareAsync("2026-08-15,openai,gpt-4o-2024-08-06,0,,,0,0", "2026-08-16,openai,gpt-4o-2024-08-06,1500,,,100,0.0025")).Rows;

        Assert.Equal([new(ReconciliationClass.Midnight, -1_100, -0.002m)], rows[0].FromReportToInvoice);
        Assert.Equal([new(ReconciliationClass.Midnight, 1_100, 0.002m)], rows[1].FromReportToInvoice);
    }

    [Fact]
    public async Task A_line_that_is_there_twice_a_model_unknown_and_a_bill_without_a_line_are_named()
    {
        await EndAsync(At(12), new Usage { InputTokens = 1_000, OutputTokens = 100 });
        await EndAsync(At(12), new Usage { InputTokens = 10, OutputTokens = 1 }, model: "small", modelId: "gpt-4o-mini");

        var report = await CompareAsync(
            "2026-08-15,openai,gpt-4o,1000,,,100,0.002", "2026-08-15,openai,gpt-4o,1000,,,100,0.002", "2026-08-15,openai,o9,1,,,1,0.5", "never,openai,o9,1,,,1,0.5");

        Assert.Equal(["o9"], report.UnknownModels);
        Assert.Equal("line 5", Assert.Single(report.Problems).Location);
        Assert.Equal(["gpt-4o-2024-08-06", "gpt-4o-mini", "o9"], report.Rows.Select(static row => row.Model));
        Assert.Equal([new(ReconciliationClass.Duplicate, 1_100, 0.002m)], report.Rows[0].FromReportToInvoice);
        Assert.Equal(ReconciliationClass.NotInvoiced, Assert.Single(report.Rows[1].FromReportToInvoice).Class);
        Assert.Equal([new(ReconciliationClass.NotInLog, 2, 0.5m)], report.Rows[2].FromReportToInvoice);
    }

    [Fact]
    public async Task A_bill_of_dollars_alone_is_compared_in_dollars_alone()
    {
        await EndAsync(At(12), new Usage { InputTokens = 1_000, OutputTokens = 100 });

        var export = UsageExport.ParseCsv("date,model,cost\n2026-08-15,large,0.003\n");
        var row = Assert.Single((await Reconciliation.CompareAsync(_log, export, null, None)).Rows);

        Assert.Null(row.Invoiced.Tokens);
        Assert.Equal([new(ReconciliationClass.Unknown, 0, 0.001m)], row.FromReportToInvoice);
    }

    [Fact]
    public async Task The_differences_of_a_month_always_add_up_whatever_the_order_and_however_the_export_is_cut()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var random = new Random(seed);
            var (records, lines) = Month(random);
            var forward = new InMemoryAuditLog();
            var backward = new InMemoryAuditLog();
            foreach (var record in records)
            {
                await forward.AppendAsync(record, None);
            }

            foreach (var record in Enumerable.Reverse(records))
            {
                await backward.AppendAsync(record, None);
            }

            var cut = random.Next(lines.Count + 1);
            var whole = await Reconciliation.CompareAsync(forward, Export(lines), null, None);
            var parts = await Reconciliation.CompareAsync(backward, UsageExport.Merge(Export(lines.Skip(cut)), Export(lines.Take(cut))), null, None);

            Assert.All(whole.Rows, Sums);
            Assert.Equal(whole.Rows.Select(Text), parts.Rows.Select(Text));
            Assert.Equal(lines.Count, whole.Rows.Sum(static row => row.Lines.Length) + whole.Problems.Length + whole.OutsideDays.Length);
        }
    }

    [Fact]
    public async Task A_month_that_the_provider_exports_from_the_same_books_comes_back_without_a_difference()
    {
        var random = new Random(3);
        var invoice = new SortedDictionary<string, (long Input, long Output, decimal Usd)>(StringComparer.Ordinal);
        for (var i = 0; i < 500; i++)
        {
            var usage = new Usage { InputTokens = random.Next(5_000), OutputTokens = random.Next(500) };
            var at = At(0).AddMinutes(random.Next(28 * 24 * 60));
            await EndAsync(at, usage);
            var key = at.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            var (input, output, usd) = invoice.GetValueOrDefault(key);
            invoice[key] = (input + usage.InputTokens.Value, output + usage.OutputTokens.Value, usd + Cost.Of(usage, Dollar)!.Value.ToUsd());
        }

        var report = await CompareAsync([.. invoice.Select(static day => string.Create(CultureInfo.InvariantCulture, $"{day.Key},openai,gpt-4o-2024-08-06,{day.Value.Input},,,{day.Value.Output},{day.Value.Usd}"))]);

        Assert.Equal(invoice.Count, report.Rows.Length);
        Assert.All(report.Rows, static row => Assert.Empty(row.FromReportToInvoice));
    }

    private static (List<AuditRecord> Records, List<string> Lines) Month(Random random)
    {
        var (records, lines) = (new List<AuditRecord>(), new List<string>());
        FailureReason?[] failures = [null, FailureReason.Cancelled, FailureReason.StreamInterrupted, FailureReason.RateLimited];
        for (var i = 0; i < random.Next(40); i++)
        {
            var at = At(random.Next(24), random.Next(60)).AddDays(random.Next(4));
            var model = random.Next(2) == 0 ? "large" : "small";
            var failure = failures[random.Next(failures.Length)];
            var usage = random.Next(4) == 0 ? null : new Usage
            {
                InputTokens = random.Next(1_000), CachedInputTokens = random.Next(100), CacheWriteTokens = random.Next(50), OutputTokens = random.Next(300), ReasoningTokens = random.Next(50),
            };
            records.Add(Record(i, at, Started(model)));
            if (random.Next(5) > 0)
            {
                records.Add(Record(i, at.AddMinutes(random.Next(10)), Ended(usage, failure, model, random.Next(2) == 0 ? null : $"{model}-id", random.Next(4) == 0 ? null : Dollar)));
            }
        }

        string[] names = ["large", "small-id", "small", "other", ""];
        for (var i = 0; i < 1 + random.Next(12); i++)
        {
            var text = string.Create(CultureInfo.InvariantCulture, $"2026-08-{15 + random.Next(4)},{(random.Next(2) == 0 ? "openai" : "")},{names[random.Next(names.Length)]},{random.Next(3_000)},{random.Next(100)},{random.Next(50)},{random.Next(500)},{(random.Next(3) == 0 ? "" : random.Next(100) / 1_000m)}");
            lines.Add(text);
            if (random.Next(4) == 0)
            {
                lines.Add(text);
            }
        }

        return (records, lines);
    }

    /// <summary>All of a row but where its lines stand.</summary>
    private static string Text(ReconciliationRow row) => string.Join(' ', [row.Day, row.Provider, row.Model, Side(row.Estimated), Side(row.Reported), Side(row.Invoiced),
        Parts(row.FromEstimateToReport), Parts(row.FromReportToInvoice), row.AttemptsWithoutUsage, row.UnpricedAttempts]);

    private static string Side(ReconciliationSide side) => string.Create(CultureInfo.InvariantCulture, $"{side.Tokens} {side.Usd:0.############} {side.Requests} {side.Usage}");

    private static string Parts(ImmutableArray<ReconciliationDifference> parts) =>
        string.Join(',', parts.Select(static part => string.Create(CultureInfo.InvariantCulture, $"{part.Class} {part.Tokens} {part.Usd:0.############}")));

    private static void Sums(ReconciliationRow row)
    {
        Assert.Equal(row.Reported.Tokens - row.Estimated.Tokens, row.FromEstimateToReport.Sum(static part => part.Tokens));
        Assert.Equal(row.Reported.Usd - row.Estimated.Usd, row.FromEstimateToReport.Sum(static part => part.Usd));
        Assert.Equal(row.Invoiced.Tokens is null ? 0 : row.Invoiced.Tokens - row.Reported.Tokens, row.FromReportToInvoice.Sum(static part => part.Tokens));
        Assert.Equal(row.Invoiced.Usd is null ? 0 : row.Invoiced.Usd - row.Reported.Usd, row.FromReportToInvoice.Sum(static part => part.Usd));
    }

    private static UsageExport Export(IEnumerable<string> lines) =>
        UsageExport.ParseCsv("date,provider,model,input_tokens,cached_tokens,cache_write_tokens,output_tokens,cost_usd\n" + string.Concat(lines.Select(static line => line + "\n")));

    private static DateTimeOffset At(int hour, int minute = 0) => new(Day.ToDateTime(new TimeOnly(hour, minute)), TimeSpan.Zero);

    private static AttemptStartedRecord Started(string model) => new() { Model = model, Provider = "openai", RequestHash = new string('0', 64), EstimatedInputTokens = 1_100, MaxOutputTokens = 1_000 };

    private static AttemptEndedRecord Ended(Usage? usage, FailureReason? failure, string model, string? modelId, Price? price) => new()
    {
        Model = model,
        Provider = "openai",
        RequestHash = new string('0', 64),
        Completion = usage is null && modelId is null ? null : new Completion { Text = "tea", ModelId = modelId, Usage = usage },
        Failure = failure,
        EstimatedUsage = new Usage { InputTokens = 1_100, OutputTokens = 110 },
        Price = price,
        CostUsd = Cost.Of(usage, price)?.ToUsd(),
    };

    private static AuditRecord Record(int number, DateTimeOffset at, AuditBody body) =>
        AuditRecord.Create(Guid.CreateVersion7(at), "acme", new RunId(new Guid(number, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1)), "draft", 1, at, body);

    private Task<ReconciliationReport> CompareAsync(params string[] lines) => Reconciliation.CompareAsync(_log, Export(lines), null, None);

    private async Task StartAsync(DateTimeOffset at) => await _log.AppendAsync(Record(++_attempts, at, Started("large")), None);

    private async Task EndAsync(DateTimeOffset at, Usage? usage, FailureReason? failure = null, string model = "large", string modelId = "gpt-4o-2024-08-06")
    {
        await _log.AppendAsync(Record(++_attempts, at, Started(model)), None);
        await _log.AppendAsync(Record(_attempts, at, Ended(usage, failure, model, modelId, Dollar)), None);
    }
}
