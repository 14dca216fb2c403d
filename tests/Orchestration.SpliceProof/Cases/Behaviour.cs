using Orchestration.Simulator;

namespace Orchestration.SpliceProof.Cases;

/// <summary>One of the ways in which successors carry on.</summary>
/// <param name="Name">What the table calls it.</param>
/// <param name="Script">How it is played for an answer.</param>
internal sealed record Behaviour(string Name, Func<KnownAnswer, Random, Continuation> Script)
{
    public const string AnotherAnswer = "another answer";

    private static readonly string[] Blanks = [" ", "  ", "\n", "\n\n"];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Behaviour> All { get; } =
    [
        new("exact", static (_, _) => Continuation.Exact),
        new("repeats as asked", static (_, _) => Continuation.RepeatsAsAsked),
        new("repeats last words", static (_, random) => Continuation.RepeatsLastWords(random.Next(1, 13))),
        new("repeats last sentence", static (_, _) => Continuation.RepeatsLastSentence),
        new("repeats last paragraph", static (_, _) => Continuation.RepeatsLastParagraph),
        new("starts again", static (_, _) => Continuation.StartsAgain),
        new("starts again, small edits", static (_, _) => Continuation.StartsAgain with { Wording = Wording.Edited }),
        new("repeats, small edits", static (_, random) => Repeat(random) with { Wording = Wording.Edited }),
        new("meta talk, exact", static (answer, random) => Continuation.MetaTalk(Phrases.Talk(answer, random), Continuation.Exact)),
        new("meta talk, repeats", static (answer, random) => Continuation.MetaTalk(Phrases.Talk(answer, random), Repeat(random))),
        new("meta talk, starts again", static (answer, random) => Continuation.MetaTalk(Phrases.Talk(answer, random), Continuation.StartsAgain)),
        new("other language", static (answer, random) => Continuation.Exact with { Instead = Phrases.OtherLanguage(answer, random).TrimStart(' ') }),
        new("repeats, then other language", static (answer, random) => Repeat(random) with { Instead = Phrases.OtherLanguage(answer, random) }),
        new("other Markdown", static (_, random) => Repeat(random) with { Wording = Wording.Restyled }),
        new("opens blocks again", static (_, random) => (random.Next(2) == 0 ? Continuation.Exact : Repeat(random)) with { ReopensBlocks = true }),
        new("leading white space", static (_, random) => Continuation.Exact with { Before = Blanks[random.Next(Blanks.Length)] }),
        new("leading white space, repeats", static (_, random) => Repeat(random) with { Before = Blanks[random.Next(Blanks.Length)] }),
        new("no leading white space", static (_, _) => Continuation.Exact with { OmitsLeadingWhiteSpace = true }),
        new("nothing", static (_, _) => Continuation.EmptyAnswer),
        new(AnotherAnswer, static (answer, _) => Continuation.Exact with { Instead = Phrases.OtherAnswer(answer) }),
    ];

    private static Continuation Repeat(Random random) => random.Next(4) switch
    {
        0 => Continuation.RepeatsLastWords(random.Next(2, 10)),
        1 => Continuation.RepeatsLastSentence,
        _ => Continuation.RepeatsAsAsked,
    };
}
