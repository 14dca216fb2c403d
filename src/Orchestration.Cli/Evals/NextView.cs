using Orchestration.Evals.Cassettes;
using Spectre.Console;

namespace Orchestration.Cli.Evals;

/// <summary>What to do next, last on the screen.</summary>
internal static class NextView
{
    /// <param name="tool">Where to.</param>
    /// <param name="end">How the eval came out.</param>
    /// <param name="root">The folder that its paths start from.</param>
    /// <param name="again">The command that takes it up again; <see langword="null"/> if nothing ran.</param>
    public static void Show(Tool tool, EvalEnd end, string root, string? again)
    {
        if (Step(tool, end, root, again) is { } step)
        {
            tool.Screen.Markup($"[dim]Next:[/] {Markup.Escape(step)}");
        }

        if (end.Page is { } page)
        {
            tool.Screen.Markup($"[dim]Page:[/] {Markup.Escape(tool.Shown(page))}");
        }
    }

    private static string? Step(Tool tool, EvalEnd end, string root, string? again)
    {
        var place = root == tool.Folder ? string.Empty : $" --root {Typed.Quoted(tool.Shown(root))}";
        var accept = $"{App.Name} eval accept {Typed.Quoted(end.Eval)}{place}";
        var manifest = end.Report!.Summary.Manifest;
        return end switch
        {
            { Estimate: { Cassette: CassetteMode.Play } played, ExitCode: ExitCodes.TooManyErrors } when again is not null && played.FromCassette < played.Runs => $"record what the cassette lacks: {again} --record-missing",
            { ExitCode: ExitCodes.BudgetExceeded or ExitCodes.TooManyErrors } when again is not null => $"mend what was in the way, then take it up again: {again}",
            { Verdict: null } when manifest.Shard is { } shard => $"this is shard {shard}. Decide on all of them: {App.Name} eval report {Typed.Quoted(tool.Shown(end.Folder!))} ..",
            { Verdict: null } => null,
            { Verdict.ConfirmWithRepeats: > 0 } when again is not null => $"the drop was not measured again, since the cassette has no more repeats or --no-confirm was given. To do so: {App.Name} eval run {Typed.Quoted(end.Eval)} --record-missing",
            { ExitCode: ExitCodes.Regression } => $"look at the cases, and repair what broke them. If the drop is meant: {accept} --regression --note \"why\"",
            { Verdict.ComparedCases: 0 } when manifest.Filter is null => $"if these results are good: {accept}",
            { ExitCode: ExitCodes.Ok } when manifest is { Filter: null } => $"more runs make the baseline see more: {accept}",
            _ => null,
        };
    }
}
