using System.Globalization;
using Orchestration.Evals.Running;

namespace Orchestration.Evals.Gates;

/// <summary>What the gate says, each with what to do next.</summary>
internal sealed class Sentences(Baseline? baseline, EvalManifest manifest, SampleSet samples, GateRules rules, int compared)
{
    private const int Named = 5;

    public static string Fell(double before, double now, string? reason) => Text($"{before:0.00} -> {now:0.00}{Because(reason)}");

    public static string Grew(double before, double now) => Text($"{before:G3} -> {now:G3}, {Growth((now / before) - 1)}");

    public static string CriticalFailed(int passed, int runs, string? reason) => Text($"Critical, and passed {passed} of {runs} runs{Because(reason)}");

    public static string Lost(int before, int now, string? reason) => Text($"Passed all {before} runs of the baseline and none of {now} now{Because(reason)}");

    public static string Again(string summary, int repeats) => Text($"{summary} It is close enough to be measured again: run {repeats} repeats more, and decide on all of them.");

    public static string Regression(List<CaseFinding> criticals, List<Measure> regressed)
    {
        var parts = regressed.ConvertAll(static measure => measure.IsRatio
            ? Text($"'{measure.Metric}' grew by {Growth(measure.Drop)}, from {measure.Comparison!.Baseline:G3} to {measure.Comparison.Now:G3} ({P(measure.AdjustedP)})")
            : Text($"'{measure.Metric}' fell by {Points(measure.Drop)}, from {measure.Comparison!.Baseline:0.000} to {measure.Comparison.Now:0.000} ({P(measure.AdjustedP)})"));
        if (criticals.Count > 0)
        {
            parts.Insert(0, $"critical cases did not pass all of their runs: {Names(criticals)}");
        }

        var worst = regressed.Count > 0 ? regressed[0].Comparison!.Worst : [];
        return $"Regression: {string.Join("; ", parts)}.{(worst.IsEmpty ? string.Empty : $" Look first at {Names(worst)}.")}";
    }

    public static string Ok(List<Measure> measures)
    {
        var gated = measures.Where(static measure => measure.Gated).ToList();
        var least = gated.OrderByDescending(static measure => measure.SmallestVisible / measure.MustSee).First();
        return $"No regression. A {(least.IsRatio ? $"growth of {Growth(least.SmallestVisible!.Value)}" : $"drop of {Points(least.SmallestVisible!.Value)}")} in '{least.Metric}' would have been seen.";
    }

    public string BudgetExceeded() => Text($"The budget ended the evaluation after {manifest.SpentUsd:0.####} USD, before it was complete. Raise it and take the evaluation up again with --resume, or take fewer cases or repeats.");

    public string TooManyErrors(double share) =>
        Text($"{100 * share:0.#} % of the runs could not be judged, and {100 * rules.MaxErrors:0.#} % may: {samples.RunErrors} runs and {samples.ScoreErrors.Values.Sum()} scores ended in an error. See the errors in the results, then take the evaluation up again with --resume.");

    /// <summary>Why a green would mean nothing; <see langword="null"/> when it would mean something.</summary>
    public string? Inconclusive(List<Measure> measures, List<CaseFinding> unjudged)
    {
        var gated = measures.Where(static measure => measure.Gated).ToList();
        var doubt = manifest.Ended is null || samples.Cases.Length < manifest.Cases ? Text($"the evaluation is not complete: it holds {samples.Cases.Length} of {manifest.Cases} cases. Take it up again with --resume")
            : unjudged.Count > 0 ? $"critical cases could not be judged: {Names(unjudged)}. Take the evaluation up again with --resume, or give them an expectation that a gated metric holds them to"
            : baseline is null ? "there is no baseline to compare with. If these results are good, accept them with `orchestration eval accept`, and commit the file"
            : compared == 0 ? "no case is in the baseline under the same hash. If the new cases are right, accept a new baseline with `orchestration eval accept`"
            : gated.Count == 0 ? "no metric may fail the build: all are only shown"
            : gated.Find(static measure => measure.Comparison is null) is { } apart ? $"'{apart.Metric}' was not compared. {apart.Note?.TrimEnd('.')} (`orchestration eval accept`), or do not gate it"
            : gated.Find(static measure => measure.IsBlind) is { } blind ? Blind(blind)
            : null;
        return doubt is null ? null : $"Inconclusive: {doubt}.";
    }

    private static string Blind(Measure measure)
    {
        var smallest = measure.SmallestVisible!.Value;
        var (visible, asked) = measure.IsRatio
            ? (smallest >= 999 ? "no growth" : $"only a growth of {Growth(smallest)} or more", Growth(Math.Exp(measure.MustSee) - 1))
            : (smallest >= 1 ? "no drop" : $"only a drop of {Points(smallest)} or more", Points(measure.MustSee));
        var enough = measure.Enough() switch
        {
            ({ } cases, { } repeats) => Text($"About {cases} such cases would do, or {repeats} repeats of these, in the baseline too"),
            ({ } cases, null) => Text($"About {cases} such cases would do"),
            (null, { } repeats) => Text($"{repeats} repeats of these cases, in the baseline too, would do"),
            _ => "A larger difference between Margin and MustSee is needed",
        };
        return $"no regression was seen, but {visible} in '{measure.Metric}' would have been, and {asked} are to be. {enough}";
    }

    private static string Names(IReadOnlyCollection<CaseFinding> findings)
    {
        var names = findings.Select(static finding => finding.Case).Distinct(StringComparer.Ordinal).ToList();
        return string.Join(", ", names.Take(Named).Select(static name => $"'{name}'")) + (names.Count > Named ? Text($" and {names.Count - Named} more") : string.Empty);
    }

    private static string Because(string? reason) => reason is null ? "." : $": {reason}";

    private static string Points(double drop) => Text($"{100 * drop:0.0} points");

    private static string Growth(double growth) => Text($"{100 * growth:0.#} %");

    private static string P(double p) => p < 0.0001 ? "p < 0.0001" : Text($"p = {p:0.0000}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
