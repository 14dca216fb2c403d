namespace Orchestration.Routing.Classifiers;

/// <summary>Multinomial logistic regression by stochastic gradient descent. The same examples give the same bits, on every machine.</summary>
/// <remarks>One thread, double precision, a fixed number of rounds in an order drawn from a fixed seed. Every class weighs the same in sum, however many examples it has.</remarks>
internal static class LinearTrainer
{
    private const int Classes = LinearModel.Classes;
    private const int Rounds = 25;
    private const double FirstRate = 1.0;
    private const double LastRate = 0.05;
    private const ulong Seed = 0x9e3779b97f4a7c15;

    /// <summary>Trains on examples that stand in an order of their own (see <see cref="TrainingExample.Key"/>).</summary>
    public static LinearModel Train(IReadOnlyList<TrainingExample> examples, int bits, CancellationToken cancellationToken)
    {
        var weights = new double[Classes << bits];
        var dense = new double[Classes * DenseFeatures.Count];
        var classWeights = ClassWeights(examples);
        var order = Enumerable.Range(0, examples.Count).ToArray();
        var seed = Seed;
        for (var round = 0; round < Rounds; round++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Shuffle(order, ref seed);
            var rate = FirstRate + ((LastRate - FirstRate) * round / (Rounds - 1));
            foreach (var index in order)
            {
                var example = examples[index];
                Step(example, rate * classWeights[(int)example.Class], weights, dense);
            }
        }

        return Quantize(bits, weights, dense);
    }

    /// <summary>Puts numbers in an order that a seed decides.</summary>
    public static void Shuffle(int[] order, ref ulong seed)
    {
        for (var i = order.Length - 1; i > 0; i--)
        {
            var j = (int)(Next(ref seed) % (ulong)(i + 1));
            (order[i], order[j]) = (order[j], order[i]);
        }
    }

    private static void Step(TrainingExample example, double rate, double[] weights, double[] dense)
    {
        Span<double> errors = stackalloc double[Classes];
        var norm = example.Features.Length == 0 ? 0 : 1 / Math.Sqrt(example.Features.Length);
        Scores(example, norm, weights, dense, errors);
        ToProbabilities(errors);
        errors[(int)example.Class] -= 1;
        for (var c = 0; c < Classes; c++)
        {
            errors[c] *= rate;
        }

        foreach (var feature in example.Features)
        {
            var at = (feature >> 1) * Classes;
            var sign = (feature & 1) == 0 ? norm : -norm;
            weights[at] -= errors[0] * sign;
            weights[at + 1] -= errors[1] * sign;
            weights[at + 2] -= errors[2] * sign;
        }

        for (var i = 0; i < example.Dense.Length; i++)
        {
            for (var c = 0; c < Classes; c++)
            {
                dense[(i * Classes) + c] -= errors[c] * example.Dense[i];
            }
        }
    }

    private static void Scores(TrainingExample example, double norm, double[] weights, double[] dense, Span<double> scores)
    {
        var (simple, moderate, complex) = (0.0, 0.0, 0.0);
        foreach (var feature in example.Features)
        {
            var at = (feature >> 1) * Classes;
            var sign = (feature & 1) == 0 ? 1.0 : -1.0;
            simple += sign * weights[at];
            moderate += sign * weights[at + 1];
            complex += sign * weights[at + 2];
        }

        (scores[0], scores[1], scores[2]) = (simple * norm, moderate * norm, complex * norm);
        for (var i = 0; i < example.Dense.Length; i++)
        {
            for (var c = 0; c < Classes; c++)
            {
                scores[c] += example.Dense[i] * dense[(i * Classes) + c];
            }
        }
    }

    private static void ToProbabilities(Span<double> scores)
    {
        var highest = Math.Max(scores[0], Math.Max(scores[1], scores[2]));
        var sum = 0.0;
        foreach (ref var score in scores)
        {
            score = ExactMath.Exp(score - highest);
            sum += score;
        }

        foreach (ref var score in scores)
        {
            score /= sum;
        }
    }

    private static double[] ClassWeights(IReadOnlyList<TrainingExample> examples)
    {
        var counts = new int[Classes];
        foreach (var example in examples)
        {
            counts[(int)example.Class]++;
        }

        var present = counts.Count(static count => count > 0);
        return [.. counts.Select(count => count == 0 ? 0 : (double)examples.Count / (present * count))];
    }

    private static LinearModel Quantize(int bits, double[] weights, double[] dense)
    {
        var scales = new float[Classes];
        for (var i = 0; i < weights.Length; i++)
        {
            scales[i % Classes] = Math.Max(scales[i % Classes], (float)(Math.Abs(weights[i]) / sbyte.MaxValue));
        }

        var buckets = new sbyte[weights.Length];
        for (var i = 0; i < weights.Length; i++)
        {
            var scale = scales[i % Classes];
            buckets[i] = scale == 0 ? (sbyte)0 : (sbyte)Math.Clamp(Math.Round(weights[i] / scale), -sbyte.MaxValue, sbyte.MaxValue);
        }

        return new LinearModel(bits, buckets, scales, [.. dense.Select(static weight => (float)weight)]);
    }

    // SplitMix64.
    private static ulong Next(ref ulong seed)
    {
        unchecked
        {
            seed += 0x9e3779b97f4a7c15;
            var mixed = (seed ^ (seed >> 30)) * 0xbf58476d1ce4e5b9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
            return mixed ^ (mixed >> 31);
        }
    }
}
