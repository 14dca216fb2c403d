using Orchestration.Evals.Scorers;

namespace Orchestration.Evals.Tests.Scorers;

public sealed class ExpectationsTests
{
    public static TheoryData<string> Names => [.. Expectations.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_name_takes_its_argument_and_gives_a_scorer_of_its_name(string name)
    {
        var scorers = Expectations.ScorersOf(Outputs.Case(expect: (name, Arguments.Of(name))));

        Assert.Equal(name == "human" ? [] : [name], scorers.Select(static scorer => scorer.Name));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_name_refuses_what_cannot_be_meant_and_says_how_it_is_written(string name)
    {
        if (name is "exact")
        {
            return;
        }

        var fault = Assert.Single(Expectations.FaultsOf(Outputs.Case(expect: (name, name == "schema" ? """{"type":"tea"}""" : name is "set-overlap" ? """{"measure":"x"}""" : "[[]]"))));

        Assert.StartsWith($"expect.{name}: ", fault);
        Assert.Contains(" takes ", fault);
    }

    [Fact]
    public async Task A_case_needs_no_code()
    {
        var @case = Outputs.Case(expect: [("contains", """["tea"]"""), ("length", """{"words":[1,3]}"""), ("contains /a", "\"x\"")]);

        var scorers = Expectations.ScorersOf(@case);

        Assert.Equal(["contains", "contains /a", "length"], scorers.Select(static scorer => scorer.Name));
        Assert.Equal(1, await scorers[0].ValueAsync(Outputs.Text("tea", @case)));
        Assert.Equal(1, await scorers[1].ValueAsync(Outputs.Json("""{"a":"xyz"}""", @case)));
    }

    [Fact]
    public void The_same_name_gives_the_same_metric_whatever_the_case_expects()
    {
        var (one, other) = (Expectations.ScorersOf(Outputs.Case(expect: ("regex", "\"a\"")))[0], Expectations.ScorersOf(Outputs.Case(expect: ("regex", "\"b\"")))[0]);

        Assert.Equal((one.Name, one.Version), (other.Name, other.Version));
    }

    [Theory]
    [InlineData("contain", "did you mean 'contains'")]
    [InlineData("notContains", "did you mean 'not-contains'")]
    [InlineData("rouge_l", "did you mean 'rouge-l'")]
    [InlineData("rougel /x", "did you mean 'rouge-l'")]
    [InlineData("zzzzzzzz", "known are attempts, bleu")]
    [InlineData("contains title", "begins with a slash, as /title")]
    public void A_name_that_is_not_known_gets_the_nearest_one(string name, string hint)
    {
        var @case = Outputs.Case(expect: (name, "\"x\""));

        Assert.Contains(hint, Assert.Single(Expectations.FaultsOf(@case)));
        Assert.StartsWith($"Case 'tea', expect.{name}: ", Assert.Throws<FormatException>(() => Expectations.ScorersOf(@case)).Message);
    }

    [Fact]
    public void The_evals_own_scorers_take_the_expectations_of_their_names()
    {
        IScorer[] own = [Scorer.From("tone", static _ => 1.0), Scorer.Length()];
        var @case = Outputs.Case(expect: [("tone", "\"warm\""), ("length", """{"words":[1,2]}""")]);

        Assert.Empty(Expectations.ScorersOf(@case, own));
        Assert.Contains("no scorer of that name", Assert.Single(Expectations.FaultsOf(@case)));
        Assert.Contains("did you mean 'words'", Assert.Single(Expectations.FaultsOf(Outputs.Case(expect: ("length", """{"word":[1,2]}""")), own)));
        Assert.Contains("did you mean 'tone'", Assert.Single(Expectations.FaultsOf(Outputs.Case(expect: ("tones", "1")), own)));
    }

    [Fact]
    public void An_expectation_that_code_overrides_is_a_fault_and_not_passed_over() =>
        Assert.Contains("has its argument from code", Assert.Single(Expectations.FaultsOf(Outputs.Case(expect: ("contains", "\"a\"")), [Scorer.Contains("b")])));
}
