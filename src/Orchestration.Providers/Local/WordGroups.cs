namespace Orchestration.Providers.Local;

/// <summary>Cuts an answer into the pieces it streams in: three to six words each, with their white space, so that they join to the whole.</summary>
internal static class WordGroups
{
    private const int Smallest = 3;
    private const int Sizes = 4;
    private const int LongestRun = 64;

    public static IEnumerable<string> Of(string text)
    {
        int start = 0;
        int words = 0;
        int group = 0;
        for (int i = 1; i < text.Length; i++)
        {
            bool wordEnds = char.IsWhiteSpace(text[i]) && !char.IsWhiteSpace(text[i - 1]);
            bool scriptWithoutSpaces = i - start >= LongestRun && !char.IsLowSurrogate(text[i]);
            words += wordEnds ? 1 : 0;
            if (words == Smallest + (group % Sizes) || scriptWithoutSpaces)
            {
                yield return text[start..i];
                (start, words, group) = (i, 0, group + 1);
            }
        }

        if (start < text.Length)
        {
            yield return text[start..];
        }
    }
}
