namespace Orchestration.Providers.Local;

/// <summary>The terms of the material with their inverse sentence frequency. A term of every second sentence weighs nothing, which finds the stop words of any language.</summary>
internal sealed class TermIndex
{
    private const double CommonShare = 0.4;
    private const int FewestSentencesToJudge = 12;

    private readonly Dictionary<string, int> ids = new(StringComparer.Ordinal);
    private readonly List<int> sentenceCounts = [];
    private readonly int sentences;

    public TermIndex(IReadOnlyList<Sentence> sentences)
    {
        this.sentences = sentences.Count;
        var termsOf = new List<Dictionary<int, int>>(sentences.Count);
        foreach (var sentence in sentences)
        {
            var counts = new Dictionary<int, int>();
            foreach (string word in Words.Of(sentence.Text).Where(Words.HasContent))
            {
                int id = IdOf(Words.Stem(word));
                counts[id] = counts.GetValueOrDefault(id) + 1;
            }

            foreach (int id in counts.Keys)
            {
                sentenceCounts[id]++;
            }

            termsOf.Add(counts);
        }

        Vectors = termsOf.ConvertAll(counts => new TermVector(counts.Select(entry => KeyValuePair.Create(entry.Key, entry.Value * Rarity(entry.Key)))));
    }

    /// <summary>A vector for each sentence, by its index.</summary>
    public IReadOnlyList<TermVector> Vectors { get; }

    /// <summary>A vector of words that steer the ranking; words that the material lacks have no part in it.</summary>
    public TermVector Query(IEnumerable<string> words)
    {
        var counts = new Dictionary<int, int>();
        foreach (string word in words)
        {
            if (ids.TryGetValue(Words.Stem(word), out int id))
            {
                counts[id] = counts.GetValueOrDefault(id) + 1;
            }
        }

        // Squared, so that the rare word ("breathes") outweighs the subject that every sentence shares ("whale"), however often that is said.
        return new TermVector(counts.Select(entry => KeyValuePair.Create(entry.Key, Math.Pow(Math.Max(Rarity(entry.Key), 0.1), 2) * (1 + Math.Log(entry.Value)))));
    }

    /// <summary>How telling a word is; 0 for a word that the material lacks or has everywhere.</summary>
    public double Rarity(string word) => ids.TryGetValue(Words.Stem(word), out int id) ? Rarity(id) : 0;

    private double Rarity(int id)
    {
        bool common = sentences >= FewestSentencesToJudge && sentenceCounts[id] > sentences * CommonShare;
        return common ? 0 : Math.Log(1 + ((double)sentences / sentenceCounts[id]));
    }

    private int IdOf(string term)
    {
        if (!ids.TryGetValue(term, out int id))
        {
            id = ids.Count;
            ids.Add(term, id);
            sentenceCounts.Add(0);
        }

        return id;
    }
}
