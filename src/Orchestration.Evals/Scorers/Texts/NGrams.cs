using System.Runtime.InteropServices;

namespace Orchestration.Evals.Scorers.Texts;

/// <summary>Runs of n words.</summary>
internal static class NGrams
{
    // A word holds no such sign.
    private const char Between = '\u0001';

    public static IEnumerable<string> Of(List<string> words, int n)
    {
        for (var i = 0; i + n <= words.Count; i++)
        {
            yield return string.Join(Between, words.GetRange(i, n));
        }
    }

    public static Dictionary<string, int> Count(List<string> words, int n)
    {
        var counts = new Dictionary<string, int>();
        foreach (var gram in Of(words, n))
        {
            CollectionsMarshal.GetValueRefOrAddDefault(counts, gram, out _)++;
        }

        return counts;
    }
}
