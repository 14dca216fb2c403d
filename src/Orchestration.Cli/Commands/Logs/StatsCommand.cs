using System.CommandLine;
using Orchestration.Audit;
using Orchestration.Cli.Display;
using Orchestration.Cli.Logs;
using Spectre.Console;

namespace Orchestration.Cli.Commands.Logs;

/// <summary><c>audit stats</c>: the log's figures.</summary>
internal static class StatsCommand
{
    public static Command Create(Tool tool, CommonOptions common)
    {
        var (from, to) = (TimeArgument.From(), TimeArgument.To());
        var by = new Option<StatisticsBy>("--by") { Description = "What to sum up by; runs by graph, tenant and day, attempts by model and step", HelpName = "graph|model|step|tenant|day", DefaultValueFactory = static _ => StatisticsBy.Graph };
        var command = new ExampledCommand("stats", "Sums up runs, failures, tokens, cost and latency", "audit stats --by model --from 30d") { by, from, to };
        command.SetAction((parse, token) => RunAsync(
            tool, common.OpenLog(parse), parse.GetValue(by), new AuditQuery { From = TimeArgument.Read(tool, parse, from), To = TimeArgument.Read(tool, parse, to) }, parse.GetValue(common.Json), token));
        return command;
    }

    private static async Task<int> RunAsync(Tool tool, AuditFolder log, StatisticsBy by, AuditQuery query, bool isJson, CancellationToken cancellationToken)
    {
        await log.LookAsync("stats", cancellationToken).ConfigureAwait(false);
        var statistics = new LogStatistics(by);
        var isPartial = false;
        try
        {
            await Work.ShowAsync(tool.Screen, "Reading the log", async () =>
            {
                await foreach (var record in log.ReadAsync(query, cancellationToken).ConfigureAwait(false))
                {
                    statistics.Add(record);
                }

                return true;
            }).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            isPartial = true;
        }

        if (isJson)
        {
            Json.Document(tool.Screen, new StatsDocument(Words.Of(by), isPartial, statistics.Rows));
        }
        else
        {
            Show(tool.Screen, by, statistics.Rows);
        }

        if (isPartial)
        {
            tool.Screen.Error.WriteLine("Cancelled: these are the figures of the part that was read.");
        }

        return isPartial ? ExitCodes.Cancelled : ExitCodes.Ok;
    }

    private static void Show(Screen screen, StatisticsBy by, IReadOnlyList<StatisticsRow> rows)
    {
        if (rows.Count == 0)
        {
            screen.Line("The log has nothing of that time.");
            return;
        }

        var isOfAttempts = LogStatistics.IsOfAttempts(by);
        var table = Tables.New(screen, [
            ($"{by}", false), (isOfAttempts ? "Attempts" : "Runs", true), ("Failed", true), .. isOfAttempts ? Array.Empty<(string, bool)>() : [("Attempts", true)], ("Tokens in", true), ("cached", true), ("out", true), ("Cost", true), ("p50", true), ("p95", true), ("1st token p50", true), ("p95", true),
        ]);
        foreach (var row in rows)
        {
            table.AddRow([
                new Text(row.Key.Length == 0 ? "(none)" : row.Key),
                new Text(Words.Count(row.Count)),
                new Text(row.Failed == 0 ? "0" : $"{Words.Count(row.Failed)} ({Words.Percent((double)row.Failed / row.Count)})", new Style(row.Failed == 0 ? Color.Default : Color.Red)),
                .. isOfAttempts ? Array.Empty<Text>() : [new Text(Words.Count(row.Attempts))],
                new Text(Words.Count(row.InputTokens)),
                new Text(Words.Count(row.CachedInputTokens)),
                new Text(Words.Count(row.OutputTokens)),
                new Text(Words.Usd(row.CostUsd, (int)row.UnpricedAttempts)),
                Time(row.MedianSeconds),
                Time(row.P95Seconds),
                Time(row.MedianFirstTokenSeconds),
                Time(row.P95FirstTokenSeconds),
            ]);
        }

        screen.Console.Write(table);

        static Text Time(double? seconds) => new(seconds is { } known ? Words.Seconds(TimeSpan.FromSeconds(known)) : string.Empty);
    }
}

/// <summary>What <c>audit stats --json</c> writes.</summary>
/// <param name="By">What the rows are of.</param>
/// <param name="Partial">Whether it was cancelled before the end of the log.</param>
/// <param name="Rows">By name.</param>
internal sealed record StatsDocument(string By, bool Partial, IReadOnlyList<StatisticsRow> Rows);
