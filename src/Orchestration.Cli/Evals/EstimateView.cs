using Orchestration.Cli.Display;
using Orchestration.Evals.Cassettes;
using Orchestration.Evals.Gates;
using Orchestration.Evals.Running;
using Spectre.Console;

namespace Orchestration.Cli.Evals;

/// <summary>Says what an evaluation would run and cost.</summary>
internal static class EstimateView
{
    /// <param name="screen">Where to.</param>
    /// <param name="eval">The eval's name.</param>
    /// <param name="repeats">How often each case is run.</param>
    /// <param name="variants">How many variants there are.</param>
    /// <param name="estimate">What is expected.</param>
    public static void Show(Screen screen, string eval, int repeats, int variants, EvalEstimate estimate)
    {
        var runs = $"{Words.Count(estimate.Cases, "case")}, {Words.Count(repeats, "repeat")}{(variants > 1 ? $", {Words.Count(variants)} variants" : string.Empty)}: {Words.Count(estimate.Runs, "run")}";
        screen.Markup($"[bold]{Markup.Escape(eval)}[/]  {Markup.Escape($"{runs}, {Sources(estimate)}")}[dim]{Markup.Escape($" {estimate.Basis}")}[/]");
    }

    private static string Sources(EvalEstimate estimate) => estimate switch
    {
        { Cassette: CassetteMode.Play } => "free.",
        { ExpectedUsd: { } usd, FromCassette: > 0 } => $"{Words.Count(estimate.FromCassette)} of them from the cassette, about {Words.Usd(usd)}.",
        { ExpectedUsd: { } usd } => $"about {Words.Usd(usd)}.",
        _ => "at an unknown cost.",
    };
}

/// <summary>Says that a drop is measured again.</summary>
internal static class ConfirmView
{
    public static void Show(Screen screen, GateVerdict verdict, EvalEstimate estimate)
    {
        var metrics = verdict.Metrics.Where(static metric => metric.Gated && metric.Drop >= metric.Margin && metric.AdjustedP < 1).Select(static metric => $"'{metric.Metric}'");
        var cost = estimate.ExpectedUsd is { } usd ? $", about {Words.Usd(usd)}" : string.Empty;
        screen.Markup($"[yellow]{Markup.Escape($"{string.Join(", ", metrics)} may have dropped.")}[/] {Markup.Escape($"Measuring again: {Words.Count(verdict.ConfirmWithRepeats, "repeat")} more, {Words.Count(estimate.Runs, "run")}{cost}.")}");
    }
}
