using System.Buffers;
using System.Text;

namespace Orchestration.Schemas.Evaluation.Documents;

/// <summary>Finds where bytes stop being UTF-8.</summary>
internal static class Utf8Errors
{
    /// <summary>The index of the first sequence that is none.</summary>
    public static int First(ReadOnlySpan<byte> bytes)
    {
        var position = 0;
        while (Rune.DecodeFromUtf8(bytes[position..], out _, out var length) == OperationStatus.Done)
        {
            position += length;
        }

        return position;
    }
}
