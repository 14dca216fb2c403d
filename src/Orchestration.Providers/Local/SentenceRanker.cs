namespace Orchestration.Providers.Local;

/// <summary>
/// Ranks the sentences of the material for an instruction: TextRank (Mihalcea and Tarau, 2004) over the sentences that TF-IDF keeps, plus similarity
/// to the instruction, plus a little for standing early, times how well a sentence stands alone.
/// </summary>
internal sealed class SentenceRanker
{
    /// <summary>TextRank compares each pair, so only this many sentences enter it.</summary>
    private const int MostCandidates = 240;
    private const int Rounds = 25;
    private const double Damping = 0.85;
    private const double QueryWeight = 1.2;
    private const double RankWeight = 0.6;
    private const double PositionWeight = 0.15;

    /// <summary>What it adds when the instruction names, in quotation marks, the very heading that a sentence stands below.</summary>
    private const double AskedHeading = 1.5;

    /// <summary>How much likeness to what is already chosen costs a candidate.</summary>
    private const double Redundancy = 0.8;

    /// <summary>What standing below the same heading adds to likeness when an answer is to be spread over the material.</summary>
    private const double SamePart = 0.6;

    private readonly TermIndex index;
    private readonly double[] scores;

    public SentenceRanker(Material material, string instruction)
    {
        Material = material;
        index = new TermIndex(material.Sentences);
        var query = index.Query(Subject(instruction));
        var asked = Quotations.In(instruction).Select(static quoted => KeyOf(quoted)).ToHashSet(StringComparer.Ordinal);
        double[] asks = [.. material.Sentences.Select(sentence => sentence.Heading is { } heading && asked.Contains(KeyOf(heading)) ? AskedHeading : 0)];
        double[] fits = Normalize([.. index.Vectors.Select(query.Similarity)]);
        double[] standing = [.. material.Sentences.Select(Readability.Of)];
        double[] positions = Positions(material.Sentences);
        double[] masses = Normalize([.. index.Vectors.Select(static vector => vector.Mass / (4 + vector.Count))]);

        Candidates = [.. Enumerable.Range(0, fits.Length)
            .OrderByDescending(i => (((QueryWeight * fits[i]) + masses[i] + positions[i]) * standing[i]) + asks[i]).ThenBy(static i => i)
            .Take(MostCandidates).Order()];
        double[] ranks = Normalize(TextRank());

        scores = new double[fits.Length];
        for (int c = 0; c < Candidates.Count; c++)
        {
            int i = Candidates[c];
            scores[i] = (((QueryWeight * fits[i]) + (RankWeight * ranks[c]) + (PositionWeight * positions[i])) * standing[i]) + asks[i];
        }

        Ranked = [.. Candidates.OrderByDescending(i => scores[i]).ThenBy(static i => i)];
    }

    public Material Material { get; }

    /// <summary>The sentences worth choosing from, in reading order.</summary>
    public IReadOnlyList<int> Candidates { get; }

    /// <summary>The candidates, best first.</summary>
    public IReadOnlyList<int> Ranked { get; }

    public double Score(int sentence) => scores[sentence];

    public double Similarity(int one, int other) => index.Vectors[one].Similarity(index.Vectors[other]);

    /// <summary>Whether two sentences stand below the same heading of the same source.</summary>
    public bool IsSamePart(int one, int other) =>
        Material.Sentences[one].Source == Material.Sentences[other].Source && Material.Sentences[one].Heading == Material.Sentences[other].Heading;

    public double Rarity(string word) => index.Rarity(word);

    public TermVector Query(IEnumerable<string> words) => index.Query(words.Where(Words.HasContent));

    public double Fit(int sentence, TermVector query) => index.Vectors[sentence].Similarity(query);

    /// <summary>Candidates best first, each judged by its score less its likeness to those before it: what is said twice is chosen once.</summary>
    /// <param name="among">The sentences to take from, best first.</param>
    /// <param name="spread">Whether sentences below one heading count as alike, so that other parts of the material have their turn.</param>
    public IEnumerable<int> Diverse(IReadOnlyList<int> among, bool spread = false)
    {
        var left = among.ToList();
        double[] likeness = new double[scores.Length];
        while (left.Count > 0)
        {
            int best = left[0];
            foreach (int i in left)
            {
                bool better = scores[i] - (Redundancy * likeness[i]) > scores[best] - (Redundancy * likeness[best]);
                best = better ? i : best;
            }

            yield return best;
            left.Remove(best);
            foreach (int i in left)
            {
                double alike = Similarity(i, best) + (spread && IsSamePart(i, best) ? SamePart : 0);
                likeness[i] = Math.Max(likeness[i], alike);
            }
        }
    }

    /// <summary>The words of an instruction that name its subject; those in quotation marks count three times.</summary>
    private static IEnumerable<string> Subject(string instruction)
    {
        string[] quoted = [.. Quotations.In(instruction)];
        return Words.Of(string.Join(' ', [instruction, .. quoted, .. quoted])).Where(Words.NamesSubject);
    }

    private static string KeyOf(string phrase) => string.Join(' ', Words.Of(phrase).Select(Words.Stem));

    private double[] TextRank()
    {
        int n = Candidates.Count;
        double[,] edges = new double[n, n];
        double[] outgoing = new double[n];
        for (int a = 0; a < n; a++)
        {
            for (int b = a + 1; b < n; b++)
            {
                double weight = Similarity(Candidates[a], Candidates[b]);
                edges[a, b] = edges[b, a] = weight;
                outgoing[a] += weight;
                outgoing[b] += weight;
            }
        }

        double[] ranks = new double[n];
        Array.Fill(ranks, 1);
        for (int round = 0; round < Rounds; round++)
        {
            double[] next = new double[n];
            for (int a = 0; a < n; a++)
            {
                double sum = 0;
                for (int b = 0; b < n; b++)
                {
                    sum += outgoing[b] > 0 ? edges[b, a] * ranks[b] / outgoing[b] : 0;
                }

                next[a] = 1 - Damping + (Damping * sum);
            }

            ranks = next;
        }

        return ranks;
    }

    /// <summary>1 for the first sentence of a source, falling to 0 at its last; first sentences of a paragraph get half of what is missing.</summary>
    private static double[] Positions(IReadOnlyList<Sentence> sentences)
    {
        double[] positions = new double[sentences.Count];
        for (int start = 0; start < sentences.Count;)
        {
            int end = start;
            while (end < sentences.Count && sentences[end].Source == sentences[start].Source)
            {
                end++;
            }

            for (int i = start; i < end; i++)
            {
                double early = 1 - ((double)(i - start) / (end - start));
                bool opensParagraph = i == start || sentences[i].Block != sentences[i - 1].Block;
                positions[i] = opensParagraph ? (1 + early) / 2 : early;
            }

            start = end;
        }

        return positions;
    }


    private static double[] Normalize(double[] values)
    {
        double most = values.Length == 0 ? 0 : values.Max();
        return most > 0 ? Array.ConvertAll(values, value => value / most) : values;
    }
}
