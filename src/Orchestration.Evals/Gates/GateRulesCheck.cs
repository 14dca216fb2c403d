using Orchestration.Evals.Running;

namespace Orchestration.Evals.Gates;

/// <summary>Refuses rules that say nothing sensible.</summary>
internal static class GateRulesCheck
{
    public static void Check(GateRules rules, EvalManifest manifest)
    {
        Check(rules.Alpha is > 0 and <= 0.5, nameof(GateRules.Alpha), rules.Alpha, "a level above 0 and at most 0.5");
        Check(rules.ConfirmAlpha >= rules.Alpha && rules.ConfirmAlpha <= 1, nameof(GateRules.ConfirmAlpha), rules.ConfirmAlpha, "from Alpha to 1");
        Check(rules.Margin is >= 0 and < 1, nameof(GateRules.Margin), rules.Margin, "from 0 to below 1: two points are 0.02");
        Check(rules.MustSee > rules.Margin && rules.MustSee <= 1, nameof(GateRules.MustSee), rules.MustSee, "above Margin, since a smaller drop never fails, and at most 1");
        Check(rules.PassAt is >= 0 and <= 1, nameof(GateRules.PassAt), rules.PassAt, "a score from 0 to 1");
        Check(rules.MaxErrors is >= 0 and <= 1, nameof(GateRules.MaxErrors), rules.MaxErrors, "a share from 0 to 1");
        Check(rules.MaxCostGrowth is null or (> 0 and < 100), nameof(GateRules.MaxCostGrowth), rules.MaxCostGrowth ?? 0, "above 0: 10 % is 0.10");
        Check(rules.MaxLatencyGrowth is null or (> 0 and < 100), nameof(GateRules.MaxLatencyGrowth), rules.MaxLatencyGrowth ?? 0, "above 0: 20 % is 0.20");
        foreach (var metric in rules.Metrics)
        {
            if (!manifest.Metrics.ContainsKey(metric))
            {
                throw new ArgumentException($"The gate of the eval '{manifest.Eval}' names the metric '{metric}', which its results do not have. They have {string.Join(", ", manifest.Metrics.Keys.Select(static name => $"'{name}'"))}. Cost and latency are gated by {nameof(GateRules.MaxCostGrowth)} and {nameof(GateRules.MaxLatencyGrowth)}.", nameof(rules));
            }
        }
    }

    private static void Check(bool holds, string rule, double value, string expected)
    {
        if (!holds)
        {
            throw new ArgumentException(FormattableString.Invariant($"{nameof(GateRules)}.{rule} is {value}; it must be {expected}."), rule);
        }
    }
}
