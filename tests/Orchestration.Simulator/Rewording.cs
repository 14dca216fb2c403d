namespace Orchestration.Simulator;

/// <summary>An answer cut into the smallest parts that a successor words as a whole, so that who reads what it said can tell its wording from a fault.</summary>
public static class Rewording
{
    private static readonly (string From, string To)[] Edits =
    [
        ("\u2019", "'"), ("\u201C", "\""), ("\u201D", "\""), (" \u2014 ", " - "), ("\u2014", " - "), ("\u2013", "-"), ("\u2026", "..."), ("\u00A0", " "), ("**", "__"),
        ("\uFF1A", ":"), ("\uFF08", "("), ("\uFF09", ")"), ("\uFF01", "!"),
    ];

    private static readonly (string From, string To)[] WordEdits =
        [("cannot", "can't"), ("do not", "don't"), ("does not", "doesn't"), ("it is", "it's"), ("which", "that"), ("for example", "e.g."), ("because", "since"), ("start", "begin")];

    /// <summary>The parts, in order; their <see cref="RewordedPart.Text"/> together are the answer. Code and JSON have one wording.</summary>
    public static IReadOnlyList<RewordedPart> PartsOf(string answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        var parts = new List<RewordedPart>(answer.Length);
        var isJson = answer.StartsWith('{') || answer.StartsWith('[');
        var (inFence, inCode) = (false, false);
        for (var at = 0; at < answer.Length;)
        {
            var isLineStart = at == 0 || answer[at - 1] == '\n';
            if (isLineStart && answer.AsSpan(at).TrimStart(' ').StartsWith("```"))
            {
                inFence = !inFence;
                var line = answer.IndexOf('\n', at) is var end and >= 0 ? end : answer.Length;
                parts.AddRange(answer[at..line].Select(static c => RewordedPart.Fixed(c.ToString())));
                at = line;
                continue;
            }

            inCode = answer[at] switch { '`' => !inCode, '\n' => false, _ => inCode };
            var part = isJson || inFence || inCode ? Whole(answer, at) : Style(answer, at, isLineStart) ?? Edit(answer, at) ?? Whole(answer, at);
            parts.Add(part);
            at += part.Text.Length;
        }

        return parts;
    }

    /// <summary>The answer in other words.</summary>
    public static string Of(string answer, Wording wording) => string.Concat(PartsOf(answer).Select(part => part.In(wording)));

    private static RewordedPart Whole(string answer, int at) =>
        RewordedPart.Fixed(answer.Substring(at, char.IsHighSurrogate(answer[at]) && at + 1 < answer.Length ? 2 : 1));

    /// <summary>"- " becomes "* ", "1. " becomes "1) ".</summary>
    private static RewordedPart? Style(string answer, int at, bool isLineStart)
    {
        var line = answer.LastIndexOf('\n', Math.Max(0, at - 1)) is var found && at > 0 ? found + 1 : 0;
        var before = answer.AsSpan(line, at - line);
        var next = at + 1 < answer.Length ? answer[at + 1] : '\0';
        return answer[at] switch
        {
            '-' when next == ' ' && (isLineStart || before.IsWhiteSpace()) => new RewordedPart("- ", "- ", "* "),
            '.' when next == ' ' && before.TrimStart(' ') is { Length: 1 or 2 } number && !number.ContainsAnyExceptInRange('0', '9') => new RewordedPart(". ", ". ", ") "),
            _ => null,
        };
    }

    private static RewordedPart? Edit(string answer, int at)
    {
        var rest = answer.AsSpan(at);
        foreach (var (from, to) in Edits)
        {
            if (rest.StartsWith(from, StringComparison.Ordinal))
            {
                return new RewordedPart(from, to, from);
            }
        }

        if (at > 0 && char.IsLetterOrDigit(answer[at - 1]))
        {
            return null;
        }

        foreach (var (from, to) in WordEdits)
        {
            if (rest.StartsWith(from, StringComparison.Ordinal) && !(rest.Length > from.Length && char.IsLetterOrDigit(rest[from.Length])))
            {
                return new RewordedPart(from, to, from);
            }
        }

        return null;
    }
}

/// <summary>A part of an answer, in each wording.</summary>
/// <param name="Text">As the script has it.</param>
/// <param name="Edited">With small edits.</param>
/// <param name="Restyled">With other marks of lists.</param>
public readonly record struct RewordedPart(string Text, string Edited, string Restyled)
{
    /// <summary>The part in a wording.</summary>
    public string In(Wording wording) => wording switch
    {
        Wording.Edited => Edited,
        Wording.Restyled => Restyled,
        _ => Text,
    };

    internal static RewordedPart Fixed(string text) => new(text, text, text);
}
