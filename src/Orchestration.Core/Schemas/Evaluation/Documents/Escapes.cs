using System.Buffers.Text;
using System.Diagnostics;
using System.Text;

namespace Orchestration.Schemas.Evaluation.Documents;

/// <summary>Removes the escapes of a JSON string.</summary>
internal static class Escapes
{
    /// <param name="text">Between the quotes; its escapes are known to be well-formed.</param>
    /// <param name="target">At least as long as the text.</param>
    /// <param name="written">How much of the target is now the string.</param>
    /// <returns>Whether every surrogate is one of a pair.</returns>
    public static bool TryRemove(ReadOnlySpan<byte> text, Span<byte> target, out int written)
    {
        written = 0;
        while (true)
        {
            var plain = text.IndexOf((byte)'\\');
            if (plain < 0)
            {
                text.CopyTo(target[written..]);
                written += text.Length;
                return true;
            }

            text[..plain].CopyTo(target[written..]);
            written += plain;
            text = text[plain..];
            if (text[1] != (byte)'u')
            {
                target[written++] = Short(text[1]);
                text = text[2..];
                continue;
            }

            var first = Hex(text);
            text = text[6..];
            if (Rune.TryCreate(first, out var rune))
            {
                written += rune.EncodeToUtf8(target[written..]);
            }
            else if (text.StartsWith("\\u"u8) && Rune.TryCreate(first, Hex(text), out rune))
            {
                written += rune.EncodeToUtf8(target[written..]);
                text = text[6..];
            }
            else
            {
                return false;
            }
        }
    }

    private static byte Short(byte letter) => letter switch
    {
        (byte)'b' => (byte)'\b',
        (byte)'f' => (byte)'\f',
        (byte)'n' => (byte)'\n',
        (byte)'r' => (byte)'\r',
        (byte)'t' => (byte)'\t',
        _ => letter,
    };

    private static char Hex(ReadOnlySpan<byte> escape) =>
        Utf8Parser.TryParse(escape.Slice(2, 4), out ushort unit, out _, 'x') ? (char)unit : throw new UnreachableException("The reader has let a broken escape pass.");
}
