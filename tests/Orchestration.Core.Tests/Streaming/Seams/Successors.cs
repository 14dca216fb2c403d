using System.Text.RegularExpressions;

namespace Orchestration.Core.Tests.Streaming.Seams;

/// <summary>What a join of a successor's text must come to, if it comes to one.</summary>
internal enum Wanted
{
    /// <summary>The original, to the letter.</summary>
    Original,

    /// <summary>The original but for white space at the seam, which the successor did not have.</summary>
    OriginalButSpace,

    /// <summary>The original but for the Markdown that the successor writes differently.</summary>
    OriginalButMarks,

    /// <summary>Nothing: it must be rejected.</summary>
    Nothing,
}

/// <summary>The ways in which models go on with a text that broke off.</summary>
internal static partial class Successors
{
    public delegate string? Behaviour(string original, int cut, int died);

    private static readonly string[] Talk =
    [
        "Here is the continuation:\n\n", "Sure, continuing from where I left off:\n\n", "Of course! Here's the rest of the answer:\n\n", "I apologize for the interruption. Continuing from where I left off:\n", "Here is the continuation of the text:\n\n---\n\n", "**Continuation:**\n\n",
        "Hier ist die Fortsetzung:\n\n", "Natürlich, ich setze den Text fort, weiter geht es:\n\n", "Voici la suite du texte :\n\n", "Aquí está la continuación:\n\n", "以下是继续的内容：\n\n", "続きは以下の通りです：\n\n", "بالطبع، إليك تكملة النص:\n\n", "계속해서 이어서 작성하겠습니다:\n\n",
        "(continuing)\n\n", "Certainly! I'll continue exactly where the previous message stopped.\n\n", "Understood. I will pick up right where we stopped:\n\n",
    ];

    private static readonly string[] Yes = ["Sure! ", "Of course!\n\n", "Certainly. ", "Natürlich! ", "好的。", "もちろんです。"];

    private static readonly string[] Languages =
    [
        "The water is cold and clear in every season, and there are more fish in it than anybody could have counted with the means that they had in those days.",
        "Das Wasser ist kalt und klar zu jeder Jahreszeit, und es gibt mehr Fische darin, als man mit den Mitteln dieser Zeit zählen konnte.",
        "L'eau est froide et claire en toute saison, et il y a plus de poissons dans la rivière que ce que les gens pouvaient compter avec les moyens de ce temps.",
        "这条河的水一年四季都很清很冷，里面的鱼比任何人能数清的都要多，所以大家都喜欢来这里钓鱼。",
        "الماء بارد وصاف في كل الفصول، وفيه من السمك أكثر مما كان يستطيع أحد أن يعده في تلك الأيام.",
        "Вода холодная и прозрачная в любое время года, и рыбы в ней больше, чем кто-либо мог сосчитать в те дни.",
    ];

    public static readonly (string Name, Wanted Wanted, Behaviour Write)[] All =
    [
        ("exact", Wanted.Original, static (o, cut, _) => o[cut..]),
        ("no space", Wanted.OriginalButSpace, static (o, cut, _) => o[cut..].TrimStart()),
        ("one space", Wanted.OriginalButSpace, static (o, cut, _) => " " + o[cut..].TrimStart()),
        ("two breaks", Wanted.OriginalButSpace, static (o, cut, _) => "\n\n" + o[cut..].TrimStart()),
        ("repeats the last words", Wanted.Original, static (o, cut, _) => o[Words(o, cut, 5)..]),
        ("repeats the last two words", Wanted.Original, static (o, cut, _) => o[Words(o, cut, 2)..]),
        ("repeats the last sentence", Wanted.Original, static (o, cut, _) => o[Sentence(o, cut)..]),
        ("repeats the last line", Wanted.Original, static (o, cut, _) => o[Line(o, cut)..]),
        ("repeats the last paragraph", Wanted.Original, static (o, cut, _) => o[Paragraph(o, cut)..]),
        ("starts again", Wanted.Original, static (o, _, _) => o),
        ("starts again, with other marks", Wanted.Original, static (o, cut, _) => OtherMarks(o[..Line(o, Math.Max(0, cut - 20))]) + o[Line(o, Math.Max(0, cut - 20))..]),
        ("starts again, with other words", Wanted.Original, static (o, cut, _) => OtherWords(o[..Line(o, Math.Max(0, cut - 20))]) + o[Line(o, Math.Max(0, cut - 20))..]),
        ("talks, then goes on", Wanted.OriginalButSpace, static (o, cut, died) => Pick(Talk, died) + o[cut..].TrimStart()),
        ("talks, then repeats the last sentence", Wanted.Original, static (o, cut, died) => Pick(Talk, died) + o[Sentence(o, cut)..].TrimStart()),
        ("says yes, then repeats the last sentence", Wanted.Original, static (o, cut, died) => Pick(Yes, died) + o[Sentence(o, cut)..].TrimStart()),
        ("other bullets", Wanted.OriginalButMarks, static (o, cut, _) => o[cut..].Replace("\n- ", "\n* ", StringComparison.Ordinal)),
        ("opens the fence again", Wanted.OriginalButSpace, static (o, cut, _) => InFence(o, cut) is { } fence ? fence + "\n" + o[cut..] : null),
        ("repeats the table's head", Wanted.OriginalButSpace, static (o, cut, _) => TableHead(o, cut) is { } head ? head + o[cut..] : null),
        ("another answer", Wanted.Nothing, static (o, cut, _) => cut > 200 && o.Contains(" the ", StringComparison.Ordinal) ? o[..Words(o, 70, 0)] + " quite differently from what has been written before, since it is about another thing: apples, pears and all the other fruit." : null),
        ("another language", Wanted.Nothing, static (o, cut, died) => cut < 200 || o.Contains('\r') || o.Contains("```", StringComparison.Ordinal) || o[0] is '{' or '*' or '\uD83C' ? null : Foreign(o, died)),
        ("nothing", Wanted.Nothing, static (o, cut, died) => o[cut..died].Trim().Length > 0 ? string.Empty : null),
    ];

    private static string Pick(string[] from, int at) => from[at % from.Length];

    private static string Foreign(string original, int at)
    {
        var own = original.Contains(" der ", StringComparison.Ordinal) ? 1 : original.Contains(" les ", StringComparison.Ordinal) ? 2 : original.Any(static c => c is >= '\u4E00' and <= '\u9FFF') ? 3
            : original.Any(static c => c is >= '\u0620' and <= '\u06FF') ? 4 : original.Any(static c => c is >= '\u0400' and <= '\u04FF') ? 5 : original.Contains(" the ", StringComparison.OrdinalIgnoreCase) ? 0 : -1;
        var pick = at % Languages.Length;
        pick = pick == own || (own == 3 && original.Contains(" the ", StringComparison.OrdinalIgnoreCase) && pick == 0) ? (pick + 1) % Languages.Length : pick;
        return Languages[pick];
    }

    private static int Words(string text, int end, int count)
    {
        var at = Math.Min(end, text.Length);
        for (; count >= 0 && at > 0; count--)
        {
            while (at > 0 && char.IsWhiteSpace(text[at - 1]))
            {
                at--;
            }

            if (count == 0)
            {
                break;
            }

            while (at > 0 && !char.IsWhiteSpace(text[at - 1]))
            {
                at--;
            }

            if (count == 1)
            {
                break;
            }
        }

        return at;
    }

    private static int Sentence(string text, int cut)
    {
        var at = cut;
        while (at > 0 && (char.IsWhiteSpace(text[at - 1]) || text[at - 1] is '.' or '!' or '?' or '。' or '"' or '”' or '*'))
        {
            at--;
        }

        while (at > 0 && !(text[at - 1] is '\n' or '。' or '！' or '？' || (char.IsWhiteSpace(text[at - 1]) && at > 1 && text[at - 2] is '.' or '!' or '?' or '؟' or '।')))
        {
            at--;
        }

        return at;
    }

    private static int Line(string text, int cut)
    {
        var at = cut;
        while (at > 0 && text[at - 1] is '\n' or '\r')
        {
            at--;
        }

        return at == 0 ? 0 : text.LastIndexOf('\n', at - 1) + 1;
    }

    private static int Paragraph(string text, int cut)
    {
        var at = cut;
        while (at > 0 && char.IsWhiteSpace(text[at - 1]))
        {
            at--;
        }

        var start = at == 0 ? -1 : text.LastIndexOf("\n\n", at - 1, StringComparison.Ordinal);
        return start < 0 ? 0 : start + 2;
    }

    private static string OtherMarks(string text) => text.Replace('"', '“').Replace('\'', '’').Replace(" - ", " – ", StringComparison.Ordinal).Replace("**", "__", StringComparison.Ordinal).Replace("\n- ", "\n* ", StringComparison.Ordinal);

    private static string OtherWords(string text)
    {
        var count = 0;
        return WordPattern().Replace(text, m => ++count % 25 == 0 ? (m.Value.Length % 2 == 0 ? m.Value + "ing" : "some") : m.Value);
    }

    private static string? InFence(string text, int cut)
    {
        string? fence = null;
        foreach (var line in text[..cut].Split('\n')[..^1])
        {
            var trimmed = line.Trim();
            if (trimmed.StartsWith("```", StringComparison.Ordinal) || trimmed.StartsWith("~~~", StringComparison.Ordinal))
            {
                fence = fence is null ? (trimmed.Length == 3 ? trimmed + "text" : trimmed) : null;
            }
        }

        return fence;
    }

    private static string? TableHead(string text, int cut)
    {
        var start = Paragraph(text, cut);
        var head = text.IndexOf('\n', start);
        var separator = head < 0 ? -1 : text.IndexOf('\n', head + 1);
        return separator > 0 && separator < cut && text[cut - 1] == '\n' && text[head + 1] == '|' && text[start] == '|' && cut < text.Length && text[cut] == '|' ? text[start..(separator + 1)] : null;
    }

    [GeneratedRegex(@"\b[a-zäöü]{4,}\b", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex WordPattern();
}
