using System.CommandLine;
using Orchestration.Audit;
using Orchestration.Cli.Display;
using Orchestration.Cli.Logs;
using Orchestration.Evals.Reruns;
using Orchestration.Evals.Running;
using Orchestration.Models;

namespace Orchestration.Cli.Commands.Replays;

/// <summary><c>replay rerun</c>: a recorded run once more, live, in another way.</summary>
internal static class RerunCommand
{
    public static Command Create(Tool tool, CommonOptions common)
    {
        var run = new Argument<string>("run") { Description = "The run's id, the beginning of it, or 'last'" };
        var version = new Option<int?>("--version") { Description = "Another registered version of the graph", HelpName = "number" };
        var step = new Option<string?>("--step") { Description = "Only this step, on the recorded answers of those before it, by its path", HelpName = "path" };
        var live = new LiveOptions(tool);
        var command = new ExampledCommand(
            "rerun",
            "Does a run again, live and paid for, on another model, prompt or graph version, and sets both side by side. Ends with 5 if the budget was in the way",
            "replay rerun last --model gpt-5-mini --budget 0.50") { run, version, step };
        live.AddTo(command);
        command.WithApplication(common).SetAction(async (parse, token) =>
        {
            var log = common.OpenLog(parse);
            var options = new RerunOptions { Model = parse.GetValue(live.Model), GraphVersion = parse.GetValue(version), Step = parse.GetValue(step), Budget = live.BudgetOf(parse) };
            var id = await log.FindAsync(parse.GetValue(run)!, token).ConfigureAwait(false);
            var looked = await log.LookAsync("rerun", id, token).ConfigureAwait(false);
            var start = await StartOfAsync(log, looked, id, token).ConfigureAwait(false);
            var application = await ReplayApplication.OpenAsync(common, parse, looked, live.OpenOwn(parse, log), token).ConfigureAwait(false);
            await using (application.ConfigureAwait(false))
            {
                if (!parse.GetValue(live.Effects) && options.Step is null && start.OnlyStep is null)
                {
                    application.RefuseEffects(start.Graph, VersionOf(application, start, options), "or do one model step again with --step");
                }

                var result = await RerunAsync(tool, application, id, options, token).ConfigureAwait(false);
                Show(tool, parse.GetValue(live.ToAudit)!, result, parse.GetValue(common.Json));
                return CodeOf(result);
            }
        });
        return command;
    }

    /// <summary>The run's first record.</summary>
    /// <exception cref="UsageException">There is none for whoever looks.</exception>
    internal static async Task<RunStartedRecord> StartOfAsync(AuditFolder log, IAuditLog looked, RunId run, CancellationToken cancellationToken)
    {
        await foreach (var record in looked.ReadAsync(new AuditQuery { Run = run, Kind = AuditKind.RunStarted }, cancellationToken).ConfigureAwait(false))
        {
            return (RunStartedRecord)record.Body;
        }

        throw log.Missing(run);
    }

    private static async Task<RerunResult> RerunAsync(Tool tool, ReplayApplication application, RunId run, RerunOptions options, CancellationToken cancellationToken)
    {
        try
        {
            return await Work.ShowAsync(tool.Screen, "Running it again", () => application.Orchestrator.RerunAsync(application.Log, run, options, cancellationToken)).ConfigureAwait(false);
        }
        catch (ArgumentException e)
        {
            throw LiveOptions.Refused(e);
        }
    }

    // Which version is executed: as the library chooses it.
    private static int? VersionOf(ReplayApplication application, RunStartedRecord start, RerunOptions options)
    {
        try
        {
            return RunReruns.Find(application.Orchestrator.Graphs, start, options).Version;
        }
        catch (ArgumentException e)
        {
            throw LiveOptions.Refused(e);
        }
    }

    private static void Show(Tool tool, string folder, RerunResult result, bool isJson)
    {
        if (isJson)
        {
            Json.Document(tool.Screen, RerunDocument.Of(result));
            return;
        }

        RerunView.Show(tool.Screen, result);
        tool.Screen.Markup($"[dim]{Spectre.Console.Markup.Escape($"All of it: {App.Name} audit show {result.After.Run} --audit {folder}")}[/]");
    }

    private static int CodeOf(RerunResult result) => result.Judgement != CaseOutcome.Error ? ExitCodes.Ok : IsOfBudget(result) ? ExitCodes.BudgetExceeded : ExitCodes.ToolError;

    // Of a step's own budget or the run's: either way it is the money that was not there.
    private static bool IsOfBudget(RerunResult result) => result.FailureReason == FailureReason.Budget;
}
