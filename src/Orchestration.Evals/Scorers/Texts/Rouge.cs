namespace Orchestration.Evals.Scorers.Texts;

/// <summary>ROUGE-L of two texts as one sentence each: how much of one runs through the other in order.</summary>
/// <remarks>C.-Y. Lin, ROUGE: A Package for Automatic Evaluation of Summaries, ACL 2004, section 3.1, with beta = 1: the harmonic mean of precision and recall. Words in lower case, no stemming.</remarks>
internal static class Rouge
{
    public static (double F, double Precision, double Recall) L(string candidate, string reference)
    {
        var (c, r) = (Words.Of(candidate), Words.Of(reference));
        if (c.Count == 0 || r.Count == 0)
        {
            return c.Count == r.Count ? (1, 1, 1) : (0, 0, 0);
        }

        double common = CommonSubsequence(c, r);
        return (2 * common / (c.Count + r.Count), common / c.Count, common / r.Count);
    }

    private static int CommonSubsequence(List<string> left, List<string> right)
    {
        var ids = new Dictionary<string, int>();
        var (a, b) = (Ids(left), Ids(right));
        var row = new int[b.Length + 1];
        foreach (var word in a)
        {
            var diagonal = 0;
            for (var j = 0; j < b.Length; j++)
            {
                var above = row[j + 1];
                row[j + 1] = word == b[j] ? diagonal + 1 : Math.Max(above, row[j]);
                diagonal = above;
            }
        }

        return row[^1];

        int[] Ids(List<string> words)
        {
            var numbers = new int[words.Count];
            for (var i = 0; i < numbers.Length; i++)
            {
                ids.TryAdd(words[i], ids.Count);
                numbers[i] = ids[words[i]];
            }

            return numbers;
        }
    }
}
