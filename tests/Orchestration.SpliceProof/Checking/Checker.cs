using Orchestration.Simulator;

namespace Orchestration.SpliceProof.Checking;

/// <summary>
/// Says whether a text is one unbroken telling of an answer. It knows the answer and what the script let each successor do with it, and nothing of how the text came about: it looks for a way to
/// read the text as the answer in the wording of the first model, from some place on in that of its successor, and so on. If there is none, the text is broken where the longest reading ends.
/// </summary>
internal static class Checker
{
    /// <param name="answer">The true answer.</param>
    /// <param name="successors">How those that were asked to carry on were scripted to do it, in order.</param>
    /// <param name="delivered">What the reader was given.</param>
    /// <param name="isWhole">Whether it was said to be all; else it may end anywhere.</param>
    public static Verdict Check(string answer, IReadOnlyList<Continuation> successors, string delivered, bool isWhole)
    {
        var reading = new Telling(answer, successors).Read(delivered, isWhole);
        return reading.Finding != Finding.Clean ? reading : Marks.Check(answer, delivered, isWhole);
    }
}
