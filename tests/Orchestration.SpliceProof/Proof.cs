using System.Collections.Concurrent;
using Orchestration.SpliceProof.Cases;
using Orchestration.SpliceProof.Running;

namespace Orchestration.SpliceProof;

/// <summary>Runs cases, many at once.</summary>
internal static class Proof
{
    /// <param name="seed">What the cases follow from.</param>
    /// <param name="numbers">Which of them.</param>
    /// <param name="atOnce">How many at once.</param>
    /// <param name="progress">Told now and then how many are done.</param>
    /// <exception cref="InvalidOperationException">An answer was not delivered as it is though nothing died.</exception>
    public static async Task<IReadOnlyList<Outcome>> RunAsync(int seed, IEnumerable<int> numbers, int atOnce, Action<int>? progress = null)
    {
        var kills = numbers.Select(number => Kill.Of(seed, number)).ToList();
        await using var stage = await Stage.StartAsync();
        if (await stage.MeasureAsync(kills, atOnce) is [var broken, ..])
        {
            throw new InvalidOperationException($"Without a death, {broken.Kill.Answer.Name} over {broken.Kill.Route[0]} gave {broken}.");
        }

        var outcomes = new ConcurrentBag<Outcome>();
        await Parallel.ForEachAsync(kills, new ParallelOptions { MaxDegreeOfParallelism = atOnce }, async (kill, _) =>
        {
            outcomes.Add(await stage.RunAsync(kill, isTold: kills.Count == 1));
            if (outcomes.Count is var done && done % 500 == 0)
            {
                progress?.Invoke(done);
            }
        });
        return [.. outcomes];
    }
}
