using System.Buffers;

namespace Orchestration.Evals.Scorers.Texts;

/// <summary>Parts a text into sentences by their closing signs, and by line breaks where a line ends without one.</summary>
internal static class Sentences
{
    private static readonly string[] Abbreviations = ["mr", "mrs", "ms", "dr", "prof", "st", "vs", "etc", "e.g", "i.e", "cf", "approx", "no", "fig"];

    // A sentence is more than these.
    private static readonly SearchValues<char> Marks = SearchValues.Create("-*#>.!? \t\r\n");

    public static List<string> Of(string text)
    {
        var sentences = new List<string>();
        var start = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (Ends(text, i))
            {
                Add(AfterClosers(text, i + 1));
                i = start - 1;
            }
        }

        Add(text.Length);
        return sentences;

        void Add(int end)
        {
            var sentence = text[start..end].Trim();
            if (sentence.AsSpan().ContainsAnyExcept(Marks))
            {
                sentences.Add(sentence);
            }

            start = end;
        }
    }

    private static bool Ends(string text, int i) => text[i] switch
    {
        '\n' => true,
        '。' or '！' or '？' or '।' => true,
        '!' or '?' => Closes(text, i),
        '.' => Closes(text, i) && !IsAbbreviation(text, i),
        _ => false,
    };

    // 3.5 and example.org go on; a quotation mark or a bracket may stand between the sign and the space.
    private static bool Closes(string text, int i) => AfterClosers(text, i + 1) is var next && (next == text.Length || char.IsWhiteSpace(text[next]));

    private static int AfterClosers(string text, int next)
    {
        while (next < text.Length && text[next] is '"' or '\'' or ')' or ']' or '\u201D' or '\u2019' or '」')
        {
            next++;
        }

        return next;
    }

    private static bool IsAbbreviation(string text, int dot)
    {
        var start = dot;
        while (start > 0 && (char.IsLetter(text[start - 1]) || text[start - 1] == '.'))
        {
            start--;
        }

        var word = text[start..dot];
        return Array.Exists(Abbreviations, known => known.Equals(word, StringComparison.OrdinalIgnoreCase));
    }
}
