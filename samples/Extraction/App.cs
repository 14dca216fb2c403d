using System.CommandLine;
using Extraction.Display;
using Extraction.Models;
using Extraction.Warnings;
using Orchestration.Models;

namespace Extraction;

/// <summary>The command line: what can be said, and how it ends.</summary>
internal static class App
{
    public const int Ok = 0, Failed = 1, Usage = 2, Cancelled = 130;

    // Slow enough to watch, fast enough to wait for.
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(25);

    // What a cancelled batch still has to write takes far less.
    private static readonly TimeSpan TimeToCleanUp = TimeSpan.FromSeconds(10);

    /// <param name="args">As given after <c>--</c>.</param>
    /// <param name="screen">Where to speak.</param>
    /// <param name="environment">A variable's value by its name.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Stops as Ctrl-C does.</param>
    /// <returns>0, or 1 when something failed, 2 when it was not understood, 130 when it was cancelled.</returns>
    public static async Task<int> RunAsync(
        IReadOnlyList<string> args, Screen screen, Func<string, string?> environment, TimeProvider time, CancellationToken cancellationToken = default)
    {
        var output = new InvocationConfiguration
        {
            Output = screen.Console.Profile.Out.Writer, Error = screen.Error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeToCleanUp,
        };
        try
        {
            var parsed = Root(screen, environment, time).Parse(args);
            return parsed.Errors is [var error, ..] ? throw new UsageException(error.Message) : await parsed.InvokeAsync(output, cancellationToken);
        }
        catch (UsageException e)
        {
            screen.Error.WriteLine(e.Message);
            return Usage;
        }
        catch (Exception e) when (e is OrchestrationException or IOException or UnauthorizedAccessException)
        {
            screen.Error.WriteLine(e.Message);
            return Failed;
        }
        catch (OperationCanceledException)
        {
            screen.Error.WriteLine("Cancelled. What was paid for so far is in the audit log.");
            return Cancelled;
        }
    }

    private static RootCommand Root(Screen screen, Func<string, string?> environment, TimeProvider time)
    {
        var documents = new Option<string?>("--documents") { Description = "A folder of .txt files; the included warnings if left out", HelpName = "folder" };
        var output = new Option<string>("--output") { Description = "Where records.csv, records.json and the audit log go", HelpName = "folder", DefaultValueFactory = static _ => "out" };
        var model = new Option<string[]>("--model") { Description = "A model to ask; may be given several times", HelpName = "name", DefaultValueFactory = static _ => [] };
        var parallel = new Option<int>("--parallel") { Description = "How many calls may be under way at once", HelpName = "count", DefaultValueFactory = static _ => 4 };
        var simulate = new Option<bool>("--simulate") { Description = "Ask simulated models even if the environment has keys; no key, no network" };

        var root = new RootCommand("From documents to typed records, to show the structured outputs of the Orchestration library at work.") { documents, output, model, parallel, simulate };
        root.SetAction(async (parse, token) =>
        {
            var pace = screen.IsLive ? Pace : TimeSpan.Zero;
            return await ExtractCommand.RunAsync(
                new Settings
                {
                    Screen = screen,
                    Time = time,
                    Documents = parse.GetValue(documents) ?? Document.Included,
                    Output = Path.GetFullPath(parse.GetValue(output)!),
                    Models = ModelChoice.From(environment, parse.GetValue(model) ?? [], parse.GetValue(simulate), SimulatedModels.All(pace, time)),
                    Parallel = parse.GetValue(parallel) is >= 1 and <= 64 and var calls ? calls : throw new UsageException("--parallel is from 1 to 64."),
                },
                token);
        });
        return root;
    }
}
