using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.AI;
using Orchestration.Providers.Local;

namespace Orchestration.Providers.Tests.Local;

public sealed class TextAnswerTests
{
    [Fact]
    public async Task The_subject_steers_which_sentences_are_chosen()
    {
        Assert.Contains("18 percent water", await Samples.TextOf("Say in one sentence how bees make honey from nectar."), StringComparison.Ordinal);
        Assert.Contains("Boston", await Samples.TextOf("Say in one sentence what happened to the chests in Boston."), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_quoted_heading_of_the_material_chooses_that_part()
    {
        string text = await Samples.TextOf("Write the section \"The hive\" in 2 sentences.");

        string hive = Samples.Joined(Samples.Bees[Samples.Bees.IndexOf("## The hive", StringComparison.Ordinal)..Samples.Bees.IndexOf("## Honey", StringComparison.Ordinal)]);
        Assert.All(SentenceSplitter.Split(text), sentence => Assert.Contains(sentence, hive, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Say in 3 sentences what bees do.", 3)]
    [InlineData("Say in two sentences what bees do.", 2)]
    [InlineData("Write a single sentence on bees.", 1)]
    public async Task A_number_of_sentences_is_kept(string instruction, int count) =>
        Assert.Equal(count, SentenceSplitter.Split(await Samples.TextOf(instruction)).Count());

    [Theory]
    [InlineData("Write about 60 words on bees.", 40, 68)]
    [InlineData("Write at most 30 words on bees.", 8, 30)]
    [InlineData("Write a 90-110 word text on bees and tea.", 70, 113)]
    public async Task A_number_of_words_is_aimed_at(string instruction, int least, int most) =>
        Assert.InRange(Words.Count(await Samples.TextOf(instruction)), least, most);

    [Fact]
    public async Task Bullet_points_are_a_Markdown_list()
    {
        string[] lines = (await Samples.TextOf("Give 4 bullet points on honey.")).Split('\n');

        Assert.Equal(4, lines.Length);
        Assert.All(lines, static line => Assert.StartsWith("- ", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_outline_has_headings_that_differ()
    {
        string[] headings = [.. (await Samples.TextOf("Write an outline of 3 sections.")).Split('\n').Where(static line => line.StartsWith("## ", StringComparison.Ordinal))];

        Assert.Equal(3, headings.Distinct().Count());
    }

    [Fact]
    public async Task A_title_is_a_short_phrase()
    {
        Assert.Equal("Honey bees", await Samples.TextOf("Suggest a title for an article on \"Honey bees\"."));
        Assert.InRange(Words.Count(await Samples.TextOf("Suggest a short title.")), 1, 10);
    }

    [Fact]
    public async Task Polishing_keeps_order_and_headings_and_drops_repetition()
    {
        const string draft = "# Tea\n\nTea is made from leaves. Tea is an old drink in Asia.\n\n## Green\n\nTea is made from leaves. Green tea is steamed.\n\n- It is mild.\n- It is light.";

        var answer = await Samples.Ask($"Polish this article.\n<draft>\n{draft}\n</draft>");

        Assert.Equal("# Tea\n\nTea is made from leaves. Tea is an old drink in Asia.\n\n## Green\n\nGreen tea is steamed.\n\n- It is mild.\n- It is light.", answer.Text);
    }

    [Fact]
    public async Task Other_languages_and_scripts_are_cut_and_ranked_too()
    {
        const string german = "Der Leuchtturm steht seit 1815 auf der Klippe. Sein Licht reicht 20 Seemeilen weit. Die Wärter lebten dort z. B. mit ihren Familien. Im Sturm war der Turm oft wochenlang abgeschnitten.";
        const string chinese = "茶是一种饮料。绿茶不发酵。红茶是全发酵茶。乌龙茶是半发酵茶。";

        Assert.Equal("Sein Licht reicht 20 Seemeilen weit.", (await Samples.Ask($"Write one sentence: wie weit reicht das Licht?\n<source>{german}</source>")).Text);
        Assert.Equal("绿茶不发酵。", (await Samples.Ask($"Write one sentence: 绿茶\n<source>{chinese}</source>")).Text);
    }

    [Fact]
    public void Every_sentence_of_an_answer_stands_in_the_material()
    {
        string[] asks = ["Write about {0} words on {1}.", "Say in {0} sentences what {1} are.", "Give {0} bullet points on {1}.", "Summarize {1}, at most {0} words.", "{1}?"];
        string material = Samples.Joined(Samples.Bees + " " + Samples.Tea);
        var questions =
            from ask in Gen.Elements(asks)
            from number in Gen.Choose(1, 150)
            from subject in Gen.Elements("bees", "honey", "tea in London", "the queen", "unheard-of things", "İstanbul")
            select string.Format(System.Globalization.CultureInfo.InvariantCulture, ask, number, subject);

        Prop.ForAll(Arb.From(questions), question =>
        {
            var answer = Answer.To(PromptReader.Read([new ChatMessage(ChatRole.User, $"{question}\n{Samples.Sources}")], null), null);
            var said = answer.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => line.StartsWith("- ", StringComparison.Ordinal) ? line[2..] : line).SelectMany(SentenceSplitter.Split);
            return said.All(sentence => material.Contains(sentence, StringComparison.Ordinal));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public async Task A_book_of_material_is_answered()
    {
        string book = string.Join("\n\n", Enumerable.Range(0, 600).Select(static i => $"Chapter fact {i} speaks of harbour {i * 7} and its light. {Samples.Joined(Samples.Tea)} The keeper of tower {i} wrote {i * 3} letters."));

        var answer = await Samples.Ask($"Write about 150 words on the keeper's letters.\n<source>{book}</source>");

        Assert.True(book.Length > 150_000);
        Assert.Contains("letters", answer.Text, StringComparison.Ordinal);
    }
}
