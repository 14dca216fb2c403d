using Orchestration.Evals.GoldenSets;
using Orchestration.Evals.Scorers.Judging;

namespace Orchestration.Evals.Scorers;

/// <summary>How well a judge agrees with people on outputs that both have judged.</summary>
/// <remarks>Percent agreement says little: two who pass nine outputs in ten agree on eight of ten by chance. Kappa is what is left above chance.</remarks>
public sealed record JudgeCalibration
{
    /// <summary>The least <see cref="Kappa"/> of a judge that may fail a build.</summary>
    public const double LeastKappa = 0.6;

    /// <summary>The fewest <see cref="Labels"/> of a judge that may fail a build.</summary>
    public const int LeastLabels = 50;

    /// <summary>The judge's <see cref="Judge.Version"/>: another rubric, model or number of judges is another judge.</summary>
    public required string Judge { get; init; }

    /// <summary>Outputs that a person and the judge have both judged.</summary>
    public required int Labels { get; init; }

    /// <summary>Outputs that a person has judged, and on which the judge gave an error. They are in no other number.</summary>
    public int Unanswered { get; init; }

    /// <summary>Cohen's kappa of passed or not: 1 is full agreement, 0 what chance gives. 0 where all verdicts of both are the same, which shows nothing.</summary>
    public required double Kappa { get; init; }

    /// <summary>Of the outputs that people passed, those that the judge passed.</summary>
    public required JudgedRate TruePositives { get; init; }

    /// <summary>Of the outputs that people did not pass, those that the judge passed.</summary>
    public required JudgedRate FalsePositives { get; init; }

    /// <summary>Whether that is enough for the judge's metric to fail a build.</summary>
    public bool MayGate => Labels >= LeastLabels && Kappa >= LeastKappa;

    /// <summary>Calibrates by pairs of verdicts.</summary>
    /// <param name="judge">The judge.</param>
    /// <param name="verdicts">What a person said of an output and what the judge did: whether it passes.</param>
    /// <param name="unanswered"><inheritdoc cref="Unanswered" path="/summary"/></param>
    public static JudgeCalibration Of(Judge judge, IEnumerable<(bool Human, bool Judge)> verdicts, int unanswered = 0)
    {
        var (both, humanOnly, judgeOnly, neither) = (0, 0, 0, 0);
        foreach (var verdict in verdicts)
        {
            _ = verdict switch
            {
                (true, true) => both++,
                (true, false) => humanOnly++,
                (false, true) => judgeOnly++,
                _ => neither++,
            };
        }

        double n = both + humanOnly + judgeOnly + neither;
        var chance = n == 0 ? 1 : (((both + humanOnly) / n * (both + judgeOnly)) + ((neither + judgeOnly) / n * (neither + humanOnly))) / n;
        return new JudgeCalibration
        {
            Judge = judge.Version,
            Labels = (int)n,
            Unanswered = unanswered,
            Kappa = chance >= 1 ? 0 : (((both + neither) / n) - chance) / (1 - chance),
            TruePositives = new JudgedRate(both, both + humanOnly),
            FalsePositives = new JudgedRate(judgeOnly, judgeOnly + neither),
        };
    }

    /// <summary>Calibrates by cases on whose output a person's verdict stands under <c>expect.human</c>: true, false or a number from 0 to 1. Others are left out.</summary>
    /// <param name="judge">The judge.</param>
    /// <param name="scores">The cases with the judge's score of that output.</param>
    /// <param name="passAt">The number from which on an output has passed, for people and judge.</param>
    /// <exception cref="FormatException">A case's <c>expect.human</c> is none of these.</exception>
    public static JudgeCalibration Of(Judge judge, IEnumerable<(GoldenCase Case, Score Score)> scores, double passAt = 0.5)
    {
        var verdicts = new List<(bool, bool)>();
        var unanswered = 0;
        foreach (var (@case, score) in scores)
        {
            if (HumanLabel.Of(@case) is not { } human || score.Kind == ScoreKind.NotApplicable)
            {
                continue;
            }

            if (score.Kind == ScoreKind.Error)
            {
                unanswered++;
            }
            else
            {
                verdicts.Add((human >= passAt, score.Value >= passAt));
            }
        }

        return Of(judge, verdicts, unanswered);
    }
}

/// <summary>A share with its uncertainty.</summary>
/// <param name="Hits">How many did.</param>
/// <param name="Of">Of how many.</param>
public readonly record struct JudgedRate(int Hits, int Of)
{
    // The quantile of a two-sided 95 % interval. At none and at all the ends are 0 and 1 exactly; computed, they would miss by a rounding.
    private const double Z = 1.959963984540054;

    /// <summary>The share; <see cref="double.NaN"/> of none.</summary>
    public double Value => (double)Hits / Of;

    /// <summary>The lower end of Wilson's 95 % interval (E. B. Wilson, JASA 22, 1927); 0 of none.</summary>
    public double Low => Hits == 0 ? 0 : Math.Max(0, Center - Reach);

    /// <summary>The upper end of the interval; 1 of none.</summary>
    public double High => Hits == Of ? 1 : Math.Min(1, Center + Reach);

    private double Center => (Value + (Z * Z / (2.0 * Of))) / (1 + (Z * Z / Of));

    private double Reach => Z / (1 + (Z * Z / Of)) * Math.Sqrt((Value * (1 - Value) / Of) + (Z * Z / (4.0 * Of * Of)));
}
