namespace Orchestration.Policies;

/// <summary>
/// How an answer that breaks off in the middle of its stream is carried on: the next candidate continues the text, and the reader sees one answer. Holds for streamed runs and for text alone;
/// tool calls, signed reasoning, structured output, several choices and log-probabilities begin anew on the next candidate.
/// </summary>
/// <remarks>
/// The newest tokens are held back from the reader, so that the place where two models meet can be chosen. The window begins at nothing, so the first token never waits, and grows only while
/// tokens come faster than they can be read; all of it is released when the answer ends.
/// </remarks>
public sealed record Splice
{
    /// <summary>Nothing is held back or continued: an answer that breaks off begins anew, and its reader is told to discard what it has.</summary>
    public static Splice Never { get; } = new() { IsAllowed = false };

    /// <summary>The most tokens, by estimate, that are received but not yet released.</summary>
    /// <value>200 by default. 0 = every piece is released as it comes, and a continuation starts wherever the text broke off.</value>
    public int HoldBack { get; init; } = 200;

    /// <summary>What the reader needs, in tokens a second: tokens that come faster may be held back.</summary>
    /// <value>20 by default, three to four times the pace of silent reading (238 words a minute, M. Brysbaert, 2019, <see href="https://doi.org/10.1016/j.jml.2019.104047"/>), so that no reader waits.</value>
    public double ReadingSpeed { get; init; } = 20;

    /// <summary>How the next candidate is asked to go on. The request is the original one, the answer so far as the assistant's, and this as a message of the user.</summary>
    /// <value><c>{ending}</c> stands for the last words of the answer so far. <see cref="DefaultTemplate"/> by default.</value>
    public string Template { get; init; } = DefaultTemplate;

    /// <summary>The template of the library.</summary>
    public static string DefaultTemplate =>
        "Your answer above was cut off while it was sent. Its last words are:\n\n{ending}\n\nRepeat these last words exactly, then go on from there to the end of the answer, "
        + "in the same language, voice and formatting. Send the text alone: no greeting, no apology, no remark that you continue, and nothing else that already stands above.";

    /// <summary>Whether answers are continued at all.</summary>
    public bool IsAllowed { get; private init; } = true;

    internal string? Fault() => this switch
    {
        { HoldBack: < 0 } => $"Splice.HoldBack is {HoldBack}; the least is 0",
        { ReadingSpeed: not (> 0 and <= 1_000_000) } => FormattableString.Invariant($"Splice.ReadingSpeed is {ReadingSpeed}; it is positive, and a million tokens a second at most"),
        { Template: null or "" } => "Splice.Template is empty; leave it at its default, or use Splice.Never",
        _ => null,
    };
}
