using FsCheck;
using FsCheck.Fluent;
using Orchestration.Evals.Scorers;

namespace Orchestration.Evals.Tests.Scorers;

public sealed class JudgeCalibrationTests
{
    private static readonly Judge Judge = Scorer.Judge(Rubric.PassFail("Is the tea hot?"));

    [Fact]
    public void Kappa_is_that_of_the_published_example()
    {
        // 31, 12, 4 and 58: the documentation of statpsych's ci.kappa, which gives 0.6756757.
        var calibration = JudgeCalibration.Of(Judge, Verdicts(58, 4, 12, 31));

        Assert.Equal(0.6756757, calibration.Kappa, 1e-7);
        Assert.Equal((105, true), (calibration.Labels, calibration.MayGate));
        Assert.Equal((58, 62), (calibration.TruePositives.Hits, calibration.TruePositives.Of));
        Assert.Equal((12, 43), (calibration.FalsePositives.Hits, calibration.FalsePositives.Of));
    }

    [Fact]
    public void Percent_agreement_is_not_enough()
    {
        // 90 % agreement of two who pass nearly everything.
        var calibration = JudgeCalibration.Of(Judge, Verdicts(90, 5, 5, 0));

        Assert.True(calibration.Kappa < 0);
        Assert.False(calibration.MayGate);
    }

    [Theory]
    [InlineData(25, 24, false)]
    [InlineData(25, 25, true)]
    [InlineData(50, 0, false)]
    public void A_judge_may_gate_from_50_labels_on_that_show_something(int pass, int fail, bool mayGate) => Assert.Equal(mayGate, JudgeCalibration.Of(Judge, Verdicts(pass, 0, 0, fail)).MayGate);

    [Fact]
    public void Wilsons_interval_is_that_of_the_formula()
    {
        // Newcombe, Statistics in Medicine 17, 1998, table I, method 3: 81 of 263 and 0 of 20.
        Assert.Equal((0.2553, 0.3662), (Math.Round(new JudgedRate(81, 263).Low, 4), Math.Round(new JudgedRate(81, 263).High, 4)));
        Assert.Equal((0, 0.1611), (new JudgedRate(0, 20).Low, Math.Round(new JudgedRate(0, 20).High, 4)));
        Assert.Equal((0, 1), (new JudgedRate(0, 0).Low, new JudgedRate(0, 0).High));
    }

    [Fact]
    public void The_interval_of_none_begins_at_0_and_that_of_all_ends_at_1()
    {
        for (var of = 0; of <= 300; of++)
        {
            Assert.Equal((0.0, 1.0), (new JudgedRate(0, of).Low, new JudgedRate(of, of).High));
        }
    }

    [Fact]
    public void Kappa_and_rates_stay_in_their_ranges() => Prop.ForAll(
        ArbMap.Default.ArbFor<Tuple<byte, byte, byte, byte>>(),
        static counts =>
        {
            var calibration = JudgeCalibration.Of(Judge, Verdicts(counts.Item1, counts.Item2, counts.Item3, counts.Item4));
            var swapped = JudgeCalibration.Of(Judge, Verdicts(counts.Item1, counts.Item3, counts.Item2, counts.Item4));
            return calibration.Kappa is >= -1 and <= 1
                && Math.Abs(calibration.Kappa - swapped.Kappa) < 1e-9
                && calibration.TruePositives is var rate && rate.Low >= 0 && rate.High <= 1 && (rate.Of == 0 || (rate.Low <= rate.Value && rate.Value <= rate.High));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Labels_may_stand_in_the_cases_and_errors_are_counted_apart()
    {
        var calibration = JudgeCalibration.Of(Judge,
        [
            (Outputs.Case(expect: ("human", "true")), Score.Of(1, "hot")),
            (Outputs.Case(expect: ("human", "0.2")), Score.Of(0.4, "cold")),
            (Outputs.Case(expect: ("human", "false")), Score.Error("no reply")),
            (Outputs.Case(), Score.Of(1, "no label")),
        ]);

        Assert.Equal((2, 1, 1.0), (calibration.Labels, calibration.Unanswered, calibration.Kappa));
        Assert.Contains("expect.human is \"yes\"", Assert.Throws<FormatException>(() => JudgeCalibration.Of(Judge, [(Outputs.Case(expect: ("human", "\"yes\"")), Score.Of(1, "x"))])).Message);
    }

    [Fact]
    public void A_judge_may_gate_only_when_the_file_has_its_very_version()
    {
        var path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            JudgeCalibrations.Load(path).With(JudgeCalibration.Of(Judge, Verdicts(30, 2, 2, 30), unanswered: 1)).Save(path);

            var loaded = JudgeCalibrations.Load(path);

            Assert.Equal(JudgeCalibration.Of(Judge, Verdicts(30, 2, 2, 30), unanswered: 1), loaded[Judge.Version]);
            IScorer calibrated = Judge with { Calibrations = loaded };
            Assert.True(calibrated.MayGate);
            Assert.False((Judge with { Calibrations = loaded, Judges = 3 }).MayGate);
            Assert.False(Judge.MayGate);
            Assert.True(Scorer.Exact("tea").MayGate);
            var bytes = File.ReadAllBytes(path);
            loaded.Save(path);
            Assert.Equal(bytes, File.ReadAllBytes(path));
            File.WriteAllText(path, "{");
            Assert.Contains(path, Assert.Throws<FormatException>(() => JudgeCalibrations.Load(path)).Message);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static IEnumerable<(bool Human, bool Judge)> Verdicts(int both, int humanOnly, int judgeOnly, int neither) =>
        [.. Enumerable.Repeat((true, true), both), .. Enumerable.Repeat((true, false), humanOnly), .. Enumerable.Repeat((false, true), judgeOnly), .. Enumerable.Repeat((false, false), neither)];
}
