using System.Text;

namespace Orchestration.Simulator.Answers;

/// <summary>Says how a model carries on an answer that broke off.</summary>
internal static class Successor
{
    private const string SentenceEnds = ".!?\u3002\uFF01\uFF1F\u0964\u061F\n";

    /// <param name="answer">The whole answer, as the script has it.</param>
    /// <param name="kept">What the request shows of it.</param>
    /// <param name="request">The message that asks to go on.</param>
    /// <param name="how">How it does.</param>
    /// <returns><see langword="null"/>: what was kept is not of this answer.</returns>
    public static string? Carry(string answer, string kept, string request, Continuation how)
    {
        var parts = Rewording.PartsOf(answer);
        if (Locate(parts, answer, kept) is not { } position)
        {
            return null;
        }

        var start = how.From switch
        {
            ResumePoint.Quote => position - Math.Min(position, QuoteLength(kept, request)),
            ResumePoint.LastWords => Words(answer, position, how.Words),
            ResumePoint.LastSentence => Sentence(answer, position),
            ResumePoint.LastParagraph => Paragraph(answer, position),
            ResumePoint.Start => 0,
            _ => position,
        };
        var text = new StringBuilder(how.Before);
        if (how.ReopensBlocks && OpenBlock(answer, start) is var (opening, line))
        {
            text.Append(opening);
            start = line;
        }

        var said = how.Instead is { } instead ? answer[Math.Min(start, position)..position] + instead : From(parts, start, how.Wording);
        return text.Append(how.OmitsLeadingWhiteSpace ? said.TrimStart() : said).ToString();
    }

    /// <summary>Where in the answer the kept text ends, be it in its own words or in others.</summary>
    private static int? Locate(IReadOnlyList<RewordedPart> parts, string answer, string kept)
    {
        if (answer.StartsWith(kept, StringComparison.Ordinal))
        {
            return kept.Length;
        }

        var (read, at) = (0, 0);
        foreach (var part in parts)
        {
            while (read < kept.Length && char.IsWhiteSpace(kept[read]) && !IsSaid(part, kept.AsSpan(read), out _))
            {
                read++;
            }

            var rest = kept.AsSpan(read);
            if (rest.IsEmpty)
            {
                return at;
            }

            if (IsSaid(part, rest, out var length))
            {
                read += length;
            }
            else if (rest.Length < part.Text.Length && part.Text.AsSpan().StartsWith(rest, StringComparison.Ordinal))
            {
                return at + rest.Length;
            }
            else if (!string.IsNullOrWhiteSpace(part.Text))
            {
                return null;
            }

            at += part.Text.Length;
        }

        return kept.AsSpan(read).IsWhiteSpace() ? at : null;
    }

    private static bool IsSaid(RewordedPart part, ReadOnlySpan<char> text, out int length)
    {
        length = -1;
        foreach (var wording in (ReadOnlySpan<string>)[part.Text, part.Edited, part.Restyled])
        {
            length = wording.Length > length && text.StartsWith(wording, StringComparison.Ordinal) ? wording.Length : length;
        }

        return length >= 0;
    }

    private static string From(IReadOnlyList<RewordedPart> parts, int start, Wording wording)
    {
        var (text, at) = (new StringBuilder(), 0);
        foreach (var part in parts)
        {
            if (at >= start)
            {
                text.Append(part.In(wording));
            }
            else if (at + part.Text.Length > start)
            {
                text.Append(part.Text, start - at, part.Text.Length - (start - at));
            }

            at += part.Text.Length;
        }

        return text.ToString();
    }

    /// <summary>The longest end of the kept text that the request quotes.</summary>
    private static int QuoteLength(string kept, string request)
    {
        var end = kept.TrimEnd();
        for (var start = 0; start < end.Length; start++)
        {
            if (!char.IsWhiteSpace(end[start]) && request.Contains(end[start..], StringComparison.Ordinal))
            {
                return kept.Length - start;
            }
        }

        return 0;
    }

    private static int Words(string answer, int position, int words)
    {
        for (; words > 0 && position > 0; words--)
        {
            while (position > 0 && char.IsWhiteSpace(answer[position - 1]))
            {
                position--;
            }

            for (var dense = 0; position > 0 && !char.IsWhiteSpace(answer[position - 1]) && dense < 2; dense += answer[position] > '\u2E80' ? 1 : 0)
            {
                position--;
            }
        }

        return Whole(answer, position);
    }

    /// <summary>The last sentence that has begun, or all of it that was said.</summary>
    private static int Sentence(string answer, int position)
    {
        for (var at = LastLetter(answer, position); at > 0; at--)
        {
            if (SentenceEnds.Contains(answer[at - 1], StringComparison.Ordinal) && (char.IsWhiteSpace(answer[at - 1]) || answer[at - 1] > '\u0900' || char.IsWhiteSpace(answer[at])))
            {
                return Math.Min(position, at + answer.AsSpan(at).IndexOfAnyExcept(' ', '\n'));
            }
        }

        return 0;
    }

    private static int Paragraph(string answer, int position) =>
        answer.LastIndexOf("\n\n", LastLetter(answer, position), StringComparison.Ordinal) is var at and >= 0 ? Math.Min(position, at + 2) : 0;

    /// <summary>Before the white space and the punctuation that the text ends with, so that what ends is repeated and not nothing.</summary>
    private static int LastLetter(string answer, int position)
    {
        while (position > 0 && (char.IsWhiteSpace(answer[position - 1]) || SentenceEnds.Contains(answer[position - 1], StringComparison.Ordinal)))
        {
            position--;
        }

        return Math.Max(0, position - 1);
    }

    private static int Whole(string answer, int position) =>
        position > 0 && position < answer.Length && char.IsLowSurrogate(answer[position]) ? position - 1 : position;

    /// <summary>How the fence or the table around a place began, and where the line of the place does.</summary>
    private static (string Opening, int Line)? OpenBlock(string answer, int position)
    {
        var line = position == 0 ? 0 : answer.LastIndexOf('\n', position - 1) + 1;
        var before = answer[..line].Split('\n')[..^1];
        var fences = before.Where(static text => text.TrimStart().StartsWith("```", StringComparison.Ordinal)).ToList();
        if (fences.Count % 2 == 1)
        {
            return (fences[^1] + "\n", line);
        }

        var rows = before.Reverse().TakeWhile(static text => text.StartsWith('|')).Reverse().ToList();
        return rows.Count >= 2 && line < answer.Length && answer[line] == '|' ? ($"{rows[0]}\n{rows[1]}\n", line) : null;
    }
}
