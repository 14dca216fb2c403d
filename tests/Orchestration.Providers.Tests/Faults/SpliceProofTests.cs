using Orchestration.SpliceProof;

namespace Orchestration.Providers.Tests.Faults;

/// <summary>A small part of the proof that <c>tests/Orchestration.SpliceProof</c> runs in full: streams die anywhere, and nobody who reads them notices.</summary>
public sealed class SpliceProofTests
{
    private const int Kills = 300;

    // To be none: languages are not told apart within code, JSON and tables, and a successor that says nothing after a whole sentence is believed. Lower it with what is mended.
    private const int KnownBroken = 15;

    [Fact]
    public async Task A_stream_that_dies_anywhere_leaves_hardly_a_broken_text()
    {
        var outcomes = await Proof.RunAsync(seed: 1, Enumerable.Range(0, Kills), atOnce: 100);

        var broken = outcomes.Where(static outcome => outcome.IsBroken).Select(static outcome => $"{outcome.Kill}: {outcome.Verdict}").ToList();
        Assert.True(broken.Count <= KnownBroken, string.Join('\n', broken));

        // Or the kills would prove nothing.
        Assert.Equal(Kills, outcomes.Count);
        Assert.InRange(outcomes.Count(static outcome => outcome is { Splices: > 0, HasFailed: false }), Kills / 2, Kills);
    }
}
