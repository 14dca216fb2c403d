using System.CommandLine;
using System.Text.Json;
using Orchestration.Cli.Commands;
using Orchestration.Models;
using Orchestration.Replay;

namespace Orchestration.Cli;

/// <summary>The command line as a whole: how it is understood, and how it ends.</summary>
internal static class App
{
    public const string Name = "orchestration";

    // What a cancelled command still has to write takes far less.
    private static readonly TimeSpan TimeToCleanUp = TimeSpan.FromSeconds(10);

    /// <param name="args">As given after the tool's name.</param>
    /// <param name="tool">The console, the environment, the clock.</param>
    /// <param name="cancellationToken">Stops as Ctrl-C does.</param>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> args, Tool tool, CancellationToken cancellationToken = default)
    {
        var error = tool.Screen.Error;
        var parsed = CommandTree.Root(tool).Parse(args);
        if (parsed.Errors.Count > 0 && parsed.Action is not System.CommandLine.Help.HelpAction)
        {
            foreach (var fault in parsed.Errors)
            {
                error.WriteLine(fault.Message);
            }

            error.WriteLine($"See: {CommandTree.PathOf(parsed.CommandResult)} --help");
            return ExitCodes.Usage;
        }

        var invocation = new InvocationConfiguration { Output = tool.Screen.Out, Error = error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeToCleanUp };
        try
        {
            return await parsed.InvokeAsync(invocation, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // A command that had something to show by then has shown it, and ended by itself.
            error.WriteLine("Stopped before there was anything to show.");
            return ExitCodes.Cancelled;
        }
#pragma warning disable CA1031 // The one place where an exception becomes a message and an exit code.
        catch (Exception e)
#pragma warning restore CA1031
        {
            error.WriteLine(MessageOf(e));
            return CodeOf(e);
        }
    }

    private static int CodeOf(Exception e) => e switch
    {
        UsageException or RunNotFoundException => ExitCodes.Usage,
        _ => ExitCodes.ToolError,
    };

    private static string MessageOf(Exception e) => e switch
    {
        UsageException or ToolException or OrchestrationException or IOException or UnauthorizedAccessException or InvalidDataException or FormatException or JsonException => e.Message,

        // Not foreseen, so whoever looks into it needs to know where.
        _ => $"{e}{Environment.NewLine}That was not foreseen. Please report it with the lines above.",
    };
}
