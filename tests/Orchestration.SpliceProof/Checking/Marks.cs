namespace Orchestration.SpliceProof.Checking;

/// <summary>What can be seen in a text without reading it as an answer: characters, blanks, fences and emphasis that do not come in pairs, words and lines that come twice.</summary>
internal static class Marks
{
    public static Verdict Check(string answer, string delivered, bool isWhole)
    {
        for (var i = 0; i < delivered.Length; i++)
        {
            var isPair = char.IsHighSurrogate(delivered[i]) && i + 1 < delivered.Length && char.IsLowSurrogate(delivered[i + 1]);
            if (delivered[i] == '\uFFFD' || (char.IsSurrogate(delivered[i]) && !isPair))
            {
                return new Verdict(Finding.Broken, i, "a character is broken");
            }

            i += isPair ? 1 : 0;
        }

        return Doubled(answer, delivered) ?? (isWhole ? Unbalanced(answer, delivered) : null) ?? Verdict.Clean;
    }

    /// <summary>Lines that open or close a code fence.</summary>
    public static int Fences(ReadOnlySpan<char> text)
    {
        var count = 0;
        foreach (var line in text.EnumerateLines())
        {
            count += line.TrimStart(' ').StartsWith("```") ? 1 : 0;
        }

        return count;
    }

    /// <summary>Blanks, words and sentences that come twice more often than they should.</summary>
    private static Verdict? Doubled(string answer, string delivered)
    {
        if (Count(delivered, "  ") > Count(answer, "  "))
        {
            return new Verdict(Finding.Doubled, delivered.LastIndexOf("  ", StringComparison.Ordinal), "a blank is doubled");
        }

        var (due, came) = (Twins(answer), Twins(delivered));
        if (came.FirstOrDefault(twin => !due.Contains(twin)) is { } word)
        {
            return new Verdict(Finding.Doubled, delivered.IndexOf(word, StringComparison.Ordinal), $"«{word}» comes twice in a row");
        }

        foreach (var sentence in delivered.Split(['.', '\n', '\u3002', '\u0964'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (sentence.Length >= 12 && Count(delivered, sentence) > Count(answer, sentence) && Count(answer, sentence) > 0)
            {
                return new Verdict(Finding.Doubled, delivered.LastIndexOf(sentence, StringComparison.Ordinal), $"«{sentence}» comes too often");
            }
        }

        return null;
    }

    private static Verdict? Unbalanced(string answer, string delivered)
    {
        foreach (var mark in (ReadOnlySpan<string>)["```", "**", "__", "`", "$"])
        {
            if (Count(answer, mark) % 2 == 0 && Count(delivered, mark) % 2 != 0 && !(mark == "__" && answer.Contains("__", StringComparison.Ordinal)))
            {
                return new Verdict(Finding.Broken, delivered.LastIndexOf(mark, StringComparison.Ordinal), $"{mark} does not come in pairs");
            }
        }

        return null;
    }

    private static HashSet<string> Twins(string text)
    {
        var words = text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
        return [.. words.Zip(words.Skip(1)).Where(static pair => pair.First == pair.Second && pair.First.Any(char.IsLetter)).Select(static pair => pair.First)];
    }

    private static int Count(string text, string part)
    {
        var count = 0;
        for (var at = text.IndexOf(part, StringComparison.Ordinal); at >= 0; at = text.IndexOf(part, at + part.Length, StringComparison.Ordinal))
        {
            count++;
        }

        return count;
    }
}
