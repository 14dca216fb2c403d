using System.Globalization;
using Orchestration.Streaming.Seams;

namespace Orchestration.Core.Tests.Streaming.Seams;

public sealed class SeamFinderTests
{
    [Theory]
    [InlineData("It rains. The dog is w", 9, "Sentence")]
    [InlineData("It rains! Really? The dog is w", 17, "Sentence")]
    [InlineData("She said \"Go.\" He we", 14, "Sentence")]
    [InlineData("Ask Dr. Harlow or see Fig. 3 e.g. the le", 37, "Word")]
    [InlineData("Pi is 3.14 and J. S. Bach is ol", 28, "Word")]
    [InlineData("“What?” she asked. He sa", 18, "Sentence")]
    [InlineData("雨が降る。犬は", 5, "Sentence")]
    [InlineData("هل تمطر؟ الكلب مب", 8, "Sentence")]
    [InlineData("वर्षा होती है। कुत्ता भी", 14, "Sentence")]
    [InlineData("One.\n\nTwo is", 6, "Paragraph")]
    [InlineData("# Title\nText without en", 8, "Paragraph")]
    [InlineData("- one\n- two\n- thr", 12, "ListItem")]
    [InlineData("| a | b |\n|---|---|\n| 1 | 2 |\n| 3 |", 30, "TableRow")]
    [InlineData("```\nint x = 1;\nint y", 15, "Line")]
    [InlineData("{\n  \"a\": \"One. Two. Thr", 2, "Line")]
    public void The_cut_is_the_last_place_that_is_safe(string text, int position, string kind)
    {
        var cut = SeamFinder.Find(text, 0);

        Assert.Equal(new Cut(position, Enum.Parse<BoundaryKind>(kind)), cut);
    }

    [Theory]
    [InlineData("It rains. See `a. b. c` and", 9)]
    [InlineData("It rains. See `a. b. c", 9)]
    [InlineData("It rains. See [the list. Of all](http://a.b/c d", 9)]
    [InlineData("It rains. So $a. B$ is", 9)]
    [InlineData("It rains. A **bold. Text** is", 9)]
    [InlineData("It rains. A **bold. Text", 9)]
    [InlineData("It rains. A <b title=\"x. Y\"> is", 9)]
    public void Nothing_is_cut_inside_a_Markdown_construct_where_a_place_before_it_will_do(string text, int position) =>
        Assert.Equal(new Cut(position, BoundaryKind.Sentence), SeamFinder.Find(text, 0));

    [Fact]
    public void A_table_is_not_cut_between_its_head_and_its_separator()
    {
        var cut = SeamFinder.Find("Text. Here:\n\n| a | b |\n|---|---|\n| 1 |", 0, before: 36);

        Assert.Equal(new Cut(13, BoundaryKind.Paragraph), cut);
    }

    [Fact]
    public void The_cut_of_a_second_try_lies_before_the_first()
    {
        const string Text = "One. Two. Three. Fo";
        var first = SeamFinder.Find(Text, 0);

        Assert.Equal(16, first.Position);
        Assert.Equal(9, SeamFinder.Find(Text, 0, before: first.Position).Position);
        Assert.Equal(4, SeamFinder.Find(Text, 4, before: 9).Position);
    }

    [Fact]
    public void Without_a_better_place_the_cut_is_where_the_reader_is() =>
        Assert.Equal(new Cut(5, BoundaryKind.None), SeamFinder.Find("unbelievable", 5));

    [Theory]
    [InlineData("👨‍👩‍👧‍👦👨‍👩‍👧‍👦")]
    [InlineData("e\u0301e\u0301e\u0301")]
    [InlineData("🇩🇪🇫🇷🇯🇵")]
    [InlineData("한국어한국어")]
    public void No_character_that_is_seen_as_one_is_parted(string text)
    {
        var boundaries = StringInfo.ParseCombiningCharacters(text).Append(text.Length).ToHashSet();

        for (var from = 0; from <= text.Length; from++)
        {
            Assert.Contains(SeamFinder.Find(text, from).Position, boundaries);
        }
    }

    [Fact]
    public void Every_cut_of_every_text_lies_where_it_may()
    {
        foreach (var (name, text) in SeamTexts.All)
        {
            var boundaries = StringInfo.ParseCombiningCharacters(text).Append(text.Length).ToHashSet();
            for (var end = 1; end <= text.Length; end++)
            {
                if (end < text.Length && char.IsLowSurrogate(text[end]))
                {
                    continue;
                }

                foreach (var lag in new[] { 0, 7, 40, 200 })
                {
                    var from = Math.Max(0, end - lag);
                    var cut = SeamFinder.Find(text.AsSpan(0, end), from);

                    Assert.InRange(cut.Position, from, end);
                    Assert.True(cut.Position == end || boundaries.Contains(cut.Position), $"{name}: {cut} of {end}");
                    Assert.True(cut.Kind is BoundaryKind.None or BoundaryKind.Word || !IsInCodeLine(text, cut.Position), $"{name}: {cut} of {end}");
                }
            }
        }
    }

    // In a fence, and not at the start of a line.
    private static bool IsInCodeLine(string text, int position)
    {
        var lines = text[..position].Split('\n');
        var isOpen = lines[..^1].Count(static l => l.StartsWith("```", StringComparison.Ordinal) || l.StartsWith("~~~", StringComparison.Ordinal)) % 2 == 1;
        return isOpen && lines[^1].Length > 0 && !lines[^1].StartsWith("```", StringComparison.Ordinal) && !lines[^1].StartsWith("~~~", StringComparison.Ordinal);
    }
}
