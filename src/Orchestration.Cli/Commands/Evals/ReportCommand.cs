using System.CommandLine;
using Orchestration.Cli.Display;
using Orchestration.Cli.Evals;
using Orchestration.Evals.Gates;
using Orchestration.Evals.Reports;
using Orchestration.Evals.Running;

namespace Orchestration.Cli.Commands.Evals;

/// <summary><c>eval report</c>: reports and the verdict of results that are there. Needs no application.</summary>
internal static class ReportCommand
{
    public static Command Create(Tool tool, CommonOptions common)
    {
        var folders = new Argument<string[]>("folder") { Description = "Results; several are shards of one evaluation; the newest if left out", Arity = ArgumentArity.ZeroOrMore };
        var root = ResultArguments.Root();
        var baseline = new Option<string?>("--baseline") { Description = "Another baseline than the eval's", HelpName = "file" };
        var against = new Option<string?>("--against") { Description = "Other results, whose outputs are shown beside these", HelpName = "folder" };
        var all = new Option<bool>("--all") { Description = "List all cases that show something, not the first few" };
        var reports = new ReportOptions();
        var command = new ExampledCommand("report", "Writes reports of results, of shards as one, and ends with the verdict", "eval report shard-1 shard-2 --junit results.xml --markdown summary.md") { folders, root, baseline, against, all };
        foreach (var option in reports.All)
        {
            command.Options.Add(option);
        }

        command.SetAction((parse, token) =>
        {
            var isJson = parse.GetValue(common.Json);
            return RunAsync(
                tool,
                ResultArguments.Folders(tool, parse.GetValue(folders), parse.GetValue(root)),
                new(parse.GetValue(root), parse.GetValue(baseline), parse.GetValue(against), parse.GetValue(all), isJson, reports.Read(tool, parse, isJson)),
                token);
        });
        return command;
    }

    private static async Task<int> RunAsync(Tool tool, IReadOnlyList<string> folders, Choices choices, CancellationToken cancellationToken)
    {
        var results = await EvalResults.OpenAsync(folders, cancellationToken).ConfigureAwait(false);
        var (manifest, rules) = (results.Manifest, results.Manifest.Rules ?? new GateRules());
        var places = EvalPlaces.Of(tool, results, choices.Root);
        var baseline = await ResultArguments.BaselineAsync(tool, places, choices.Baseline, cancellationToken).ConfigureAwait(false);
        var verdict = manifest.Shard is null ? await Faults.ToldAsync(() => Gate.DecideAsync(baseline, results, rules, cancellationToken: cancellationToken)).ConfigureAwait(false) : null;
        var report = await EvalReport.CreateAsync(
            results,
            new EvalReportOptions
            {
                Verdict = verdict,
                History = baseline?.History ?? [],
                GoldenSet = await places.GoldenSetAsync(cancellationToken).ConfigureAwait(false),
                ComparedWith = choices.Against is { } other ? await EvalResults.OpenAsync(tool.PathOf(other), cancellationToken).ConfigureAwait(false) : null,
                PassAt = rules.PassAt,
                Root = Revision.Repository(places.Root) ?? places.Root,
            },
            cancellationToken).ConfigureAwait(false);
        var page = await ReportFiles.WriteAsync(tool, report, choices.Reports, Path.Combine(results.Folder, "report.html"), cancellationToken).ConfigureAwait(false);
        var end = new EvalEnd
        {
            Eval = manifest.Eval, ExitCode = verdict is null ? EvalEnd.CodeOf(report.Summary, rules) : (int)verdict.Outcome, Folder = results.Folder, Page = page, Report = report, Verdict = verdict,
        };
        if (choices.IsJson)
        {
            Json.Document(tool.Screen, await EvalDocuments.OfAsync(end.ExitCode, [end]).ConfigureAwait(false));
        }
        else
        {
            await ResultView.ShowAsync(tool.Screen, null, results, report, verdict, rules.PassAt, choices.All, cancellationToken).ConfigureAwait(false);
            NextView.Show(tool, end, places.Root, again: null);
        }

        return end.ExitCode;
    }

    private sealed record Choices(string? Root, string? Baseline, string? Against, bool All, bool IsJson, ReportTargets Reports);
}
