namespace Orchestration.Streaming;

/// <summary>Where one word ends and another begins.</summary>
internal static class Words
{
    /// <summary>Whether a text may be parted between two code units: at white space, or between signs of a script that puts none between its words.</summary>
    public static bool MeetAt(char before, char after) =>
        !char.IsLowSurrogate(after)
        && (char.IsWhiteSpace(before) || char.IsWhiteSpace(after) || (IsUnspaced(before) && IsUnspaced(after)));

    // Han, kana and their punctuation.
    private static bool IsUnspaced(char unit) => unit is (>= '\u3001' and <= '\u30FF') or (>= '\u3400' and <= '\u9FFF') or (>= '\uFF01' and <= '\uFF60');
}
