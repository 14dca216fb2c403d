namespace Orchestration.Schemas.Unicode;

/// <summary>Looks code points up in the tables. The search is told its types, as it would box what it looks for otherwise.</summary>
internal static class CodePointTable
{
    /// <summary>Whether one of the ranges, given by first and last, has the code point.</summary>
    public static bool Contains(ReadOnlySpan<int> ranges, int codePoint)
    {
        var found = ranges.BinarySearch<int, int>(codePoint);
        return found >= 0 || (~found & 1) == 1; // Past a first and before a last.
    }

    /// <summary>The number that the last entry not after the code point has in its low eight bits.</summary>
    public static int ValueOf(ReadOnlySpan<int> starts, int codePoint)
    {
        var found = starts.BinarySearch<int, int>((codePoint << 8) | 0xFF);
        return starts[found >= 0 ? found : ~found - 1] & 0xFF;
    }
}
