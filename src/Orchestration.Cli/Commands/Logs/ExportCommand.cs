using System.CommandLine;
using Orchestration.Audit;
using Orchestration.Cli.Display;
using Orchestration.Cli.Logs;
using Orchestration.Models;

namespace Orchestration.Cli.Commands.Logs;

/// <summary><c>audit export</c>: records for other programs.</summary>
internal static class ExportCommand
{
    public static Command Create(Tool tool, CommonOptions common)
    {
        var (from, to) = (TimeArgument.From(), TimeArgument.To());
        var format = new Option<string>("--format") { Description = "jsonl: the records, byte for byte as they are in the log. csv: a line for each attempt that ended", HelpName = "jsonl|csv", DefaultValueFactory = static _ => "jsonl" };
        format.AcceptOnlyFromAmong("jsonl", "csv");
        var output = new Option<string?>("--output", "-o") { Description = "The file to write; standard output if left out", HelpName = "file" };
        var run = new Option<string?>("--run") { Description = "Only this run: its id, the beginning of it, or 'last'", HelpName = "run" };
        var step = new Option<string?>("--step") { Description = "Only this step's path", HelpName = "path" };
        var model = new Option<string?>("--model") { Description = "Only attempts and steps answered by this model", HelpName = "name" };
        var graph = new Option<string?>("--graph") { Description = "Only runs of this graph", HelpName = "name" };
        var command = new ExampledCommand("export", "Writes records as JSON lines, or attempts as CSV", "audit export --format csv --from 2026-11-01 --to 2026-12-01 -o november.csv") { format, output, run, step, model, graph, from, to };
        command.SetAction(async (parse, token) =>
        {
            var log = common.OpenLog(parse);
            var query = new AuditQuery
            {
                Run = parse.GetValue(run) is { } wanted ? await log.FindAsync(wanted, token).ConfigureAwait(false) : null,
                Step = parse.GetValue(step),
                Model = parse.GetValue(model),
                From = TimeArgument.Read(tool, parse, from),
                To = TimeArgument.Read(tool, parse, to),
            };
            return await RunAsync(tool, log, query, parse.GetValue(graph), parse.GetValue(format) == "csv", parse.GetValue(output), parse.GetValue(common.Json), token).ConfigureAwait(false);
        });
        return command;
    }

    private static async Task<int> RunAsync(Tool tool, AuditFolder log, AuditQuery query, string? graph, bool isCsv, string? output, bool isJson, CancellationToken cancellationToken)
    {
        if (isJson && output is null && isCsv)
        {
            throw new UsageException("CSV on standard output is not JSON. Give --output a file, or leave --json out.");
        }

        await (query.Run is { } only ? log.LookAsync("export", only, cancellationToken) : log.LookAsync("export", cancellationToken)).ConfigureAwait(false);
        var runs = graph is null ? null : await RunsOfAsync(log, graph, cancellationToken).ConfigureAwait(false);
        var file = output is null ? null : new StreamWriter(tool.PathOf(output)) { NewLine = "\n" };
        var export = new RecordExport(file ?? tool.Screen.Out, isCsv);
        var isPartial = false;
        try
        {
            // The attempts alone: their bodies name the model, those of the others are not read.
            await foreach (var record in log.ReadAsync(isCsv ? query with { Kind = AuditKind.AttemptEnded } : query, cancellationToken).ConfigureAwait(false))
            {
                if (runs is null || (record.Run is { } run && runs.Contains(run)))
                {
                    export.Write(record);
                }
            }
        }
        catch (OperationCanceledException)
        {
            isPartial = true;
        }
        finally
        {
            if (file is not null)
            {
                await file.DisposeAsync().ConfigureAwait(false);
            }
        }

        if (isPartial)
        {
            tool.Screen.Error.WriteLine($"Cancelled after {Words.Count(export.Written, "line")}; the rest is missing.");
            return ExitCodes.Cancelled;
        }

        if (output is not null && isJson)
        {
            Json.Document(tool.Screen, new ExportDocument(output, export.Written));
        }
        else if (output is not null)
        {
            tool.Screen.Line($"{Words.Count(export.Written, isCsv ? "attempt" : "record")} written to {output}.");
        }

        return ExitCodes.Ok;
    }

    private static async Task<HashSet<RunId>> RunsOfAsync(AuditFolder log, string graph, CancellationToken cancellationToken)
    {
        // All of the log: a run that began before the period may have records in it.
        var runs = new HashSet<RunId>();
        await foreach (var start in log.ReadAsync(new AuditQuery { Kind = AuditKind.RunStarted }, cancellationToken).ConfigureAwait(false))
        {
            if (((RunStartedRecord)start.Body).Graph == graph)
            {
                runs.Add(start.Run!.Value);
            }
        }

        return runs;
    }
}

/// <summary>What <c>audit export --output FILE --json</c> writes.</summary>
internal sealed record ExportDocument(string Output, long Written);
