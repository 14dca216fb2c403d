namespace Orchestration.Evals.GoldenSets.Redaction;

/// <summary>Finds one kind of personal or secret text. Must be safe for use by many threads.</summary>
public interface IRedactor
{
    /// <summary>What it finds, in a word of letters: <c>email</c> is put as <c>[email-1]</c>.</summary>
    string Name { get; }

    /// <summary>What has to go from a text, in its order, without overlaps. Must not find the placeholders.</summary>
    IEnumerable<SensitiveText> Find(string text);
}

/// <summary>A part of a text that has to go.</summary>
/// <param name="Start">Where it begins, in UTF-16 units.</param>
/// <param name="Length">How long it is; at least 1.</param>
/// <param name="Identity">The same for all spellings of one thing, which then have one placeholder.</param>
public readonly record struct SensitiveText(int Start, int Length, string Identity);
