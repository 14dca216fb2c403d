namespace Orchestration.Providers.Local;

/// <summary>The kind of a block of material.</summary>
internal enum BlockKind
{
    Heading,
    Paragraph,
    ListItem,
}

/// <summary>A block of material with its lines joined.</summary>
/// <param name="Kind">What its layout says it is.</param>
/// <param name="Level">1 to 6 for a heading, else 0.</param>
/// <param name="Text">Without marks of its layout, white space collapsed to single spaces.</param>
/// <param name="Source">The name of the source it stands in.</param>
internal sealed record Block(BlockKind Kind, int Level, string Text, string? Source);

/// <summary>A sentence of the material.</summary>
/// <param name="Index">Its place among all sentences.</param>
/// <param name="Block">The index of the block it stands in.</param>
/// <param name="Text">As it stands, white space collapsed.</param>
/// <param name="Heading">The nearest heading above it; <see langword="null"/> when there is none.</param>
/// <param name="Source">The name of the source it stands in.</param>
/// <param name="WordCount">Words as a reader counts them.</param>
internal sealed record Sentence(int Index, int Block, string Text, string? Heading, string? Source, int WordCount);

/// <summary>All material of a prompt, cut into blocks and sentences in reading order.</summary>
internal sealed class Material
{
    private Material(IReadOnlyList<Block> blocks, IReadOnlyList<Sentence> sentences)
    {
        Blocks = blocks;
        Sentences = sentences;
    }

    public IReadOnlyList<Block> Blocks { get; }

    public IReadOnlyList<Sentence> Sentences { get; }

    public static Material Of(IReadOnlyList<SourceText> sources)
    {
        var blocks = new List<Block>();
        var sentences = new List<Sentence>();
        foreach (var source in sources)
        {
            string? heading = null;
            foreach (var block in BlockReader.Read(source))
            {
                blocks.Add(block);
                if (block.Kind == BlockKind.Heading)
                {
                    heading = block.Text;
                    continue;
                }

                foreach (string text in SentenceSplitter.Split(block.Text))
                {
                    sentences.Add(new Sentence(sentences.Count, blocks.Count - 1, text, heading, source.Name, Words.Count(text)));
                }
            }
        }

        return new Material(blocks, sentences);
    }
}
