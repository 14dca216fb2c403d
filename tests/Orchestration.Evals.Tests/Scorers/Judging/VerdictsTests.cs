using Orchestration.Evals.Scorers;
using Orchestration.Evals.Scorers.Judging;

namespace Orchestration.Evals.Tests.Scorers.Judging;

public sealed class VerdictsTests
{
    [Theory]
    [InlineData(new[] { 1.0 }, 1)]
    [InlineData(new[] { 1.0, 0, 1 }, 1)]
    [InlineData(new[] { 0.25, 0.5, 1 }, 0.5)]
    [InlineData(new[] { 0.0, 1 }, 0.5)]
    [InlineData(new[] { 0.0, 0, 1, 1, 0.75 }, 0.75)]
    [InlineData(new[] { 0.25, 0.25, 1, 0.5, 0.75 }, 0.25)]
    public void The_value_that_most_gave_counts_and_the_median_where_several_have_as_many(double[] values, double agreed) => Assert.Equal(agreed, Verdicts.Agreed(values));

    [Fact]
    public void Judges_that_do_not_answer_are_left_out_while_they_are_few()
    {
        var score = Verdicts.Join([new(1, "hot", 0.1m), new(null, "no reply", 0.2m), new(1, "warm", 0.3m)], least: null);

        Assert.Equal((ScoreKind.Scored, 1, 0.6m), (score.Kind, score.Value, score.CostUsd));
        Assert.Equal("2 of 3 judges, 1 of whom did not answer: hot", score.Reason);
    }

    [Fact]
    public void Half_of_them_silent_is_no_score()
    {
        var score = Verdicts.Join([new(1, "hot", 0.1m), new(null, "no reply", 0.2m)], least: null);

        Assert.Equal((ScoreKind.Error, 0.3m), (score.Kind, score.CostUsd));
        Assert.Equal("1 of 2 judge(s) answered: no reply", score.Reason);
    }

    [Fact]
    public void The_threshold_is_applied_to_the_joint_value()
    {
        Verdict[] verdicts = [new(0.5, "warm", 0), new(0.75, "hot", 0), new(0.5, "tepid", 0)];

        Assert.Equal(1, Verdicts.Join(verdicts, least: 0.5).Value);
        Assert.Equal(0, Verdicts.Join(verdicts, least: 0.6).Value);
    }
}
