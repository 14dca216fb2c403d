namespace Orchestration.Routing.Classifiers;

/// <summary>The weights of a trained classifier. Immutable.</summary>
/// <param name="bits">2 to the power of this many buckets.</param>
/// <param name="buckets">A weight per bucket and class, class by class within a bucket, in units of its class's scale.</param>
/// <param name="scales">A class's unit.</param>
/// <param name="dense">A weight per dense feature and class.</param>
internal sealed class LinearModel(int bits, sbyte[] buckets, float[] scales, float[] dense)
{
    public const int Classes = 3;

    public int Bits { get; } = bits;

    public ReadOnlySpan<sbyte> Buckets => buckets;

    public ReadOnlySpan<float> Scales => scales;

    public ReadOnlySpan<float> Dense => dense;

    /// <summary>The class of a request.</summary>
    public RequestClass Classify(ClassifiedRequest request)
    {
        var sums = new Sums(buckets);
        var count = FeatureHasher.Hash(request, Bits, ref sums);
        Span<double> features = stackalloc double[DenseFeatures.Count];
        DenseFeatures.Write(RequestSigns.Of(request), features);
        return Highest(sums, count, features);
    }

    /// <summary>The class of an example, which is that of the request it was made of.</summary>
    public RequestClass Classify(TrainingExample example)
    {
        var sums = new Sums(buckets);
        foreach (var feature in example.Features)
        {
            sums.Add(feature >> 1, (feature & 1) != 0);
        }

        return Highest(sums, example.Features.Length, example.Dense);
    }

    // The harder one of equals. The sums over buckets are whole numbers, so no order of adding makes a difference.
    private RequestClass Highest(in Sums sums, int count, ReadOnlySpan<double> features)
    {
        var norm = count == 0 ? 0 : 1 / Math.Sqrt(count);
        var (best, highest) = (0, double.NegativeInfinity);
        for (var c = 0; c < Classes; c++)
        {
            var score = sums[c] * (double)scales[c] * norm;
            for (var i = 0; i < features.Length; i++)
            {
                score += features[i] * dense[(i * Classes) + c];
            }

            if (score >= highest)
            {
                (best, highest) = (c, score);
            }
        }

        return (RequestClass)best;
    }

    private ref struct Sums(ReadOnlySpan<sbyte> buckets) : IFeatureSink
    {
        private readonly ReadOnlySpan<sbyte> _buckets = buckets;
        private int _simple;
        private int _moderate;
        private int _complex;

        public readonly int this[int @class] => @class switch { 0 => _simple, 1 => _moderate, _ => _complex };

        public void Add(int bucket, bool isNegative)
        {
            var weights = _buckets.Slice(bucket * Classes, Classes);
            var sign = isNegative ? -1 : 1;
            _simple += sign * weights[0];
            _moderate += sign * weights[1];
            _complex += sign * weights[2];
        }
    }
}
