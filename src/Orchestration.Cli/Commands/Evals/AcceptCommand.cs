using System.CommandLine;
using Orchestration.Cli.Evals;
using Orchestration.Evals.Gates;
using Orchestration.Evals.Running;

namespace Orchestration.Cli.Commands.Evals;

/// <summary><c>eval accept</c>: makes results the baseline. Needs no application.</summary>
internal static class AcceptCommand
{
    public static Command Create(Tool tool, CommonOptions common)
    {
        var name = new Argument<string?>("eval") { Description = "Whose newest complete results; may be left out if one eval has results", Arity = ArgumentArity.ZeroOrOne };
        var from = new Option<string[]>("--from") { Description = "These results, in the place of the newest; several are shards of one evaluation", HelpName = "folder", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = static _ => [] };
        var note = new Option<string?>("--note") { Description = "Why, for the baseline's history", HelpName = "text" };
        var replace = new Option<bool>("--replace") { Description = "Put them in the place of what was accepted; otherwise runs of the same version are pooled, up to ten" };
        var regression = new Option<bool>("--regression") { Description = "Accept them although they are a regression; needs a --note" };
        var baseline = new Option<string?>("--baseline") { Description = "Another file than the eval's", HelpName = "file" };
        var root = ResultArguments.Root();
        var command = new ExampledCommand("accept", "Makes results the baseline that later ones are compared with", "eval accept article --note \"shorter prompt\"") { name, from, note, replace, regression, baseline, root };
        command.SetAction((parse, token) => RunAsync(
            tool,
            new(parse.GetValue(name), parse.GetValue(from)!, parse.GetValue(note), parse.GetValue(replace), parse.GetValue(regression), parse.GetValue(baseline), parse.GetValue(root), parse.GetValue(common.Json)),
            token));
        return command;
    }

    private static async Task<int> RunAsync(Tool tool, Choices choices, CancellationToken cancellationToken)
    {
        if (choices is { AllowsRegression: true } && string.IsNullOrWhiteSpace(choices.Note))
        {
            throw new UsageException("Who accepts a regression says why: --regression --note \"the new model is a third of the price\"");
        }

        var results = choices.From.Length > 0
            ? await EvalResults.OpenAsync(choices.From.Select(tool.PathOf), cancellationToken).ConfigureAwait(false)
            : await NewestAsync(tool, choices, cancellationToken).ConfigureAwait(false);
        if (choices.Eval is { } asked && asked != results.Manifest.Eval)
        {
            throw new UsageException($"The results in '{tool.Shown(results.Folder)}' are of '{results.Manifest.Eval}', and not of '{asked}'.");
        }

        var path = choices.Baseline is { } given ? tool.PathOf(given)
            : EvalPlaces.Of(tool, results, choices.Root).Baseline ?? throw new UsageException("The results do not say where their baseline lies. Give --baseline a file.");
        var before = await Baseline.LoadAsync(path, cancellationToken).ConfigureAwait(false);
        var verdict = await Faults.ToldAsync(() => Gate.DecideAsync(before, results, results.Manifest.Rules ?? new GateRules(), confirmed: true, cancellationToken)).ConfigureAwait(false);
        if (verdict.Outcome == GateOutcome.Regression && !choices.AllowsRegression)
        {
            tool.Screen.Error.WriteLine(verdict.Summary);
            tool.Screen.Error.WriteLine("Nothing was accepted. Repair it, or, if it is meant, accept it with --regression --note \"why\".");
            return ExitCodes.Regression;
        }

        var after = await Faults.ToldAsync(() => Baseline.AcceptAsync(choices.Replaces ? before?.WithoutRuns() : before, results, choices.Note, cancellationToken)).ConfigureAwait(false);
        var isNew = after.History.Count > (before?.History.Count ?? 0);
        if (isNew)
        {
            await after.SaveAsync(path, cancellationToken).ConfigureAwait(false);
        }

        AcceptView.Show(tool, new(path, results.Folder, isNew, before, after), choices.IsJson);
        return ExitCodes.Ok;
    }

    private static async Task<EvalResults> NewestAsync(Tool tool, Choices choices, CancellationToken cancellationToken)
    {
        var root = choices.Root is null ? tool.Folder : tool.PathOf(choices.Root);
        var eval = choices.Eval ?? ResultFolders.Evals(root) switch
        {
            [var only] => only,
            [] => throw new UsageException($"There are no results below '{tool.Shown(root)}'. Run the eval first, or say with --from which results."),
            var several => throw new UsageException($"Say which eval: {string.Join(", ", several)}."),
        };
        foreach (var folder in ResultFolders.NewestFirst(root, eval))
        {
            var results = await EvalResults.OpenAsync(folder, cancellationToken).ConfigureAwait(false);
            if (results.Manifest is { Ended: not null, BudgetExceeded: false, Filter: null, Shard: null })
            {
                return results;
            }
        }

        throw new UsageException($"There are no complete results of '{eval}' below '{tool.Shown(root)}'. Run it without --filter and --shard, or say with --from which results.");
    }

    private sealed record Choices(string? Eval, string[] From, string? Note, bool Replaces, bool AllowsRegression, string? Baseline, string? Root, bool IsJson);
}
