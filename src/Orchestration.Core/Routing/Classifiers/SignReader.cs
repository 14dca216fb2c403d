namespace Orchestration.Routing.Classifiers;

/// <summary>Counts the signs of a text in one pass over its lines and words.</summary>
internal static class SignReader
{
    // Of a longer text the beginning and the end are read: there stands what is to be done with it.
    private const int Head = 12_288;
    private const int Tail = 4_096;

    public static void Read(ReadOnlySpan<char> text, ref TextSigns signs)
    {
        if (text.Length <= Head + Tail)
        {
            ReadPart(text, ref signs);
        }
        else
        {
            ReadPart(text[..Head], ref signs);
            ReadPart(text[^Tail..], ref signs);
            signs.Length += text.Length - Head - Tail;
        }
    }

    private static void ReadPart(ReadOnlySpan<char> text, ref TextSigns signs)
    {
        signs.Length += text.Length;
        foreach (var range in text.Split('\n'))
        {
            var line = text[range].Trim();
            if (!line.IsEmpty)
            {
                signs.Lines++;
                ReadLine(line, ref signs);
            }
        }

        ReadWords(text, ref signs);
        Cues.CountPhrases(text, ref signs);
    }

    private static void ReadLine(ReadOnlySpan<char> line, ref TextSigns signs)
    {
        if (line.StartsWith("```", StringComparison.Ordinal))
        {
            signs.Fences++;
        }
        else if (IsItem(line))
        {
            signs.Items++;
        }
        else if ((line.StartsWith("at ", StringComparison.Ordinal) && line.Contains('(')) || line.StartsWith("File \"", StringComparison.Ordinal))
        {
            signs.Traces++;
        }
        else if (line[^1] is ';' or '{' or '}' || line.StartsWith("def ", StringComparison.Ordinal) || line.StartsWith("import ", StringComparison.Ordinal)
            || line.StartsWith("SELECT ", StringComparison.Ordinal) || line.StartsWith("#include", StringComparison.Ordinal))
        {
            signs.CodeLines++;
        }
    }

    private static bool IsItem(ReadOnlySpan<char> line)
    {
        if (line[0] is '-' or '*' or '•' or '・')
        {
            return line.Length > 2 && line[1] == ' ';
        }

        var digits = 0;
        while (digits < line.Length && char.IsAsciiDigit(line[digits]))
        {
            digits++;
        }

        return digits is 1 or 2 && line.Length > digits + 1 && line[digits] is '.' or ')' or '、';
    }

    private static void ReadWords(ReadOnlySpan<char> text, ref TextSigns signs)
    {
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsLetter(c))
            {
                var start = i;
                while (i + 1 < text.Length && (char.IsLetter(text[i + 1]) || text[i + 1] == '_'))
                {
                    i++;
                }

                ReadWord(text[start..(i + 1)], start > 0 && text[start - 1] == '.', ref signs);
            }
            else if (char.IsAsciiDigit(c))
            {
                signs.Numbers++;
                while (i + 1 < text.Length && (char.IsAsciiDigit(text[i + 1]) || text[i + 1] is '.' or ','))
                {
                    i++;
                }
            }
            else if (c is '?' or '？' or '؟')
            {
                signs.Questions++;
            }
            else if (c is '=' or '^' or '\\' or (>= '\u2200' and <= '\u22FF') or '\u2192')
            {
                signs.Formulas++;
            }
        }
    }

    private static void ReadWord(ReadOnlySpan<char> word, bool followsDot, ref TextSigns signs)
    {
        if (word[0] >= '\u2E80')
        {
            // A run of a script without spaces: the phrases look into it.
            signs.Length += 2 * word.Length;
            return;
        }

        if (Cues.TryGet(word, out var cue))
        {
            Count(cue, ref signs);
        }
        else if (followsDot || IsIdentifier(word))
        {
            signs.Identifiers++;
        }
    }

    private static bool IsIdentifier(ReadOnlySpan<char> word)
    {
        for (var i = 1; i < word.Length; i++)
        {
            if (word[i] == '_' || (char.IsAsciiLetterUpper(word[i]) && char.IsAsciiLetterLower(word[i - 1])))
            {
                return true;
            }
        }

        return false;
    }

    private static void Count(Cue cue, ref TextSigns signs)
    {
        switch (cue)
        {
            case Cue.Strong:
                signs.Strong++;
                break;
            case Cue.Mild:
                signs.Mild++;
                break;
            case Cue.Easy:
                signs.Easy++;
                break;
            case Cue.Constraint:
                signs.Constraints++;
                break;
            case Cue.Trace:
                signs.Traces++;
                break;
        }
    }
}
