using System.Text.Json;

namespace Orchestration.Evals.Scorers.Metrics;

/// <summary>What a run may take: 1 up to the most, then falling in a straight line to 0.</summary>
/// <param name="name">Its name.</param>
/// <param name="unit">What is counted, for the reason.</param>
/// <param name="max">The argument's member for the most.</param>
/// <param name="zeroAt">The argument's member for where 0 is reached.</param>
/// <param name="measure">Reads the run; <see langword="null"/> = unknown.</param>
internal sealed class CeilingMetric(string name, string unit, string max, string zeroAt, Func<RunFigures, double?> measure) : Metric<CeilingMetric.Rule>
{
    public static CeilingMetric Cost { get; } = new("cost", "USD", "maxUsd", "zeroAtUsd", static run => run.UnpricedAttempts == 0 ? (double)run.CostUsd : null);

    public static CeilingMetric Latency { get; } = new("latency", "s", "maxSeconds", "zeroAtSeconds", static run => run.Duration.TotalSeconds);

    public static CeilingMetric Attempts { get; } = new("attempts", "attempts", "max", "zeroAt", static run => run.Attempts);

    public static CeilingMetric Splices { get; } = new("splices", "splices", "max", "zeroAt", static run => run.Splices);

    public override string Name => name;

    public override string Form => $$"""a number, or {"{{max}}": .., "{{zeroAt}}": ..}; 0 is reached at twice the most unless said, and one above a most of 0""";

    public override bool JudgesOutput => false;

    protected override Rule ReadRule(JsonElement argument)
    {
        var read = new Argument(argument, max, zeroAt);
        var most = read.IsObject ? read.Number(max) ?? throw new FormatException($"It has no {max}.") : Argument.NumberOf(argument, "it");
        var zero = read.Number(zeroAt) ?? (most > 0 ? 2 * most : 1);
        return most < 0 || zero <= most ? throw new FormatException(FormattableString.Invariant($"From {most} to {zero} it cannot fall.")) : new Rule(most, zero);
    }

    protected override Score Judge(Rule rule, Part part)
    {
        if (measure(part.Whole.Run) is not { } value)
        {
            return Score.Error(FormattableString.Invariant($"The {name} of {part.Whole.Run.UnpricedAttempts} attempt(s) is unknown: give their model a price."));
        }

        var score = value <= rule.Max ? 1 : Math.Max(0, (rule.ZeroAt - value) / (rule.ZeroAt - rule.Max));
        return Score.Of(score, FormattableString.Invariant($"{value:0.######} {unit}{(value <= rule.Max ? string.Empty : FormattableString.Invariant($", more than {rule.Max:0.######}"))}."));
    }

    internal sealed record Rule(double Max, double ZeroAt);
}
