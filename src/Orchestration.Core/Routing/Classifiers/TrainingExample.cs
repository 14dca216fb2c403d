namespace Orchestration.Routing.Classifiers;

/// <summary>A request as the trainer needs it: its features, and what it is.</summary>
/// <param name="Key">What examples are ordered by, so that the order they come in makes no difference.</param>
/// <param name="Class">What it is.</param>
/// <param name="Features">Each feature's bucket, times two, plus one if it counts against its weights.</param>
/// <param name="Dense">The dense features.</param>
internal sealed record TrainingExample(string Key, RequestClass Class, int[] Features, double[] Dense)
{
    public static TrainingExample Of(string key, ClassifiedRequest request, RequestClass @class, int bits)
    {
        var sink = new Collector([]);
        FeatureHasher.Hash(request, bits, ref sink);
        var dense = new double[DenseFeatures.Count];
        DenseFeatures.Write(RequestSigns.Of(request), dense);
        return new TrainingExample(key, @class, [.. sink.Features], dense);
    }

    private readonly struct Collector(List<int> features) : IFeatureSink
    {
        public List<int> Features => features;

        public void Add(int bucket, bool isNegative) => features.Add((bucket * 2) + (isNegative ? 1 : 0));
    }
}
