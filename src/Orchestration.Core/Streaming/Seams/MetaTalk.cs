namespace Orchestration.Streaming.Seams;

/// <summary>What the beginning of a continuation is, as far as talk about the continuation goes.</summary>
internal enum Talk
{
    /// <summary>Text.</summary>
    No,

    /// <summary>It may become talk: wait.</summary>
    Perhaps,

    /// <summary>Talk for certain, to be taken out.</summary>
    Certain,

    /// <summary>Words such as "Sure!": talk when what follows joins for certain, else unknown.</summary>
    Likely,
}

/// <summary>Finds talk such as "Here is the continuation:" before a continuation.</summary>
internal static class MetaTalk
{
    /// <summary>The most that is awaited before a beginning that might be talk is taken for text.</summary>
    public const int Longest = 240;

    private const int LongestAside = 48;

    // How such talk begins, in small letters, and an interjection where it may stand alone.
    private static readonly string[] Openers =
    [
        "my previous", "my last", "here is", "here's", "here are", "sure", "certainly", "of course", "okay", "ok,", "ok.", "ok!", "absolutely", "i apologize", "i apologise", "apologies", "my apologies", "sorry", "i'm sorry", "i am sorry", "i'll", "i will",
        "let me", "let's", "continuing", "continuation", "continued", "(continu", "[continu", "to continue", "picking up", "resuming", "understood", "got it", "great", "no problem", "thank", "as requested",
        "as an ai", "it seems", "it looks like", "it appears", "from where", "the continuation", "the rest", "below is", "the following", "alright", "right,", "no worries", "happy to",
        "hier ist", "hier kommt", "hier die", "hier geht", "natürlich", "gerne", "gern", "selbstverständlich", "klar", "fortsetzung", "ich setze", "ich fahre", "ich mache", "entschuldig", "weiter geht", "weiter im", "es tut mir", "sicher", "okay", "im folgenden",
        "voici", "bien sûr", "certainement", "suite", "la suite", "je continue", "je reprends", "je poursuis", "désolé", "je m'excuse", "je suis désolé", "d'accord", "reprenons", "avec plaisir", "toutes mes excuses",
        "aquí", "claro", "por supuesto", "continúo", "continuación", "continuando", "a continuación", "lo siento", "disculp", "desde luego", "sigo", "retomo", "con gusto", "perdón",
        "ecco", "certo", "certamente", "continuo", "mi scuso", "va bene", "aqui está", "continuação", "desculp", "com certeza",
        "好的", "以下是", "以下为", "继续", "接着", "接下来", "当然", "抱歉", "对不起", "下面", "好，", "没问题", "續", "繼續", "当然可以", "续写",
        "はい", "以下", "続き", "続け", "申し訳", "承知", "もちろん", "では", "それでは", "失礼", "お待たせ", "こちら", "了解", "かしこまり", "すみません",
        "네,", "네.", "네!", "물론", "다음은", "계속", "이어서", "죄송", "알겠습니다",
        "بالطبع", "إليك", "تكملة", "بالتأكيد", "أعتذر", "حسنًا", "حسناً", "استكمال", "أواصل", "سأكمل", "سأواصل", "فيما يلي", "متابعة", "نعم", "عذرا", "عذرًا", "طبعا", "هذه تتمة", "تتمة",
        "конечно", "вот", "продолж", "извините", "приношу", "хорошо", "ज़रूर", "यहाँ", "बिल्कुल",
    ];

    // What it speaks of.
    private static readonly string[] Subjects =
    [
        "continu", "left off", "leave off", "resum", "pick up", "picking up", "where we stopped", "where it stopped", "i stopped", "interrupt", "cut off", "cut-off", "the rest of", "remaining part", "remainder", "remaining text", "previous response", "previous message",
        "previous answer", "earlier response", "fortsetz", "fortgesetzt", "weiter", "fahre fort", "unterbrech", "stehen geblieben", "aufgehört", "rest der", "suite", "je reprends", "reprenons", "poursui", "interromp", "interrup", "arrêté", "continú", "seguir", "sigo", "quedé", "quedó",
        "retom", "prosegu", "il seguito", "继续", "续", "接着", "中断", "剩余", "繼續", "続", "中断", "계속", "이어", "중단", "تكملة", "متابعة", "أكمل", "استكمال", "أواصل", "مواصلة", "توقف", "انقطاع", "تتمة", "продолж", "прерв", "остановил", "जारी", "आगे",
    ];

    // Whole units that say nothing but yes.
    private static readonly HashSet<string> Interjections = new(StringComparer.Ordinal)
    {
        "sure", "sure thing", "certainly", "of course", "okay", "ok", "absolutely", "understood", "got it", "great", "no problem", "alright", "no worries", "happy to help", "sorry", "apologies", "my apologies", "thank you", "thanks", "sorry about that",
        "natürlich", "gerne", "gern", "selbstverständlich", "klar", "sicher", "entschuldigung", "bien sûr", "certainement", "d'accord", "désolé", "avec plaisir", "claro", "claro que sí", "por supuesto", "desde luego", "lo siento", "con gusto", "certo", "certamente", "com certeza",
        "好的", "当然", "当然可以", "没问题", "抱歉", "对不起", "はい", "もちろん", "もちろんです", "失礼しました", "失礼いたしました", "お待たせしました", "続けます", "承知しました", "承知いたしました", "了解しました", "かしこまりました", "申し訳ありません", "申し訳ございません", "네", "물론입니다", "물론이죠", "알겠습니다", "죄송합니다", "بالطبع", "بالتأكيد", "حسنًا", "حسناً", "أعتذر", "عذرًا", "نعم", "طبعا", "конечно", "хорошо", "извините",
    };

    /// <summary>Looks at what a continuation begins with.</summary>
    /// <param name="text">The continuation so far.</param>
    /// <param name="isFinal">Whether it has ended.</param>
    /// <param name="length">When talk: how much of it is talk, with the white space and rule after it.</param>
    public static Talk Look(ReadOnlySpan<char> text, bool isFinal, out int length)
    {
        length = 0;
        var lead = text.Length - text.TrimStart().Length;
        Span<char> lower = stackalloc char[Longest];
        var body = text[lead..];
        if (Aside(body, isFinal, out length) is var aside and not Talk.No)
        {
            length += lead;
            return aside;
        }

        var decoration = body.Length - body.TrimStart("*_#>[( ").Length;
        body = body[decoration..];
        body = body[..Math.Min(body.Length, Longest)];
        if (body.IsEmpty)
        {
            return isFinal ? Talk.No : Talk.Perhaps;
        }

        body.ToLowerInvariant(lower);
        lower = lower[..body.Length];
        lower.Replace('’', '\'');
        var opens = StartsWithAny(lower, out var mayOpen);
        if (mayOpen && !opens && !isFinal)
        {
            return Talk.Perhaps;
        }

        var speaks = SpeaksOfIt(lower[..Math.Min(lower.Length, opens ? lower.Length : 64)]);
        if (!opens && !speaks)
        {
            return Talk.No;
        }

        var end = UnitEnd(body, isFinal, out var isLine);
        if (end < 0)
        {
            return body.Length < Longest && !isFinal ? Talk.Perhaps : Talk.No;
        }

        var unit = lower[..end];
        var core = unit.Trim("*_`~)](>:：.!。！،, \n\r…");
        var hasSubject = SpeaksOfIt(unit);
        var endsAsTitle = unit.TrimEnd("*_ )]").EndsWith(':') || unit.TrimEnd("*_ )]").EndsWith('：');
        var verdict = hasSubject && isLine && (opens || endsAsTitle) && unit.TrimEnd()[^1] is not ('"' or '”' or '“' or '»' or '」') ? Talk.Certain : (hasSubject && opens) || Interjections.GetAlternateLookup<ReadOnlySpan<char>>().Contains(core) ? Talk.Likely : Talk.No;
        if (verdict == Talk.No)
        {
            return Talk.No;
        }

        length = lead + decoration + end;
        return verdict;
    }

    /// <summary>Whether the first line speaks of the continuation, as no text does that is one.</summary>
    public static bool Mentions(ReadOnlySpan<char> text)
    {
        Span<char> lower = stackalloc char[Longest];
        text = text[..Math.Min(MarkdownLine.Next(text, 0, out _), Longest)];
        text = text[..Math.Min(text.Length, Longest)];
        lower = lower[..text.ToLowerInvariant(lower)];
        lower.Replace('’', '\'');
        return SpeaksOfIt(lower) || StartsWithAny(lower.TrimStart("*_#>[( "), out _);
    }

    // "...", "[continues]", "Sure, ": no line or sentence of its own, so what follows must join for certain.
    private static Talk Aside(ReadOnlySpan<char> text, bool isFinal, out int length)
    {
        var dots = text.Length - text.TrimStart(".…").Length;
        length = dots;
        if (dots == text.Length && !isFinal)
        {
            return dots == 0 || dots > 3 ? Talk.No : Talk.Perhaps;
        }

        if (dots > 0 && (dots >= 3 || text[0] == '…'))
        {
            return Talk.Likely;
        }

        var end = text[..Math.Min(text.Length, LongestAside)].IndexOfAny("])\n,");
        if (text.IsEmpty || end < 0)
        {
            return text.Length > 0 && end < 0 && text.Length < LongestAside && !isFinal && text[0] is '[' or '(' ? Talk.Perhaps : Talk.No;
        }

        Span<char> lower = stackalloc char[LongestAside];
        lower = lower[..text[..end].ToLowerInvariant(lower)];
        length = end + 1;
        return text[0] is '[' or '(' && text[end] is ']' or ')' && SpeaksOfIt(lower) ? Talk.Likely
            : text[end] == ',' && Interjections.GetAlternateLookup<ReadOnlySpan<char>>().Contains(lower) ? Talk.Likely
            : Talk.No;
    }

    private static bool StartsWithAny(ReadOnlySpan<char> text, out bool mayBecome)
    {
        mayBecome = false;
        foreach (var opener in Openers)
        {
            if (text.StartsWith(opener, StringComparison.Ordinal))
            {
                return true;
            }

            mayBecome |= text.Length < opener.Length && opener.AsSpan().StartsWith(text, StringComparison.Ordinal);
        }

        return false;
    }

    private static bool SpeaksOfIt(ReadOnlySpan<char> text)
    {
        foreach (var subject in Subjects)
        {
            if (text.Contains(subject, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    // The first line or sentence: a colon ends one only at a line's end or before a space.
    private static int UnitEnd(ReadOnlySpan<char> body, bool isFinal, out bool isLine)
    {
        isLine = false;
        for (var i = 0; i < body.Length; i++)
        {
            var c = body[i];
            if (c is '\n' or '\r')
            {
                isLine = true;
                return i;
            }

            var isLast = i + 1 == body.Length;
            var atEnd = isLast ? isFinal : char.IsWhiteSpace(body[i + 1]) || body[i + 1] is '*' or '_' or ')' or ']';
            if (c is '。' or '！' or '：' || (c is '.' or '!' or ':' or '؟' && atEnd))
            {
                var end = i + 1;
                while (end < body.Length && body[end] is '*' or '_' or ')' or ']')
                {
                    end++;
                }

                if (end == body.Length && !isFinal)
                {
                    return -1;
                }

                isLine = end < body.Length ? body[end] is '\n' or '\r' : isFinal;
                return end;
            }
        }

        return isFinal ? body.Length : -1;
    }
}
