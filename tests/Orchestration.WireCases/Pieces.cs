using System.Text;

namespace Orchestration.WireCases;

/// <summary>The awkward pieces that a body is served in.</summary>
internal enum Pieces
{
    /// <summary>The whole body at once.</summary>
    Whole,

    /// <summary>Byte by byte.</summary>
    Bytes,

    /// <summary>Cut inside of every character of more than one byte.</summary>
    InsideCharacters,

    /// <summary>Cut between every carriage return and its line feed, and else after every line feed.</summary>
    InsideLineEnds,
}

/// <summary>Cuts a body.</summary>
internal static class PiecesExtensions
{
    /// <summary>The lengths of the pieces, in order; their sum is the body's length.</summary>
    public static IReadOnlyList<int> Cut(this Pieces pieces, ReadOnlySpan<byte> body)
    {
        var lengths = new List<int>();
        var last = 0;
        for (var i = 1; i < body.Length; i++)
        {
            var cut = pieces switch
            {
                Pieces.Bytes => true,
                Pieces.InsideCharacters => (body[i] & 0xC0) == 0x80,
                Pieces.InsideLineEnds => body[i - 1] == '\r' || (body[i - 1] == '\n' && i % 2 == 0),
                _ => false,
            };
            if (cut)
            {
                lengths.Add(i - last);
                last = i;
            }
        }

        if (body.Length > last)
        {
            lengths.Add(body.Length - last);
        }

        return lengths;
    }

    /// <summary>Whether a body has a place where this way cuts; one without need not be served this way.</summary>
    public static bool AppliesTo(this Pieces pieces, string body) => pieces switch
    {
        Pieces.InsideCharacters => !Ascii.IsValid(body),
        Pieces.InsideLineEnds => body.Contains('\n', StringComparison.Ordinal),
        _ => true,
    };
}
