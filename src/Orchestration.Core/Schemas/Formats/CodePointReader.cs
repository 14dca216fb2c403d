using System.Buffers;
using System.Text;

namespace Orchestration.Schemas.Formats;

/// <summary>Reads text by code points.</summary>
internal static class CodePointReader
{
    /// <summary>The code point at the start; false at half a surrogate pair and at the end.</summary>
    public static bool TryRead(ReadOnlySpan<char> text, out int codePoint, out int length)
    {
        var status = Rune.DecodeFromUtf16(text, out var rune, out length);
        codePoint = rune.Value;
        return status == OperationStatus.Done;
    }
}
