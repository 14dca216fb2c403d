using Orchestration.SpliceProof;

namespace Orchestration.Providers.Tests.Faults;

/// <summary>A small part of the proof that <c>tests/Orchestration.SpliceProof</c> runs in full: streams die anywhere, and nobody who reads them notices.</summary>
public sealed class SpliceProofTests
{
    private const int Kills = 300;

    [Fact]
    public async Task A_stream_that_dies_anywhere_leaves_no_broken_text()
    {
        var outcomes = await Proof.RunAsync(seed: 1, Enumerable.Range(0, Kills), atOnce: 100);

        var broken = outcomes.Where(static outcome => outcome.IsBroken).Select(static outcome => $"{outcome.Kill}: {outcome.Verdict}").ToList();
        Assert.True(broken.Count == 0, string.Join('\n', broken));

        // Or the kills would prove nothing.
        Assert.Equal(Kills, outcomes.Count);
        Assert.InRange(outcomes.Count(static outcome => outcome is { Splices: > 0, HasFailed: false }), Kills / 2, Kills);
    }
}
