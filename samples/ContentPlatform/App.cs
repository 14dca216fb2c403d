using System.CommandLine;
using ContentPlatform.Articles;
using ContentPlatform.Commands;
using ContentPlatform.Display;
using Orchestration.Models;
using Orchestration.Replay;

namespace ContentPlatform;

/// <summary>The command line: what can be said, and how it ends.</summary>
internal static class App
{
    /// <summary>How the program is called from the repository, for hints.</summary>
    public const string Name = "dotnet run --project samples/ContentPlatform --";

    public const int Ok = 0, Failed = 1, Usage = 2, Cancelled = 130;

    private const string DefaultTopic = "The sperm whale";

    // What a cancelled run still has to write takes far less.
    private static readonly TimeSpan TimeToCleanUp = TimeSpan.FromSeconds(10);

    /// <param name="args">As given after <c>--</c>.</param>
    /// <param name="screen">Where to speak.</param>
    /// <param name="environment">A variable's value by its name.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Stops a run as Ctrl-C does.</param>
    /// <returns>0, or 1 when something failed, 2 when it was not understood, 130 when it was cancelled.</returns>
    public static async Task<int> RunAsync(
        IReadOnlyList<string> args, Screen screen, Func<string, string?> environment, TimeProvider time, CancellationToken cancellationToken = default)
    {
        var parsed = Root(screen, environment, time).Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
            {
                screen.Error.WriteLine(error.Message);
            }

            screen.Error.WriteLine($"See {Name} --help");
            return Usage;
        }

        var invocation = new InvocationConfiguration
        {
            Output = screen.Console.Profile.Out.Writer, Error = screen.Error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeToCleanUp,
        };
        try
        {
            return await parsed.InvokeAsync(invocation, cancellationToken);
        }
        catch (UsageException e)
        {
            screen.Error.WriteLine(e.Message);
            return Usage;
        }
        catch (RunNotFoundException e)
        {
            screen.Error.WriteLine(e.Message);
            return Usage;
        }
        catch (ReplayDivergenceException e)
        {
            screen.Error.WriteLine(e.Message);
            DivergenceView.Show(screen, e.Divergence);
            return Failed;
        }
        catch (Exception e) when (e is OrchestrationException or IOException or InvalidDataException or UnauthorizedAccessException)
        {
            screen.Error.WriteLine(e.Message);
            return Failed;
        }
        catch (OperationCanceledException)
        {
            return Cancelled;
        }
    }

    private static RootCommand Root(Screen screen, Func<string, string?> environment, TimeProvider time)
    {
        var audit = new Option<string>("--audit") { Description = "The folder of the audit log", DefaultValueFactory = static _ => "audit", Recursive = true, HelpName = "folder" };
        var output = new Option<string>("--out") { Description = "The folder articles are written to", DefaultValueFactory = static _ => "out", HelpName = "folder" };
        var local = new Option<bool>("--local") { Description = "Use the local model even if the environment names another" };
        var simulate = new Option<bool>("--simulate") { Description = "Start a simulator of four providers and use these; no key, no network" };
        var outage = new Option<bool>("--outage") { Description = "With --simulate: the provider that begins the shown text goes down in the middle of it, and another goes on" };
        var pace = new Option<double?>("--pace") { Description = "Tokens a second at which the local model, or the text with an outage, streams, so that it can be watched", HelpName = "tokens/s" };
        var sources = new Option<string?>("--sources") { Description = "A folder of .md or .txt files; the included texts on the whale if left out", HelpName = "folder" };
        var fail = new Option<string[]>("--fail") { Description = "Lets the first calls of a step fail, as research:2; may be given several times", HelpName = "step:count", DefaultValueFactory = static _ => [] };
        var verify = new Option<bool>("--verify") { Description = "Check the whole log against its hashes and seals" };
        var topic = new Argument<string[]>("topic") { Description = $"What the article is on; \"{DefaultTopic}\" if left out", Arity = ArgumentArity.ZeroOrMore };
        var run = new Argument<string>("run") { Description = "The run's id, the beginning of it, or \"last\"" };
        var anyRun = new Argument<string?>("run") { Description = "The run's id, the beginning of it, or \"last\"; all runs are listed if left out", Arity = ArgumentArity.ZeroOrOne };

        bool HasOutage(ParseResult parse) => parse.GetValue(outage) && !parse.GetValue(simulate)
            ? throw new UsageException("--outage needs --simulate, since no real provider goes down when it is told to. Write: write --simulate --outage")
            : parse.GetValue(outage);

        Settings SettingsOf(ParseResult parse, bool ofModels = true) => new()
        {
            Screen = screen,
            Time = time,
            AuditFolder = Path.GetFullPath(parse.GetValue(audit)!),
            OutFolder = Path.GetFullPath(parse.GetValue(output) ?? "out"),
            Models = Models.ModelChoice.From(environment, parse.GetValue(local) || !ofModels, parse.GetValue(simulate) && ofModels) with { HasOutage = HasOutage(parse) && ofModels },
            Pace = parse.GetValue(pace) is not (<= 0 or > 1e9 or double.NaN) ? parse.GetValue(pace) : throw new UsageException("--pace must be more than 0. Give the tokens a second, such as 200."),
            Failures = Models.PlannedFailures.Parse(parse.GetValue(fail) ?? []),
        };

        var write = new Command("write", "Writes an article from a folder of texts") { topic, sources, output, fail, local, simulate, outage, pace };
        write.SetAction((parse, token) => WriteCommand.RunAsync(
            SettingsOf(parse), parse.GetValue(topic) is { Length: > 0 } said ? string.Join(' ', said).Trim() : DefaultTopic, parse.GetValue(sources) ?? SourceFolder.Included, token));

        var resume = new Command("resume", "Goes on with a run that was cut off, and pays only for what is missing") { run, output, fail, local, simulate, outage, pace };
        resume.SetAction((parse, token) => ResumeCommand.RunAsync(SettingsOf(parse), parse.GetValue(run)!, token));

        var replay = new Command("replay", "Runs a recorded run again from the log: no model is called") { run, output };
        replay.SetAction((parse, token) => ReplayCommand.RunAsync(SettingsOf(parse, ofModels: false), parse.GetValue(run)!, token));

        var show = new Command("audit", "Shows what happened in a run, or lists the runs") { anyRun, verify };
        show.SetAction((parse, token) => AuditCommand.RunAsync(SettingsOf(parse, ofModels: false), parse.GetValue(anyRun), parse.GetValue(verify), token));

        var graph = new Command("graph", "Prints the graph as a Mermaid flow chart");
        graph.SetAction(_ => screen.Line(ArticleGraph.Write.ToMermaid().TrimEnd()));

        var root = new RootCommand("Writes documents from your own texts, to show the Orchestration library at work.") { audit, write, resume, replay, show, graph };
        root.SetAction(parse => root.Parse("--help").Invoke(new InvocationConfiguration { Output = screen.Console.Profile.Out.Writer }));
        return root;
    }
}
