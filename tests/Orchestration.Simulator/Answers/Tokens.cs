using System.Text;

namespace Orchestration.Simulator.Answers;

/// <summary>A piece of an answer that goes out at once.</summary>
internal readonly record struct Piece(string Text, int Tokens);

/// <summary>The simulator's tokens: a word of up to six characters with the blank before it, or as much of a longer one. A pair of surrogates stays together.</summary>
internal static class Tokens
{
    private const int MostCharacters = 6;

    public static int Count(ReadOnlySpan<char> text)
    {
        var count = 0;
        while (!text.IsEmpty)
        {
            text = text[First(text)..];
            count++;
        }

        return count;
    }

    /// <summary>The text in pieces of so many tokens.</summary>
    public static List<Piece> Split(string text, int tokensPerPiece)
    {
        var pieces = new List<Piece>();
        var (piece, tokens, at) = (new StringBuilder(), 0, 0);
        while (at < text.Length)
        {
            var length = First(text.AsSpan(at));
            piece.Append(text, at, length);
            at += length;
            if (++tokens == tokensPerPiece || at == text.Length)
            {
                pieces.Add(new Piece(piece.ToString(), tokens));
                piece.Clear();
                tokens = 0;
            }
        }

        return pieces;
    }

    /// <summary>The first tokens of a text.</summary>
    public static string Take(string text, int tokens)
    {
        var at = 0;
        for (var i = 0; i < tokens && at < text.Length; i++)
        {
            at += First(text.AsSpan(at));
        }

        return text[..at];
    }

    private static int First(ReadOnlySpan<char> text)
    {
        var length = 1;
        while (length < text.Length && length < MostCharacters && !char.IsWhiteSpace(text[length]))
        {
            length++;
        }

        return length < text.Length && char.IsLowSurrogate(text[length]) && char.IsHighSurrogate(text[length - 1]) ? length + 1 : length;
    }
}
