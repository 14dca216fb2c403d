using System.CommandLine;
using Orchestration.Cli.Display;
using Orchestration.Cli.Logs;

namespace Orchestration.Cli.Commands.Logs;

/// <summary><c>audit show</c>: one run, drawn.</summary>
internal static class ShowCommand
{
    public static Command Create(Tool tool, CommonOptions common)
    {
        var run = new Argument<string>("run") { Description = "The run's id, the beginning of it, or 'last'" };
        var content = new Option<bool>("--content") { Description = "Show the input, the requests and the answers too" };
        var command = new ExampledCommand("show", "Draws a run: its steps with outcome, attempts, cost and a time line", "audit show last --reason \"ticket 4711\"") { run, content };
        command.SetAction((parse, token) => RunAsync(tool, common.OpenLog(parse), parse.GetValue(run)!, parse.GetValue(content), parse.GetValue(common.Json), token));
        return command;
    }

    private static async Task<int> RunAsync(Tool tool, AuditFolder log, string wanted, bool hasContent, bool isJson, CancellationToken cancellationToken)
    {
        var id = await log.FindAsync(wanted, cancellationToken).ConfigureAwait(false);
        await log.LookAsync("show", id, cancellationToken).ConfigureAwait(false);
        var run = RecordedRun.Of(await log.RecordsAsync(id, cancellationToken).ConfigureAwait(false))
            ?? throw log.Missing(id);
        if (isJson)
        {
            Json.Document(tool.Screen, RunDocument.Of(run, hasContent));
            return ExitCodes.Ok;
        }

        RunDrawing.Show(tool.Screen, run);
        if (hasContent)
        {
            RunContent.Show(tool.Screen, run);
        }

        return ExitCodes.Ok;
    }
}
