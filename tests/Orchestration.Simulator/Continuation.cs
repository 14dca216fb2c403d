namespace Orchestration.Simulator;

/// <summary>How a model carries on an answer that broke off, once a request shows it the answer so far as the assistant's message and then asks it, as the user, to go on.</summary>
/// <remarks>Holds while the answer so far is the beginning of what the script answers, or a rewording of it; to any other request the model says its whole answer.</remarks>
public sealed record Continuation
{
    /// <summary>Goes on with the next character.</summary>
    public static Continuation Exact { get; } = new();

    /// <summary>First says again what the last message quotes of the end of the answer so far.</summary>
    public static Continuation RepeatsAsAsked { get; } = new() { From = ResumePoint.Quote };

    /// <summary>First says its last sentence again.</summary>
    public static Continuation RepeatsLastSentence { get; } = new() { From = ResumePoint.LastSentence };

    /// <summary>First says its last paragraph again.</summary>
    public static Continuation RepeatsLastParagraph { get; } = new() { From = ResumePoint.LastParagraph };

    /// <summary>Says the whole answer again.</summary>
    public static Continuation StartsAgain { get; } = new() { From = ResumePoint.Start };

    /// <summary>Says nothing, and ends as if all had been said.</summary>
    public static Continuation EmptyAnswer { get; } = new() { Instead = "" };

    /// <summary>Where in the answer it begins.</summary>
    public ResumePoint From { get; init; }

    /// <summary>The words that <see cref="ResumePoint.LastWords"/> says again; where a script has no blanks, two characters are a word.</summary>
    public int Words { get; init; } = 5;

    /// <summary>In which words it says what it says.</summary>
    public Wording Wording { get; init; }

    /// <summary>What comes before: talk about the task, white space.</summary>
    public string Before { get; init; } = "";

    /// <summary>Whether it leaves out the white space that its part of the answer begins with.</summary>
    public bool OmitsLeadingWhiteSpace { get; init; }

    /// <summary>Whether it opens a code fence or a table again in which the answer broke off, beginning with its line.</summary>
    public bool ReopensBlocks { get; init; }

    /// <summary>What it says in the place of the rest, after what it repeats: another language, another answer.</summary>
    /// <value><see langword="null"/>, the default: the rest.</value>
    public string? Instead { get; init; }

    /// <summary>First says the last words again.</summary>
    public static Continuation RepeatsLastWords(int words) => new() { From = ResumePoint.LastWords, Words = words };

    /// <summary>Talks about its task before it does it.</summary>
    public static Continuation MetaTalk(string talk, Continuation then) => then with { Before = talk + then.Before };
}

/// <summary>Where in its answer a successor begins.</summary>
public enum ResumePoint
{
    /// <summary>Where the answer broke off.</summary>
    Break,

    /// <summary>At the start of what the last message quotes of it.</summary>
    Quote,

    /// <summary>Some words before.</summary>
    LastWords,

    /// <summary>At the start of the last sentence.</summary>
    LastSentence,

    /// <summary>At the start of the last paragraph.</summary>
    LastParagraph,

    /// <summary>At the start of the answer.</summary>
    Start,
}

/// <summary>In which words a successor says its answer.</summary>
public enum Wording
{
    /// <summary>The script's.</summary>
    Same,

    /// <summary>Other quotation marks, dashes, blanks and emphasis, and now and then a shorter form: see <see cref="Rewording"/>.</summary>
    Edited,

    /// <summary>Other marks of lists.</summary>
    Restyled,
}
