using System.Globalization;
using Orchestration.Audit;
using Orchestration.Models;
using Orchestration.Testing;

namespace Orchestration.Cli.Tests;

/// <summary>A log of three runs, written by hand, so that every figure in it is known.</summary>
internal static class SampleLog
{
    public const string Letter = "01900000-0000-7000-8000-00000000000a", Refused = "01911111-0000-7000-8000-00000000000b", Unfinished = "01922222-0000-7000-8000-00000000000c";

    /// <summary>When the first run started.</summary>
    public static readonly DateTimeOffset Start = new(2026, 1, 1, 8, 0, 0, TimeSpan.Zero);

    private static readonly Price Price = Price.PerMillionTokens(1000m, 2000m);

    public static async Task WriteAsync(string folder, ManualTime time)
    {
        await using var log = FileAuditLog.Open(new FileAuditLogOptions { Folder = folder }, time);
        var number = 0;
        await LetterAsync(new Run(Letter, "acme", Start));
        await RefusedAsync(new Run(Refused, "globex", Start.AddHours(1)));
        await UnfinishedAsync(new Run(Unfinished, "acme", Start.AddDays(1)));

        async Task LetterAsync(Run run)
        {
            await Add(run, 0, null, null, new RunStartedRecord { Graph = "letter", Version = 2, Fingerprint = new('f', 64), Input = Json("""{"to":"Ada","topics":["tea","rain"]}""") });
            await Add(run, 0.5, "address", null, new EffectRecord { Result = Json("\"Ada, 1 Main Street\""), Duration = TimeSpan.FromSeconds(0.5) });
            await Add(run, 0.5, "greeting[then]/greet", 1, Begun("small"));
            await Add(run, 1, "greeting[then]/greet", 1, Ended("small", 0.5, "Dear Ada", 10, 4, usd: null));
            await Add(run, 1, "greeting[then]/greet", null, new StepCompletedRecord { Outcome = StepOutcome.New, RequestHash = Hash, Model = "small", Attempts = 1 });
            await Add(run, 1, "paragraphs[0]/draft", 1, Begun("large"));
            await Add(run, 1, "paragraphs[1]/draft", null, new StepCompletedRecord { Outcome = StepOutcome.Cached, RequestHash = Hash, Model = "large", Completion = new() { Text = "Rain falls." } });
            await Add(run, 2.5, "paragraphs[0]/draft", 1, Ended("large", 1.5, "Tea is a dri", 100, 5, 0.11m) with { Failure = FailureReason.StreamInterrupted, Message = "the connection broke" });
            await Add(run, 2.5, "paragraphs[0]/draft", 2, Begun("small") with { Continues = 1 });
            await Add(run, 4, "paragraphs[0]/draft", 2, Ended("small", 1.5, "drink.", 20, 3, 0.026m) with { Seam = new() { After = 1, Position = 9, Dropped = 3 } });
            await Add(run, 4, "paragraphs[0]/draft", null, new StepCompletedRecord { Outcome = StepOutcome.New, RequestHash = Hash, Model = "small", Attempts = 2, CostUsd = 0.136m });
            await Add(run, 4, null, null, new RunEndedRecord { Outcome = RunOutcome.Succeeded, Attempts = 3, CostUsd = 0.136m, UnpricedAttempts = 1, Duration = TimeSpan.FromSeconds(4), Usage = new() { InputTokens = 130, OutputTokens = 12 } });
        }

        async Task RefusedAsync(Run run)
        {
            await Add(run, 0, null, null, new RunStartedRecord { Graph = "answer", Version = 1, Fingerprint = new('e', 64), Input = Json("\"Why?\"") });
            await Add(run, 0, "answer", 1, Begun("large"));
            await Add(run, 2, "answer", 1, Ended("large", 2, null, null, null, null) with { Failure = FailureReason.Refused, Message = "=no" });
            await Add(run, 2, "answer", null, new StepCompletedRecord { Outcome = StepOutcome.Failed, RequestHash = Hash, Attempts = 1, Failure = FailureReason.Refused });
            await Add(run, 2, null, null, new RunEndedRecord { Outcome = RunOutcome.Failed, FailedStep = "answer", Failure = FailureReason.Refused, Attempts = 1, Duration = TimeSpan.FromSeconds(2) });
        }

        async Task UnfinishedAsync(Run run)
        {
            await Add(run, 0, null, null, new RunStartedRecord { Graph = "answer", Version = 1, Fingerprint = new('e', 64), Input = Json("\"When?\"") });
            await Add(run, 1, "answer", 1, Begun("large"));
        }

        ValueTask Add(Run run, double at, string? step, int? attempt, AuditBody body) => log.AppendAsync(AuditRecord.Create(
            new Guid(++number, 0, 0x7000, 0x80, 0, 0, 0, 0, 0, 0, 0), run.Tenant, RunId.Parse(run.Id, CultureInfo.InvariantCulture), step, attempt, run.Start.AddSeconds(at), body));
    }

    /// <summary>One more record, as an application writes it while the tool looks.</summary>
    public static async Task AddRunAsync(string folder, ManualTime time, string tenant)
    {
        await using var log = FileAuditLog.Open(new FileAuditLogOptions { Folder = folder }, time);
        await log.AppendAsync(AuditRecord.Create(
            new Guid(900, 0, 0x7000, 0x80, 0, 0, 0, 0, 0, 0, 0), tenant, RunId.Parse("01933333-0000-7000-8000-00000000000d", CultureInfo.InvariantCulture), null, null, Start.AddDays(2), new RunStartedRecord { Graph = "late", Version = 1, Fingerprint = new('d', 64) }));
    }

    private const string Hash = "0000000000000000000000000000000000000000000000000000000000000000";

    private sealed record Run(string Id, string Tenant, DateTimeOffset Start);

    private static AttemptStartedRecord Begun(string model) => new() { Model = model, RequestHash = Hash, Request = Json("""{"messages":[{"role":"user","text":"Write."}]}"""), ReservedUsd = 0.5m };

    private static AttemptEndedRecord Ended(string model, double seconds, string? text, long? input, long? output, decimal? usd) => new()
    {
        Model = model,
        RequestHash = Hash,
        Completion = text is null ? null : new() { Text = text, Usage = new() { InputTokens = input, OutputTokens = output } },
        Price = usd is null ? null : Price,
        CostUsd = usd,
        Duration = TimeSpan.FromSeconds(seconds),
        TimeToFirstToken = text is null ? null : TimeSpan.FromSeconds(seconds / 3),
    };

    private static JsonBytes Json(string json) => new(System.Text.Encoding.UTF8.GetBytes(json));
}
