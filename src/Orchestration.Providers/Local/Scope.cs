namespace Orchestration.Providers.Local;

/// <summary>The sentences that a part of a JSON answer is filled from. Narrower scopes belong to the items of an array; all share what was taken already.</summary>
internal sealed class Scope
{
    private const double ScoreShare = 0.3;
    private const double SamePart = 0.5;

    private readonly SentenceRanker ranker;
    private readonly HashSet<int> taken;

    private Scope(SentenceRanker ranker, IReadOnlyList<int> sentences, HashSet<int> taken, bool isWhole)
    {
        this.ranker = ranker;
        this.taken = taken;
        Sentences = sentences;
        IsWhole = isWhole;
    }

    /// <summary>Sentences, best first.</summary>
    public IReadOnlyList<int> Sentences { get; }

    /// <summary>Whether this is the scope of the whole answer.</summary>
    public bool IsWhole { get; }

    public static Scope Of(SentenceRanker ranker) => new(ranker, ranker.Ranked, [], isWhole: true);

    public Sentence this[int sentence] => ranker.Material.Sentences[sentence];

    /// <summary>Sentences for a property: those not yet taken first, and among them the best for its words.</summary>
    public IEnumerable<int> For(PropertyHint hint)
    {
        var query = ranker.Query(hint.SubjectWords);
        return Sentences.Select((sentence, place) => (sentence, place))
            .OrderBy(entry => taken.Contains(entry.sentence))
            .ThenByDescending(entry => ranker.Fit(entry.sentence, query) - ((double)entry.place / Sentences.Count))
            .ThenBy(static entry => entry.place)
            .Select(static entry => entry.sentence);
    }

    public double Fit(int sentence, IEnumerable<string> words) => ranker.Fit(sentence, ranker.Query(words));

    public void Take(int sentence) => taken.Add(sentence);

    /// <summary>A scope for each of some items: each starts with a sentence unlike the others' and goes on with those most like it.</summary>
    /// <param name="count">The items.</param>
    /// <param name="spread">Whether each should come from another part of the material, as sections do and facts need not.</param>
    public IReadOnlyList<Scope> Split(int count, bool spread)
    {
        if (Sentences.Count == 0)
        {
            return [.. Enumerable.Repeat(this, count)];
        }

        int[] free = [.. Sentences.Where(sentence => !taken.Contains(sentence))];
        int[] seeds = [.. ranker.Diverse(free.Length >= count ? free : Sentences, spread).Take(count).Order()];
        return [.. Enumerable.Range(0, count).Select(i => Around(seeds[i % seeds.Length]))];
    }

    private Scope Around(int seed) =>
        new(ranker, [.. Sentences.OrderByDescending(i => Closeness(i, seed)).ThenBy(static i => i)], taken, isWhole: false);

    private double Closeness(int sentence, int seed) =>
        sentence == seed ? double.MaxValue : ranker.Similarity(sentence, seed) + (ScoreShare * ranker.Score(sentence)) + (ranker.IsSamePart(sentence, seed) ? SamePart : 0);
}
