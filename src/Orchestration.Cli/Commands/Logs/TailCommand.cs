using System.CommandLine;
using System.Text;
using Orchestration.Audit;
using Orchestration.Cli.Display;
using Orchestration.Cli.Logs;

namespace Orchestration.Cli.Commands.Logs;

/// <summary><c>audit tail</c>: what is being written, as it is written.</summary>
internal static class TailCommand
{
    public static Command Create(Tool tool, CommonOptions common)
    {
        var all = new Option<bool>("--all") { Description = "Begin with what the log holds already" };
        var run = new Option<string?>("--run") { Description = "Only records of this run: its id, or the beginning of it", HelpName = "run" };
        var command = new ExampledCommand("tail", "Shows records as they are written, until Ctrl-C", "audit tail --tenant acme") { all, run };
        command.SetAction((parse, token) => RunAsync(tool, common.OpenLog(parse), parse.GetValue(all), parse.GetValue(run), parse.GetValue(common.Json), token));
        return command;
    }

    private static async Task<int> RunAsync(Tool tool, AuditFolder log, bool all, string? run, bool isJson, CancellationToken cancellationToken)
    {
        await log.LookAsync("tail", cancellationToken).ConfigureAwait(false);
        var follower = new LogFollower(log, tool.Time);
        if (!all)
        {
            follower.SkipToEnd();
        }

        await foreach (var record in follower.FollowAsync(cancellationToken).ConfigureAwait(false))
        {
            if (run is not null && record.Run?.ToString().StartsWith(run, StringComparison.OrdinalIgnoreCase) != true)
            {
                continue;
            }

            if (isJson)
            {
                tool.Screen.Line(Encoding.UTF8.GetString(record.Utf8.Span));
            }
            else if (record.Kind != AuditKind.Seal)
            {
                RecordLine.Show(tool.Screen, record);
            }
        }

        return ExitCodes.Ok;
    }
}
