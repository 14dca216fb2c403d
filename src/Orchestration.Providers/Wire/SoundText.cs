using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace Orchestration.Providers.Wire;

/// <summary>Mends JSON whose strings are no Unicode: .NET reads and writes such strings only by throwing, and models, and what stands between them and us, do send them.</summary>
internal static class SoundText
{
    /// <summary>JSON in which bytes that are no UTF-8, and escapes of half a surrogate pair, are U+FFFD. The same JSON when there are none.</summary>
    public static ReadOnlyMemory<byte> Of(ReadOnlyMemory<byte> json)
    {
        if (!Utf8.IsValid(json.Span))
        {
            json = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(json.Span));
        }

        byte[]? mended = null;
        var span = json.Span;
        for (var i = 0; span[i..].IndexOf((byte)'\\') is >= 0 and var next; i++)
        {
            i += next;
            if (Surrogate(span, i) is not { } half)
            {
                // What it escapes begins no escape of its own.
                i = Math.Min(i + 1, span.Length - 1);
            }
            else if (char.IsHighSurrogate(half) && Surrogate(span, i + 6) is { } other && char.IsLowSurrogate(other))
            {
                i += 11;
            }
            else
            {
                "fffd"u8.CopyTo((mended ??= json.ToArray()).AsSpan(i + 2));
                i += 5;
            }
        }

        return mended ?? json;
    }

    /// <summary>The half of a pair that is escaped here.</summary>
    private static char? Surrogate(ReadOnlySpan<byte> json, int at) =>
        at + 6 <= json.Length && json[at] == '\\' && json[at + 1] == 'u' && (json[at + 2] | 0x20) == 'd'
        && ushort.TryParse(json.Slice(at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code) && char.IsSurrogate((char)code)
            ? (char)code
            : null;
}
