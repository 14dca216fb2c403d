namespace Orchestration.Evals.Scorers.Texts;

/// <summary>BLEU of one text: the geometric mean of the shares of its runs of 1 to 4 words that the reference has, times a penalty for being shorter.</summary>
/// <remarks>
/// K. Papineni et al., BLEU: a Method for Automatic Evaluation of Machine Translation, ACL 2002. A single text often shares no run of four words, which would make all of it 0; so one is added to both counts
/// of the runs of 2 to 4 (C.-Y. Lin and F. J. Och, ORANGE, COLING 2004; "smoothing 2" of B. Chen and C. Cherry, WMT 2014). A text of fewer than four words is judged by the runs that it can have.
/// Case and punctuation count.
/// </remarks>
internal static class Bleu
{
    public const int MaxOrder = 4;

    public static double Of(string candidate, string reference)
    {
        var (c, r) = (Words.WithPunctuation(candidate), Words.WithPunctuation(reference));
        if (c.Count == 0 || r.Count == 0)
        {
            return c.Count == r.Count ? 1 : 0;
        }

        var orders = Math.Min(MaxOrder, c.Count);
        var logs = 0.0;
        for (var n = 1; n <= orders; n++)
        {
            var known = NGrams.Count(r, n);
            var shared = NGrams.Count(c, n).Sum(gram => Math.Min(gram.Value, known.GetValueOrDefault(gram.Key)));
            var added = n > 1 ? 1 : 0;
            if (shared + added == 0)
            {
                return 0;
            }

            logs += Math.Log((double)(shared + added) / (c.Count - n + 1 + added));
        }

        var brevity = c.Count >= r.Count ? 1 : Math.Exp(1 - ((double)r.Count / c.Count));
        return Math.Min(1, brevity * Math.Exp(logs / orders));
    }
}
