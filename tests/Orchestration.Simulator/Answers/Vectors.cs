namespace Orchestration.Simulator.Answers;

/// <summary>Embeddings that follow from the text: each word adds a direction of its own, so texts that share words lie near one another. Their length is 1.</summary>
internal static class Vectors
{
    public static float[] Of(string text, int dimensions)
    {
        var sum = new double[dimensions];
        foreach (var word in text.Split([' ', '\n', '\t', '.', ',', ';', ':', '!', '?'], StringSplitOptions.RemoveEmptyEntries))
        {
            var number = Mix.Of(word.ToLowerInvariant());
            for (var i = 0; i < sum.Length; i++)
            {
                number = Mix.Stir(number);
                sum[i] += (2 * Mix.Unit(number)) - 1;
            }
        }

        var length = Math.Sqrt(sum.Sum(value => value * value));
        return [.. sum.Select((value, index) => length == 0 ? (index == 0 ? 1f : 0f) : (float)(value / length))];
    }
}
