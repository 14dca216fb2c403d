using Orchestration.Providers.Local;

namespace Orchestration.Providers.Tests.Local;

public sealed class SentenceSplitterTests
{
    [Theory]
    [InlineData("Mr. Smith paid $3.50. He left.", "Mr. Smith paid $3.50.|He left.")]
    [InlineData("J. H. Smith, e.g. the elder, came. See fig. 3 there.", "J. H. Smith, e.g. the elder, came.|See fig. 3 there.")]
    [InlineData("“Stop!” he cried. “Why?” She went.", "“Stop!” he cried.|“Why?”|She went.")]
    [InlineData("In A.D. 1851 (so it is said. Or sung), whales spouted. They do.", "In A.D. 1851 (so it is said. Or sung), whales spouted.|They do.")]
    [InlineData("Wait… what? Yes!", "Wait… what?|Yes!")]
    [InlineData("It ends without a mark", "It ends without a mark")]
    [InlineData("茶是饮料。绿茶！", "茶是饮料。|绿茶！")]
    [InlineData("", "")]
    public void Sentences_end_where_a_reader_ends_them(string paragraph, string sentences) =>
        Assert.Equal(sentences.Split('|', StringSplitOptions.RemoveEmptyEntries), SentenceSplitter.Split(paragraph));

    [Fact]
    public void Wrapped_lines_headings_lists_and_frames_are_told_apart()
    {
        const string text = """
            The Project Gutenberg eBook of something. Licence text.
            *** START OF THE PROJECT GUTENBERG EBOOK X ***

            CHAPTER IV. The Light.

            The tower was
            built in 1759.

            * It is of stone.
            2. It is tall.

            ```
            code is not prose.
            ```
            Setext
            ------
            Last words.
            *** END OF THE PROJECT GUTENBERG EBOOK X ***
            More licence.
            """;

        var blocks = BlockReader.Read(new SourceText("x", text));

        Assert.Equal(
            ["Heading The Light", "Paragraph The tower was built in 1759.", "ListItem It is of stone.", "ListItem It is tall.", "Heading Setext", "Paragraph Last words."],
            blocks.Select(static block => $"{block.Kind} {block.Text}"));
    }
}
