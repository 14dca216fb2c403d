namespace ContentPlatform.Models;

/// <summary>
/// What a simulated model writes where prose is asked for: for a section a passage of its sources, for the polish the draft as it is. It follows from the prompt alone, so every model tells the same
/// text, and another can carry it on.
/// </summary>
internal static class SimulatedWriting
{
    private const string Draft = "<draft>\n", DraftEnd = "\n</draft>", Section = "Write the section ";

    // A few of them make a text that takes some seconds to come.
    private const int LeastParagraph = 300, LeastPassage = 420;

    /// <summary>Whether the prompt is that of the step whose text is shown.</summary>
    public static bool IsShown(string prompt) => prompt.Contains(Draft, StringComparison.Ordinal);

    /// <summary>The answer; <see langword="null"/> where something else than prose is asked for, or there is nothing to take it from.</summary>
    public static string? Answer(string prompt)
    {
        if (IsShown(prompt))
        {
            var start = prompt.IndexOf(Draft, StringComparison.Ordinal) + Draft.Length;
            var end = prompt.LastIndexOf(DraftEnd, StringComparison.Ordinal);
            return end > start ? prompt[start..end] : null;
        }

        return prompt.StartsWith(Section, StringComparison.Ordinal) ? Passage(prompt) : null;
    }

    private static string? Passage(string prompt)
    {
        var lines = prompt.Split('\n');
        string[] paragraphs = [.. lines.Skip(2).Where(static line => line.Length >= LeastParagraph)];
        if (paragraphs.Length == 0)
        {
            return null;
        }

        // The heading and the gist choose (by FNV-1a), so that no two sections are likely to be the same.
        var chosen = paragraphs[(int)((lines[0] + lines[1]).Aggregate(2166136261u, static (hash, c) => unchecked((hash ^ c) * 16777619u)) % (uint)paragraphs.Length)];
        for (var i = LeastPassage; i + 2 < chosen.Length; i++)
        {
            if (chosen[i] is '.' or '!' or '?' && chosen[i + 1] == ' ' && char.IsUpper(chosen[i + 2]))
            {
                return chosen[..(i + 1)];
            }
        }

        return chosen;
    }
}
