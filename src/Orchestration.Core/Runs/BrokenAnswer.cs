using Orchestration.Models;
using Orchestration.Streaming.Seams;

namespace Orchestration.Runs;

/// <summary>An answer that broke off after its reader had been given a part of it.</summary>
/// <param name="Attempt">The attempt that broke off.</param>
/// <param name="Answer">The step's answer so far, as received.</param>
/// <param name="Shown">How much of it the reader has.</param>
/// <param name="Cut">Where it is carried on; not before <paramref name="Shown"/>.</param>
/// <param name="MayContinue">Whether another attempt may carry it on; if not, the next one begins anew.</param>
/// <param name="Rejected">How many continuations have been refused for not joining it.</param>
internal sealed record BrokenAnswer(int Attempt, Completion Answer, int Shown, Cut Cut, bool MayContinue, int Rejected)
{
    /// <summary>The most continuations that are refused before the answer is given up.</summary>
    public const int MostRejected = 2;

    public string Text => Answer.Text;

    public string Kept => Text[..Cut.Position];

    /// <summary>What the reader has.</summary>
    public string DeliveredText => Text[..Shown];

    public static BrokenAnswer At(int attempt, Completion answer, int shown, bool mayContinue) =>
        new(attempt, answer, shown, mayContinue ? SeamFinder.Find(answer.Text, shown) : default, mayContinue, 0);

    /// <summary>The same answer, to be carried on from an earlier place.</summary>
    public BrokenAnswer Earlier() => this with { Cut = SeamFinder.Find(Text, Shown, Cut.Position), Rejected = Rejected + 1 };
}
