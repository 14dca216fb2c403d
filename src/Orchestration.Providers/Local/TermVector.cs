namespace Orchestration.Providers.Local;

/// <summary>A sparse vector of term weights, scaled to length one, its terms in ascending order.</summary>
internal sealed class TermVector
{
    private readonly int[] terms;
    private readonly double[] weights;

    public TermVector(IEnumerable<KeyValuePair<int, double>> entries)
    {
        var sorted = entries.OrderBy(static entry => entry.Key).ToArray();
        terms = Array.ConvertAll(sorted, static entry => entry.Key);
        weights = Array.ConvertAll(sorted, static entry => entry.Value);
        Mass = weights.Sum();
        double length = Math.Sqrt(weights.Sum(static weight => weight * weight));
        for (int i = 0; length > 0 && i < weights.Length; i++)
        {
            weights[i] /= length;
        }
    }

    /// <summary>The sum of the weights before they were scaled: how much a sentence has to say.</summary>
    public double Mass { get; }

    public int Count => terms.Length;

    /// <summary>Cosine similarity, 0 to 1.</summary>
    public double Similarity(TermVector other)
    {
        double sum = 0;
        for (int i = 0, j = 0; i < terms.Length && j < other.terms.Length;)
        {
            int order = terms[i].CompareTo(other.terms[j]);
            sum += order == 0 ? weights[i] * other.weights[j] : 0;
            i += order <= 0 ? 1 : 0;
            j += order >= 0 ? 1 : 0;
        }

        return sum;
    }
}
