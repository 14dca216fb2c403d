namespace Orchestration.Routing.Classifiers;

/// <summary>Examples in an order of their own, which depends on nothing but what they are.</summary>
internal static class TrainingSet
{
    private const ulong FoldSeed = 0xda942042e4dd58b5;

    /// <summary>Puts examples in order, and draws from them if there are too many.</summary>
    public static List<TrainingExample> Of(IEnumerable<TrainingExample> examples, int most)
    {
        List<TrainingExample> ordered = [.. examples.OrderBy(static example => example.Key, StringComparer.Ordinal).ThenBy(static example => example.Class)];
        if (ordered.Count <= most)
        {
            return ordered;
        }

        int[] drawn = Shuffled(ordered.Count)[..most];
        Array.Sort(drawn);
        return [.. drawn.Select(index => ordered[index])];
    }

    /// <summary>Judges every example by a model that was trained on the others' parts. Each part has its share of every class.</summary>
    public static List<(RequestClass Actual, RequestClass Judged)> CrossValidate(List<TrainingExample> examples, ClassifierTrainingOptions options, CancellationToken cancellationToken)
    {
        var folds = FoldsOf(examples, options.Folds);
        var judgements = new List<(RequestClass, RequestClass)>(examples.Count);
        for (var fold = 0; fold < options.Folds; fold++)
        {
            List<TrainingExample> others = [.. examples.Where((_, index) => folds[index] != fold)];
            var model = LinearTrainer.Train(others, options.BucketBits, cancellationToken);
            judgements.AddRange(examples.Where((_, index) => folds[index] == fold).Select(example => (example.Class, model.Classify(example))));
        }

        return judgements;
    }

    private static int[] FoldsOf(List<TrainingExample> examples, int folds)
    {
        var fold = new int[examples.Count];
        var next = 0;
        foreach (var index in Shuffled(examples.Count).OrderBy(index => examples[index].Class))
        {
            fold[index] = next++ % folds;
        }

        return fold;
    }

    private static int[] Shuffled(int count)
    {
        var (order, seed) = (Enumerable.Range(0, count).ToArray(), FoldSeed);
        LinearTrainer.Shuffle(order, ref seed);
        return order;
    }
}
