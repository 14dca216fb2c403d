using Orchestration.Simulator;
using Orchestration.SpliceProof.Cases;
using Orchestration.SpliceProof.Checking;

namespace Orchestration.Providers.Tests.Faults;

/// <summary>The checker of the proof finds what is broken by hand, and nothing else.</summary>
public sealed class CheckerTests
{
    public static TheoryData<string> Answers => [.. KnownAnswer.All.Select(static answer => answer.Name)];

    [Theory]
    [MemberData(nameof(Answers))]
    public void An_answer_is_clean_wherever_its_wording_changes(string name)
    {
        var answer = TextOf(name);
        foreach (var wording in Enum.GetValues<Wording>())
        {
            var parts = Rewording.PartsOf(answer);
            for (var seam = 0; seam <= parts.Count; seam += 13)
            {
                var text = string.Concat(parts.Select((part, i) => part.In(i < seam ? Wording.Same : wording)));

                var verdict = Check(answer, text, Continuation.RepeatsLastWords(3) with { Wording = wording });

                // Emphasis that opens in one wording and closes in the other is broken.
                Assert.True(verdict.Finding == Finding.Clean || verdict.Explanation.Contains("pairs", StringComparison.Ordinal), $"{wording} from {seam}: {verdict}");
                Assert.True(verdict.Finding == Finding.Clean || wording == Wording.Edited);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Answers))]
    public void What_is_cut_off_is_clean_only_if_it_says_so(string name)
    {
        var answer = TextOf(name);
        for (var length = 0; length < answer.Length; length += 7)
        {
            if (length > 0 && char.IsHighSurrogate(answer[length - 1]))
            {
                continue;
            }

            Assert.Equal(Verdict.Clean, Checker.Check(answer, [Continuation.Exact], answer[..length], isWhole: false));
            Assert.NotEqual(Finding.Clean, Checker.Check(answer, [Continuation.Exact], answer[..length], isWhole: true).Finding);
        }
    }

    [Theory]
    [MemberData(nameof(Answers))]
    public void Every_text_that_is_broken_by_hand_is_found(string name)
    {
        var answer = TextOf(name);
        var random = new Random(7);
        for (var i = 0; i < 40; i++)
        {
            var at = random.Next(1, answer.Length);
            var length = Math.Min(random.Next(1, 60), answer.Length - at);
            foreach (var broken in (string[])
                [
                    answer.Insert(at, answer.Substring(at, length)),
                    answer.Remove(at, length),
                    answer.Insert(at, " "),
                    answer.Insert(at, "\uFFFD"),
                    answer.Insert(at, "Here is the continuation:\n\n"),
                    answer.Insert(at, "\n\n"),
                    string.Concat(answer.AsSpan(0, at), "\uD83D", answer.AsSpan(at)),
                    string.Concat(answer.AsSpan(0, at), Phrases.OtherLanguage(KnownAnswer.All.First(known => known.Name == name), random)),
                    string.Concat(answer.AsSpan(0, at), answer),
                ])
            {
                Assert.NotEqual(Finding.Clean, Check(answer, broken, Continuation.RepeatsAsAsked).Finding);
            }
        }
    }

    [Theory]
    [InlineData("One two. Three four.", "One two. Three four.", true)]
    [InlineData("One two. Three four.", "One two.\n\nThree four.", true)]
    [InlineData("One two. Three four.", "One two.\nThree four.", true)]
    [InlineData("One two. Three four.", "One two.  Three four.", false)]
    [InlineData("One two. Three four.", "One two.Three four.", false)]
    [InlineData("One two. Three four.", "One\n\ntwo. Three four.", false)]
    [InlineData("One two. Three four.", "O ne two. Three four.", false)]
    [InlineData("- one\n- two\n- three", "- one\n\n- two\n- three", true)]
    [InlineData("- one\n- two\n- three", "- one - two\n- three", false)]
    [InlineData("| a |\n|---|\n| 1 |", "| a |\n|---|\n\n| 1 |", false)]
    [InlineData("```\na b\nc\n```", "```\na b\n\nc\n```", false)]
    public void A_successor_that_begins_with_white_space_may_change_how_a_place_looks_and_nothing_else(string answer, string text, bool isClean)
    {
        var verdict = Check(answer, text, Continuation.Exact with { Before = "\n" });

        Assert.Equal(isClean, verdict.Finding == Finding.Clean);
    }

    [Theory]
    [InlineData("It is **very** cold.", "It is **very__ cold.")]
    [InlineData("It is \u201Ccold\u201D.", "It is \"cold\u201D.")]
    [InlineData("First it is cold. Then which?", "First it is cold. Then that that?")]
    public void A_wording_that_nobody_has_is_found(string answer, string text) =>
        Assert.NotEqual(Finding.Clean, Check(answer, text, Continuation.Exact with { Wording = Wording.Edited }).Finding);

    [Fact]
    public void A_finding_names_what_kind_it_is_and_where()
    {
        const string answer = "The mill stands by the river. The wheel turns all day. Nobody knows who built it.";

        Assert.Equal((Finding.Doubled, 55), Of("The mill stands by the river. The wheel turns all day.  turns all day. Nobody knows who built it."));
        Assert.Equal((Finding.Missing, 30), Of("The mill stands by the river. Nobody knows who built it."));
        Assert.Equal((Finding.Broken, 30), Of("The mill stands by the river. Sure! The wheel turns all day. Nobody knows who built it."));

        (Finding, int) Of(string text) => Check(answer, text, Continuation.Exact) is var verdict ? (verdict.Finding, verdict.Position) : default;
    }

    private static string TextOf(string name) => KnownAnswer.All.First(answer => answer.Name == name).Text;

    private static Verdict Check(string answer, string text, Continuation how) => Checker.Check(answer, [how], text, isWhole: true);
}
