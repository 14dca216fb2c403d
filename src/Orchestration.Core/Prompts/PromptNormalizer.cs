using System.Buffers;
using Orchestration.Prompts.Unicode;

namespace Orchestration.Prompts;

/// <summary>
/// Gives texts that look the same one spelling, so that they share a cache key. It is for keys only: a model is sent what the user wrote.
/// </summary>
/// <remarks>
/// Needs no ICU and is the same with <c>InvariantGlobalization</c>, where <see cref="string.Normalize()"/> does nothing. What is unified, and
/// what is kept because it shows, is listed in docs/cache-key.md. The Unicode version of its tables is part of the key's format version.
/// </remarks>
public static class PromptNormalizer
{
    private static readonly SearchValues<char> PlainAscii =
        SearchValues.Create("\t\n !\"#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~");

    /// <summary>
    /// Normalization Form C; every line break as LF; no-break and other one-cell spaces as space; no white space at line ends or at the end;
    /// no invisible characters, save where they change what is seen. Applying it twice changes nothing more.
    /// </summary>
    /// <param name="text">Any text. A lone surrogate becomes U+FFFD, as it does on its way to a model.</param>
    /// <returns>The same instance when there is nothing to change.</returns>
    public static string Normalize(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (IsNormalized(text))
        {
            return text;
        }

        using var visible = new TextBuffer(text.Length + 16);
        using var composed = new TextBuffer(text.Length + 16);
        new VisibleText(text, visible).Write();
        CanonicalComposition.Append(visible.Written, composed);
        return composed.Written.SequenceEqual(text) ? text : composed.Written.ToString();
    }

    /// <summary>Whether the text certainly is its own normal form. <see langword="false"/> says only that it has to be worked out.</summary>
    internal static bool IsNormalized(ReadOnlySpan<char> text)
    {
        var start = text.IndexOfAnyExcept(PlainAscii);
        if (start >= 0)
        {
            foreach (var unit in text[start..])
            {
                // Most text is in these ranges, in which every character is clean; a test says so.
                if (unit is not ((>= ' ' and <= '~') or (>= '\u00C0' and < '\u0300') or (>= '\u4E00' and <= '\u9FFF')) && !CodePoints.IsClean(unit))
                {
                    return false;
                }
            }
        }

        return !HasTrailingWhiteSpace(text);
    }

    private static bool HasTrailingWhiteSpace(ReadOnlySpan<char> text)
    {
        if (!text.IsEmpty && text[^1] == '\n')
        {
            return true;
        }

        while (!text.IsEmpty)
        {
            var end = text.IndexOf('\n');
            var line = end < 0 ? text : text[..end];
            if (!line.IsEmpty && line[^1] is ' ' or '\t' or '\v' or '\f' or '\u3000')
            {
                return true;
            }

            text = text[(end < 0 ? text.Length : end + 1)..];
        }

        return false;
    }
}
