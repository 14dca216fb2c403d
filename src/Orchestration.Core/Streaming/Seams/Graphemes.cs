using System.Globalization;

namespace Orchestration.Streaming.Seams;

/// <summary>Places between what a reader sees as one character.</summary>
internal static class Graphemes
{
    // The longest sequence that is looked at from its start: the longest emoji sequences have some 35 units.
    private const int Reach = 128;

    /// <summary>Whether nothing that is seen as one is parted at a place after white space or punctuation.</summary>
    public static bool IsBoundary(ReadOnlySpan<char> text, int position)
    {
        if (position <= 0 || position >= text.Length)
        {
            return true;
        }

        var c = text[position];
        if (c < '\u0300')
        {
            return c != '\n' || text[position - 1] != '\r';
        }

        return position == Next(text, position);
    }

    /// <summary>The first boundary at or after <paramref name="position"/>.</summary>
    public static int Next(ReadOnlySpan<char> text, int position)
    {
        if (position <= 0 || position >= text.Length)
        {
            return Math.Clamp(position, 0, text.Length);
        }

        // White space before the place starts a new cluster for certain.
        var start = position - 1;
        while (start > 0 && position - start < Reach && !(char.IsWhiteSpace(text[start]) && text[start] is not ('\r' or '\n')))
        {
            start--;
        }

        if (char.IsLowSurrogate(text[start]) && start > 0)
        {
            start--;
        }

        while (start < position)
        {
            start += StringInfo.GetNextTextElementLength(text[start..]);
        }

        return start;
    }
}
