namespace Orchestration.Routing.Classifiers;

/// <summary>What was counted in a text.</summary>
internal struct TextSigns
{
    /// <summary>UTF-16 code units; one of a script without spaces counts for three, which is about what it says.</summary>
    public int Length;

    /// <summary>Lines that are not blank.</summary>
    public int Lines;

    /// <summary>Lines that end or begin as code does.</summary>
    public int CodeLines;

    /// <summary>Names as programs have them: snake_case, camelCase, a dot before a letter.</summary>
    public int Identifiers;

    /// <summary>Fences of code blocks.</summary>
    public int Fences;

    /// <summary>Lines of a stack trace, and the names of exceptions.</summary>
    public int Traces;

    /// <summary>Bullets and numbered items.</summary>
    public int Items;

    /// <summary>Question marks.</summary>
    public int Questions;

    /// <summary>Runs of digits.</summary>
    public int Numbers;

    /// <summary>Signs of formulas.</summary>
    public int Formulas;

    /// <summary>Words that ask for proof, design, diagnosis: several steps of thought.</summary>
    public int Strong;

    /// <summary>Words that ask for an explanation, a comparison, a piece of work.</summary>
    public int Mild;

    /// <summary>Words that ask for what any model does: translate, extract, define.</summary>
    public int Easy;

    /// <summary>Words that set conditions.</summary>
    public int Constraints;
}
