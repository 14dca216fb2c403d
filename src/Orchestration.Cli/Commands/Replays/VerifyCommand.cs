using System.Collections.Immutable;
using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Orchestration.Cli.Display;
using Orchestration.Cli.Logs;
using Orchestration.Evals.Reruns;
using Orchestration.Models;
using Orchestration.Routing;
using Orchestration.Runs;

namespace Orchestration.Cli.Commands.Replays;

/// <summary><c>replay verify</c>: whether the code of now, on the recorded answers, still asks what it asked.</summary>
internal static class VerifyCommand
{
    public static Command Create(Tool tool, CommonOptions common)
    {
        var run = new Argument<string?>("run") { Description = "The run's id, the beginning of it, or 'last'; a sample of runs if left out", Arity = ArgumentArity.ZeroOrOne };
        var (from, to) = (TimeArgument.From(), TimeArgument.To());
        var graph = new Option<string?>("--graph") { Description = "Of a sample: only runs of this graph", HelpName = "name" };
        var sample = new Option<int?>("--sample") { Description = "How many runs; 100 if left out. The same ones each time", HelpName = "count" };
        var command = new ExampledCommand(
            "verify",
            "Executes the graph again on the recorded answers, asks no model, and names the first request that differs. Ends with 0 if it holds, 1 if it diverged or could not be executed, 2 if there is no such run",
            "replay verify last --project src/Shop\n" + "replay verify --graph article --from 7d --sample 200") { run, graph, from, to, sample }.WithApplication(common);
        command.SetAction(async (parse, token) =>
        {
            var log = common.OpenLog(parse);
            var window = new TrafficOptions { Graph = parse.GetValue(graph), From = TimeArgument.Read(tool, parse, from), To = TimeArgument.Read(tool, parse, to), Tenant = log.Rights.Only };
            var isJson = parse.GetValue(common.Json);
            if (parse.GetValue(run) is { } wanted)
            {
                return window is { Graph: null, From: null, To: null } && parse.GetValue(sample) is null
                    ? await OneAsync(tool, common, parse, log, wanted, isJson, token).ConfigureAwait(false)
                    : throw new UsageException("One run has no window. Leave out the run for a sample, or --graph, --from, --to and --sample for the run.");
            }

            var count = parse.GetValue(sample) ?? 100;
            return count >= 1
                ? await ManyAsync(tool, common, parse, log, window, count, isJson, token).ConfigureAwait(false)
                : throw new UsageException("--sample is at least 1.");
        });
        return command;
    }

    private static async Task<int> OneAsync(Tool tool, CommonOptions common, ParseResult parse, AuditFolder log, string wanted, bool isJson, CancellationToken cancellationToken)
    {
        var run = await log.FindAsync(wanted, cancellationToken).ConfigureAwait(false);
        var looked = await log.LookAsync("verify", run, cancellationToken).ConfigureAwait(false);
        var application = await ReplayApplication.OpenAsync(common, parse, looked, own: null, cancellationToken).ConfigureAwait(false);
        await using (application.ConfigureAwait(false))
        {
            var verified = await Work.ShowAsync(
                tool.Screen, "Executing the run again on its recorded answers", () => application.Orchestrator.VerifyAsync(application.Log, run, OptionsOf(application), cancellationToken)).ConfigureAwait(false);
            if (isJson)
            {
                Json.Document(tool.Screen, VerificationDocument.Of(verified));
            }
            else
            {
                VerificationView.Show(tool.Screen, verified);
            }

            return verified.Outcome == VerificationOutcome.Holds ? ExitCodes.Ok : ExitCodes.ToolError;
        }
    }

    private static async Task<int> ManyAsync(Tool tool, CommonOptions common, ParseResult parse, AuditFolder log, TrafficOptions window, int sample, bool isJson, CancellationToken cancellationToken)
    {
        var looked = await log.LookAsync("verify", cancellationToken).ConfigureAwait(false);
        var application = await ReplayApplication.OpenAsync(common, parse, looked, own: null, cancellationToken).ConfigureAwait(false);
        await using (application.ConfigureAwait(false))
        {
            var traffic = await Traffic.LoadAsync(looked, window, sample, seed: "1", cancellationToken).ConfigureAwait(false);
            var done = await Counting.ShowAsync(tool.Screen, "Verifying", tell => VerifyAsync(application, traffic.Sample, tell, cancellationToken)).ConfigureAwait(false);
            var summary = new VerificationSummary { Runs = done };
            var isPartial = done.Length < traffic.Sample.Count;
            if (isJson)
            {
                Json.Document(tool.Screen, VerificationsDocument.Of(summary, traffic.Runs.Count, isPartial));
            }
            else
            {
                VerificationView.Show(tool.Screen, summary, traffic.Runs.Count);
            }

            if (isPartial)
            {
                tool.Screen.Error.WriteLine($"Cancelled: {Words.Count(done.Length)} of {Words.Count(traffic.Sample.Count, "run")} were verified. A smaller --sample is a beginning of the same one.");
                return ExitCodes.Cancelled;
            }

            return summary.Diverged + summary.NotVerifiable == 0 ? ExitCodes.Ok : ExitCodes.ToolError;
        }
    }

    // As the library verifies a sample, but what was done by the time of a Ctrl-C is kept.
    private static async Task<ImmutableArray<RunVerification>> VerifyAsync(ReplayApplication application, List<RunId> runs, Action<string> tell, CancellationToken cancellationToken)
    {
        var (results, options, done) = (new RunVerification?[runs.Count], OptionsOf(application), 0);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.MaxConcurrency, CancellationToken = cancellationToken };
        try
        {
            await Parallel.ForAsync(0, runs.Count, parallel, async (i, token) =>
            {
                var one = await application.Orchestrator.VerifyAsync(application.Log, [runs[i]], options, token).ConfigureAwait(false);
                results[i] = one.Runs[0];
                tell($"{Words.Count(Interlocked.Increment(ref done))} of {Words.Count(runs.Count)}");
            }).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Its caller sees that some are missing.
        }

        return [.. results.OfType<RunVerification>()];
    }

    private static VerifyOptions OptionsOf(ReplayApplication application)
    {
        var models = application.Services.GetRequiredService<RoutingTable>().Models;
        return new VerifyOptions { Profiles = name => models.FirstOrDefault(model => model.Name == name)?.Profile };
    }
}
