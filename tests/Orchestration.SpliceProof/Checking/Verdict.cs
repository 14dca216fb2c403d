namespace Orchestration.SpliceProof.Checking;

/// <summary>What is wrong with a text.</summary>
internal enum Finding
{
    Clean,

    /// <summary>Something of the answer stands there twice.</summary>
    Doubled,

    /// <summary>Something of the answer does not stand there.</summary>
    Missing,

    /// <summary>Something stands there that is not of the answer, or Markdown or characters are broken.</summary>
    Broken,
}

/// <summary>What the checker says of a text.</summary>
/// <param name="Finding">What is wrong.</param>
/// <param name="Position">Where in the text.</param>
/// <param name="Explanation">What was expected and what came; empty when all is well.</param>
internal sealed record Verdict(Finding Finding, int Position = 0, string Explanation = "")
{
    public static Verdict Clean { get; } = new(Finding.Clean);

    /// <summary>A successor that was scripted to give another answer gave it, whole, after a part of the first: no text that is broken, but not the answer.</summary>
    public static Verdict AnotherAnswer { get; } = new(Finding.Clean, 0, "goes on with another answer");
}
