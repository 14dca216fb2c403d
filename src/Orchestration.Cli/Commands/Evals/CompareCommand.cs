using System.CommandLine;
using Orchestration.Cli.Display;
using Orchestration.Cli.Evals;
using Orchestration.Evals.Running;

namespace Orchestration.Cli.Commands.Evals;

/// <summary><c>eval compare</c>: two results, two variants, or a baseline and results, side by side. Needs no application.</summary>
internal static class CompareCommand
{
    private const int Most = 5;

    public static Command Create(Tool tool, CommonOptions common)
    {
        var before = new Argument<string>("before") { Description = "A folder of results: the older side; alone, its variants are compared" };
        var now = new Argument<string?>("now") { Description = "A folder of results: the newer side", Arity = ArgumentArity.ZeroOrOne };
        var variants = new Option<string[]>("--variant") { Description = "Which variant of each side, such as \"article@2 on small\"; given twice, older first; the first of each if left out", HelpName = "name", DefaultValueFactory = static _ => [] };
        var baseline = new Option<bool>("--baseline") { Description = "Compare the results with their baseline" };
        var all = new Option<bool>("--all") { Description = "List all cases that moved, not the first few" };
        var root = ResultArguments.Root();
        var command = new ExampledCommand("compare", "Sets two results side by side: metrics, cases that got better and worse, outputs, cost and latency", "eval compare results/before results/after") { before, now, variants, baseline, all, root };
        command.SetAction(async (parse, token) =>
        {
            var first = tool.PathOf(parse.GetValue(before)!);
            var second = parse.GetValue(now) is { } folder ? tool.PathOf(folder) : null;
            var (old, fresh) = await SidesAsync(tool, first, second, parse.GetValue(variants)!, parse.GetValue(baseline), parse.GetValue(root), token).ConfigureAwait(false);
            var shown = parse.GetValue(all) ? int.MaxValue : Most;
            var comparison = await SideComparison.OfAsync(old, fresh, shown, token).ConfigureAwait(false);
            if (parse.GetValue(common.Json))
            {
                Json.Document(tool.Screen, CompareDocument.Of(comparison));
            }
            else
            {
                CompareView.Show(tool.Screen, comparison, shown);
            }

            return ExitCodes.Ok;
        });
        return command;
    }

    private static async Task<(Side Before, Side Now)> SidesAsync(Tool tool, string first, string? second, string[] variants, bool withBaseline, string? root, CancellationToken cancellationToken)
    {
        var before = await EvalResults.OpenAsync(first, cancellationToken).ConfigureAwait(false);
        if (withBaseline)
        {
            if (second is not null)
            {
                throw new UsageException("With --baseline give one folder: its results are the newer side.");
            }

            var places = EvalPlaces.Of(tool, before, root);
            var accepted = await ResultArguments.BaselineAsync(tool, places, null, cancellationToken).ConfigureAwait(false) ?? throw new UsageException($"'{before.Manifest.Eval}' has no baseline yet. Make one of results that are good: {App.Name} eval accept");
            return (Side.Of(accepted), await SideAsync(before, variants, 0, null, cancellationToken).ConfigureAwait(false));
        }

        if (second is null)
        {
            return before.Manifest.Variants.Length > 1
                ? (await SideAsync(before, variants, 0, null, cancellationToken).ConfigureAwait(false), await SideAsync(before, variants, 1, null, cancellationToken).ConfigureAwait(false))
                : throw new UsageException("These results have one variant. Name other results to compare them with, or give --baseline.");
        }

        var now = await EvalResults.OpenAsync(second, cancellationToken).ConfigureAwait(false);
        return (await SideAsync(before, variants, 0, tool.Shown(first), cancellationToken).ConfigureAwait(false), await SideAsync(now, variants, 1, tool.Shown(second), cancellationToken).ConfigureAwait(false));
    }

    /// <param name="results">The results.</param>
    /// <param name="variants">Which variants were asked for.</param>
    /// <param name="place">Which of them is this side's.</param>
    /// <param name="folder">What to call it, where the sides are different results.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    private static Task<Side> SideAsync(EvalResults results, string[] variants, int place, string? folder, CancellationToken cancellationToken)
    {
        List<string> known = [.. results.Manifest.Variants.Select(static variant => variant.Variant.ToString())];
        var variant = place < variants.Length ? variants[place] : folder is null && place < known.Count ? known[place] : known[0];
        return known.Contains(variant, StringComparer.Ordinal)
            ? Side.OfAsync(results, variant, folder is null ? variant : $"{folder} ({variant})", cancellationToken)
            : throw new UsageException($"The results have no variant '{variant}'. They have: {string.Join(", ", known)}.");
    }
}
