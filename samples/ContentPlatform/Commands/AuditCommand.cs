using System.Globalization;
using System.Text.Json;
using ContentPlatform.Articles;
using ContentPlatform.Display;
using Orchestration.Audit;
using Orchestration.Models;
using Spectre.Console;

namespace ContentPlatform.Commands;

/// <summary>Shows what the audit log knows: all runs, one run, or whether the log is as it was written.</summary>
internal static class AuditCommand
{
    public static async Task<int> RunAsync(Settings settings, string? wanted, bool verify, CancellationToken cancellationToken)
    {
        if (verify)
        {
            return await VerifyAsync(settings, cancellationToken);
        }

        if (wanted is null)
        {
            await ListAsync(settings, cancellationToken);
            return App.Ok;
        }

        var run = await RunLog.FindAsync(settings.AuditFolder, wanted, cancellationToken);
        var records = new List<AuditRecord>();
        await foreach (var record in new FileAuditReader(settings.AuditFolder).ReadAsync(new AuditQuery { Run = run }, cancellationToken))
        {
            records.Add(record);
        }

        settings.Screen.Console.Write(RunTree.Of(records));
        return App.Ok;
    }

    /// <summary>The topic in a run's recorded input; empty when the input is not one of this program's.</summary>
    public static string TopicOf(RunStartedRecord start)
    {
        try
        {
            return start.Input.IsEmpty ? string.Empty : JsonSerializer.Deserialize(start.Input.Utf8.Span, ArticleJson.Default.Brief)?.Topic ?? string.Empty;
        }
        catch (JsonException)
        {
            return string.Empty;
        }
    }

    private static async Task ListAsync(Settings settings, CancellationToken cancellationToken)
    {
        var starts = await RunLog.StartsAsync(settings.AuditFolder, cancellationToken);
        var ends = new Dictionary<RunId, RunEndedRecord>();
        await foreach (var record in new FileAuditReader(settings.AuditFolder).ReadAsync(new AuditQuery { Kind = AuditKind.RunEnded }, cancellationToken))
        {
            ends[record.Run!.Value] = (RunEndedRecord)record.Body;
        }

        var table = new Table { Border = TableBorder.Simple };
        foreach (var name in (ReadOnlySpan<string>)["Run", "Started (UTC)", "Topic", "Ended", "Calls", "Tokens", "Cost"])
        {
            table.AddColumn(new TableColumn(new Text(name, new Style(decoration: Decoration.Dim))) { NoWrap = name is "Run" });
        }

        foreach (var run in starts.GroupBy(static start => start.Run!.Value))
        {
            var (first, start) = (run.First(), (RunStartedRecord)run.First().Body);
            var end = ends.GetValueOrDefault(run.Key);
            var how = (start.ReplayOf, run.Count()) switch { ( { }, _) => "replay ", (_, > 1) => "resumed ", _ => string.Empty };
            table.AddRow(
                new Text($"{run.Key}"),
                new Text(first.Time.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)),
                new Text(TopicOf(start)),
                new Text(how + (end is null ? "cut off, or still running" : end.Outcome.ToString().ToLowerInvariant())),
                new Text(end is null ? string.Empty : Words.Count(end.Attempts)),
                new Text(end is null ? string.Empty : Words.Count(Words.Total(end.Usage))),
                new Text(end is null ? string.Empty : Words.Usd(end.CostUsd, end.UnpricedAttempts)));
        }

        settings.Screen.Console.Write(table);
    }

    private static async Task<int> VerifyAsync(Settings settings, CancellationToken cancellationToken)
    {
        await RunLog.StartsAsync(settings.AuditFolder, cancellationToken);
        var found = await new FileAuditReader(settings.AuditFolder).VerifyAsync(cancellationToken);
        if (found.Fault is { } fault)
        {
            settings.Screen.Error.WriteLine($"The audit log is not as it was written. {fault.Kind} at {fault.Location}: {fault.Message}");
            return App.Failed;
        }

        settings.Screen.Markup($"[green]The audit log is as it was written:[/] {Words.Count(found.Records, "record")}, {Words.Count(found.Seals, "seal")}, {Words.Count(found.Unsealed)} not yet sealed.");
        return App.Ok;
    }
}
