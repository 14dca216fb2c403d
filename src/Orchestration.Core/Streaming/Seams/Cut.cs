using System.Runtime.InteropServices;

namespace Orchestration.Streaming.Seams;

/// <summary>Where a text that broke off is cut so that a continuation can join it.</summary>
/// <param name="Position">The end of the kept text, in UTF-16 units: after the punctuation that ends a sentence and before the space that follows; after the line breaks
/// that end a line, a row, an item or a paragraph, and before the next line's indentation.</param>
/// <param name="Kind">What ends there.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Cut(int Position, BoundaryKind Kind);

/// <summary>What ends at a cut.</summary>
internal enum BoundaryKind
{
    Paragraph,
    Sentence,
    ListItem,
    TableRow,

    /// <summary>A line of code, of JSON or of hard-wrapped prose.</summary>
    Line,

    /// <summary>A word, in the middle of a sentence.</summary>
    Word,

    /// <summary>In the middle of a word, or between two letters of a script that has no spaces.</summary>
    None,
}
