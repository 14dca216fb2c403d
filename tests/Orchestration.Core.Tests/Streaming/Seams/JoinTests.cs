using Orchestration.Streaming.Seams;

namespace Orchestration.Core.Tests.Streaming.Seams;

public sealed class JoinTests
{
    private const string Kept = "The river rises in the hills. It is fed by many streams that come down from the north.";
    private const string Goes = "The water is cold and clear in every season, and the fish are plenty. So they say.";

    [Theory]
    [InlineData(Goes, " ")]
    [InlineData(" " + Goes, "")]
    [InlineData("from the north. " + Goes, "")]
    [InlineData("It is fed by many streams that come down from the north. " + Goes, "")]
    [InlineData(Kept + " " + Goes, "")]
    public void A_continuation_goes_on_after_what_it_repeats(string next, string inserted)
    {
        var (join, text) = Run(Kept, " The wat", BoundaryKind.Sentence, next);

        Assert.Equal(JoinState.Joined, join.Add(string.Empty));
        Assert.Equal(" " + Goes, text);
        Assert.Equal(inserted, join.Inserted);
    }

    [Fact]
    public void What_is_repeated_may_differ_in_marks_and_a_few_words()
    {
        var other = Kept.Replace("many", "several", StringComparison.Ordinal).Replace("hills", "**hills**", StringComparison.Ordinal);

        var (join, text) = Run(Kept, string.Empty, BoundaryKind.Sentence, other + " " + Goes);

        Assert.Equal(" " + Goes, text);
        Assert.Equal(other.Length, join.Overlap);
    }

    [Fact]
    public void What_goes_on_as_the_dropped_text_did_is_joined_as_soon_as_that_is_seen()
    {
        var join = new Join(Kept, " The water is c", BoundaryKind.Sentence);

        Assert.Equal(JoinState.Undecided, join.Add(Goes[..8]));
        Assert.Equal(JoinState.Joined, join.Add(Goes[8..20]));
        Assert.Equal(" " + Goes[..20], join.Text);
    }

    [Fact]
    public void Prose_that_repeats_nothing_is_believed_only_after_a_whole_sentence()
    {
        Assert.Equal(" " + Goes, Run(Kept, string.Empty, BoundaryKind.Sentence, " " + Goes).Text);
        Assert.NotNull(Run(Kept, string.Empty, BoundaryKind.Sentence, Goes).Join.Reason);
        Assert.NotNull(Run(Kept[..^7], string.Empty, BoundaryKind.Word, Goes).Join.Reason);
        Assert.NotNull(Run("```\nx = 1;\n", string.Empty, BoundaryKind.Line, "y = 2;\nz = 3;\nprint(x, y, z);\n```\n").Join.Reason);
    }

    [Theory]
    [InlineData("Here is the continuation:\n\n")]
    [InlineData("Sure! Here is the continuation:\n\n---\n\n")]
    [InlineData("I apologize for the interruption. Continuing from where I left off:\n\n")]
    [InlineData("Hier ist die Fortsetzung:\n\n")]
    [InlineData("Voici la suite :\n\n")]
    [InlineData("Aquí está la continuación:\n\n")]
    [InlineData("以下是继续的内容：\n\n")]
    [InlineData("続きは以下の通りです：\n\n")]
    [InlineData("بالطبع، إليك تكملة النص:\n\n")]
    public void Talk_about_the_continuation_is_taken_out(string talk)
    {
        var (_, text) = Run(Kept, " The water is", BoundaryKind.Sentence, talk + Goes);

        Assert.Equal(" " + Goes, text);
    }

    [Fact]
    public void Words_that_may_be_talk_or_text_are_taken_out_only_before_what_joins_for_certain()
    {
        Assert.Equal(" " + Goes, Run(Kept, string.Empty, BoundaryKind.Sentence, "Of course! from the north. " + Goes).Text);
        Assert.Equal(JoinState.Rejected, Run(Kept, string.Empty, BoundaryKind.Sentence, "Of course! " + Goes).Join.Finish());
    }

    [Theory]
    [InlineData("Das Wasser ist kalt und klar in jeder Jahreszeit, und die Fische sind zahlreich.")]
    [InlineData("L'eau est froide et claire en toute saison, et les poissons sont nombreux dans la rivière.")]
    [InlineData("这条河的水很清，很冷，鱼也很多。")]
    [InlineData("Вода в ней холодная и прозрачная, и рыбы много.")]
    public void Another_language_is_rejected(string next) =>
        Assert.Equal("The continuation is in another language.", Run(Kept, string.Empty, BoundaryKind.Sentence, "that come down from the north. " + next).Join.Reason);

    [Fact]
    public void Another_language_is_not_believed_without_a_repeat() =>
        Assert.NotNull(Run(Kept, string.Empty, BoundaryKind.Sentence, "Das Wasser ist kalt und klar in jeder Jahreszeit, und die Fische sind zahlreich.").Join.Reason);

    [Fact]
    public void Another_answer_from_the_beginning_is_rejected() =>
        Assert.NotNull(Run(Kept, " The", BoundaryKind.Sentence, "The river rises in the mountains of the south and flows for many miles until it comes to the sea.").Join.Reason);

    [Fact]
    public void A_continuation_that_only_repeats_or_is_empty_does_not_say_that_the_text_was_complete()
    {
        Assert.NotNull(Run(Kept, string.Empty, BoundaryKind.Sentence, "down from the north.").Join.Reason);
        Assert.NotNull(Run(Kept, string.Empty, BoundaryKind.Sentence, string.Empty).Join.Reason);
        Assert.NotNull(Run(Kept[..^7], string.Empty, BoundaryKind.Word, "come down from the").Join.Reason);
        Assert.NotNull(Run(Kept, " The wat", BoundaryKind.Sentence, string.Empty).Join.Reason);
    }

    [Theory]
    [InlineData("She said that she had", " had ", "had enough of it, and that nobody would change her mind.", " had enough of it, and that nobody would change her mind.")]
    [InlineData("| a | b |\n|---|---|\n| 0 | 0 |\n", "| 0 | 1", "| 0 | 1 |\n| 2 | 2 |\n\nThat was all there is.", "| 0 | 1 |\n| 2 | 2 |\n\nThat was all there is.")]
    [InlineData("```\nif (a)\n{\n    if (b)\n    {\n        c();\n    }\n", "}", "}\nd();\n```\n\nThat is all.", "}\nd();\n```\n\nThat is all.")]
    public void What_rightly_comes_twice_is_not_swallowed(string kept, string dropped, string next, string expected)
    {
        var (join, text) = Run(kept, dropped, SeamFinder.Find(kept + dropped, kept.Length).Kind, next);

        Assert.True(join.Reason is not null || text == expected, text);
    }

    [Fact]
    public void A_fence_that_is_open_is_not_opened_again()
    {
        var (_, text) = Run("Code:\n\n```python\nx = 1\nprint(x)\n", "y = 2\nprint(y", BoundaryKind.Line, "```python\ny = 2\nprint(y)\n```\n\nThat is all there is to it.");

        Assert.Equal("y = 2\nprint(y)\n```\n\nThat is all there is to it.", text);
    }

    [Fact]
    public void The_head_of_a_table_is_not_repeated()
    {
        var (_, text) = Run("| Name | Size |\n|------|------|\n| Ada | 3 |\n", "| Bob | 4 |\n|", BoundaryKind.TableRow, "| Name | Size |\n|------|------|\n| Bob | 4 |\n| Cleo | 5 |\n\nThat is all.");

        Assert.Equal("| Bob | 4 |\n| Cleo | 5 |\n\nThat is all.", text);
    }

    [Theory]
    [InlineData("the exam", "ple shows th", "ple shows that it can be done with little effort.", "ple shows that it can be done with little effort.")]
    [InlineData("the exam", "ple sh", "the example shows that it can be done with little effort.", "ple shows that it can be done with little effort.")]
    [InlineData("the exam", "ple sh", " and so it can be done with little effort.", null)]
    [InlineData("the exam", "", "ple shows that it can be done with little effort.", null)]
    public void A_word_that_broke_off_is_finished_only_for_certain(string kept, string dropped, string next, string? expected)
    {
        var (join, text) = Run(kept, dropped, BoundaryKind.None, next);

        Assert.Equal(expected is null, join.Reason is not null);
        Assert.Equal(expected ?? string.Empty, text);
    }

    [Theory]
    [InlineData("雨が降る。", "犬は濡れていますが、元", BoundaryKindName.Sentence, "犬は濡れていますが、元気に走り回っています。猫は家の中で寝ています。", "")]
    [InlineData("One line is here.", "\n\nTwo lines a", BoundaryKindName.Sentence, "Two lines are there, and a third one is to follow them.", "\n\n")]
    [InlineData("- one thing is here\n", "- two things", BoundaryKindName.ListItem, "\n\n- two things are there, and a third is to follow.", "")]
    [InlineData("It is done.", "\n\n## The next", BoundaryKindName.Sentence, "## The next thing that we look at is the price\n\nIt is high.", "\n\n")]
    public void The_white_space_that_belongs_there_is_put_there(string kept, string dropped, BoundaryKindName kind, string next, string space)
    {
        var (_, text) = Run(kept, dropped, Enum.Parse<BoundaryKind>(kind.ToString()), next);

        Assert.Equal(space + next.TrimStart(), text);
    }

    public enum BoundaryKindName
    {
        Sentence,
        ListItem,
    }

    private static (Join Join, string Text) Run(string kept, string dropped, BoundaryKind kind, string next)
    {
        string? first = null;
        var last = new Join(kept, dropped, kind);
        foreach (var size in new[] { 1, 3, 1000 })
        {
            var join = last = new Join(kept, dropped, kind);
            var at = 0;
            while (at < next.Length && join.Add(next.Substring(at, Math.Min(size, next.Length - at))) == JoinState.Undecided)
            {
                at += size;
            }

            var text = join.Finish() == JoinState.Joined ? join.Text + (at + size < next.Length ? next[(at + size)..] : string.Empty) : string.Empty;
            Assert.Equal(first ??= text, text);
        }

        return (last, first!);
    }
}
