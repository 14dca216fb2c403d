namespace Orchestration.Evals.Scorers.Judging;

/// <summary>What one judge said.</summary>
/// <param name="Value">From 0 to 1; <see langword="null"/> when it did not answer.</param>
/// <param name="Reason">Its reason, or why there is none.</param>
/// <param name="CostUsd">US dollars.</param>
internal sealed record Verdict(double? Value, string Reason, decimal CostUsd);

/// <summary>Makes one score of several verdicts.</summary>
internal static class Verdicts
{
    public static Score Join(IReadOnlyList<Verdict> verdicts, double? least)
    {
        var cost = verdicts.Sum(static verdict => verdict.CostUsd);
        var answered = verdicts.Where(static verdict => verdict.Value is not null).ToList();
        var silent = verdicts.Count - answered.Count;
        if (silent * 2 >= verdicts.Count)
        {
            return Score.Error($"{answered.Count} of {verdicts.Count} judge(s) answered: {verdicts.First(static verdict => verdict.Value is null).Reason}") with { CostUsd = cost };
        }

        var value = Agreed([.. answered.Select(static verdict => verdict.Value!.Value)]);
        var nearest = answered.MinBy(verdict => Math.Abs(verdict.Value!.Value - value))!;
        var count = verdicts.Count == 1 ? string.Empty
            : FormattableString.Invariant($"{answered.Count(verdict => verdict.Value == value)} of {verdicts.Count} judges{(silent > 0 ? FormattableString.Invariant($", {silent} of whom did not answer") : string.Empty)}: ");
        var reason = $"{count}{nearest.Reason}";
        return (least is { } pass ? Score.Pass(value >= pass, FormattableString.Invariant($"{value:0.###}, {pass:0.###} is asked for. {reason}")) : Score.Of(value, reason)) with { CostUsd = cost };
    }

    /// <summary>The value that most gave; where several have as many, the median of all, which of an even number is the mean of the two in the middle.</summary>
    public static double Agreed(double[] values)
    {
        var counts = values.GroupBy(static value => value).Select(static group => (Value: group.Key, Count: group.Count())).ToList();
        var most = counts.Max(static group => group.Count);
        if (counts.Where(group => group.Count == most).ToList() is [var only])
        {
            return only.Value;
        }

        Array.Sort(values);
        return values.Length % 2 == 1 ? values[values.Length / 2] : (values[(values.Length / 2) - 1] + values[values.Length / 2]) / 2;
    }
}
