using System.Buffers;
using System.Collections.Frozen;

namespace Orchestration.Routing.Classifiers;

/// <summary>What a word or a phrase tells of a request.</summary>
internal enum Cue
{
    Strong,
    Mild,
    Easy,
    Constraint,
    Trace,
}

/// <summary>The words and phrases that are cues, in the languages that most requests come in. Case does not matter; words stand in lower case.</summary>
internal static class Cues
{
    private const string StrongWords = """
        prove proof derive derivation optimize optimise optimization architect architecture debug diagnose refactor redesign theorem lemma induction deadlock concurrency concurrent
        algorithm tradeoff tradeoffs counterexample asymptotic rigorous rigorously formalize scalable scalability distributed migrate migration threat invariant consensus idempotent reconcile feasibility
        beweise beweisen herleiten optimiere optimieren architektur fehlersuche abwägen widerlege entwirf
        démontre démontrer démontrez prouve prouver prouvez optimise optimiser optimisez conçois concevoir concevez débogue
        demuestra demuestre demostrar optimiza optimizar depura depurar diseña diseñar
        demonstre otimize otimizar projete dimostra dimostrare ottimizza progetta bewijs optimaliseer ontwerp
        докажи докажите доказать выведи оптимизируй оптимизируйте отладь спроектируй спроектируйте dokaž dokažte odvoď optimalizuj navrhni navrhněte udowodnij zaprojektuj zoptymalizuj
        kanıtla kanıtlayın tasarla
        برهن أثبت صمم
        """;

    private const string MildWords = """
        why explain compare comparison contrast analyze analyse analysis design plan roadmap reason reasoning evaluate assess implement strategy justify argue discuss recommend essay proposal
        function script sql regex query class method unit calculate compute solve estimate summarize summarise rewrite review critique pros cons outline draft email letter story blog report itinerary
        write recipe argument implications performance bug error fails failing tests api
        warum erkläre erklären vergleiche vergleichen analysiere plane begründe diskutiere schreibe berechne löse
        pourquoi explique expliquez compare comparez analyse analysez planifie justifie rédige écris calcule résous
        explica explique compara analiza planifica justifica escribe calcula resuelve
        analise escreva calcule spiega confronta analizza perché scrivi waarom vergelijk
        почему объясни объясните сравни сравните проанализируй напиши рассчитай proč vysvětli porovnej napiš dlaczego wyjaśnij porównaj napisz
        neden açıkla karşılaştır
        لماذا اشرح قارن حلل اكتب
        """;

    private const string EasyWords = """
        translate translation spell rephrase reword capital synonym antonym classify extract define meaning convert uppercase lowercase headline label hello hi thanks thank who when where
        übersetze übersetzen hauptstadt traduis traduire traduisez traduce traducir traduza traduci vertaal переведи переведите přelož przetłumacz ترجم çevir
        """;

    private const string ConstraintWords = """
        must should shall exactly least most without only never always each every ensure constraint constraints requirement requirements avoid include includes including support supports handle handles cannot given assume
        muss müssen soll genau ohne nur mindestens höchstens doit doivent exactement sans seulement debe deben exactamente sin deve devono должен должны ровно без musí přesně
        """;

    private const string TraceWords = """
        exception traceback stacktrace segfault panic stderr typeerror valueerror keyerror nullpointerexception nullreferenceexception invalidoperationexception indexerror runtimeerror undefined
        """;

    private static readonly FrozenDictionary<string, Cue>.AlternateLookup<ReadOnlySpan<char>> Words =
        WordsOf((StrongWords, Cue.Strong), (MildWords, Cue.Mild), (EasyWords, Cue.Easy), (ConstraintWords, Cue.Constraint), (TraceWords, Cue.Trace)).GetAlternateLookup<ReadOnlySpan<char>>();

    // Scripts without spaces between words, and what takes more than one word to say.
    private static readonly string[] StrongPhrases =
    [
        "step by step", "trade-off", "root cause", "time complexity", "edge cases", "race condition", "from first principles", "schritt für schritt", "étape par étape", "paso a paso", "passo a passo", "шаг за шагом", "krok za krokem",
        "证明", "推导", "优化", "调试", "权衡", "架构", "设计", "逐步", "証明", "導出", "最適化", "デバッグ", "トレードオフ", "設計", "증명", "최적화", "설계", "디버그", "단계별", "सिद्ध", "พิสูจน์",
    ];

    private static readonly string[] MildPhrases =
    [
        "por qué", "por que", "为什么", "解释", "比较", "分析", "计算", "编写", "写一", "なぜ", "説明", "比較", "書いて", "設定", "왜", "설명", "비교", "분석", "작성", "क्यों", "समझाइए", "ทำไม", "อธิบาย",
    ];

    private static readonly string[] EasyPhrases = ["翻译", "翻訳", "번역", "首都", "수도"];

    private static readonly SearchValues<string> Strong = SearchValues.Create(StrongPhrases, StringComparison.OrdinalIgnoreCase);
    private static readonly SearchValues<string> Mild = SearchValues.Create(MildPhrases, StringComparison.OrdinalIgnoreCase);
    private static readonly SearchValues<string> Easy = SearchValues.Create(EasyPhrases, StringComparison.OrdinalIgnoreCase);

    private const int ShortestWord = 2;
    private const int LongestWord = 26;

    /// <summary>What a word tells, if anything.</summary>
    public static bool TryGet(ReadOnlySpan<char> word, out Cue cue)
    {
        cue = default;
        if (word.Length is < ShortestWord or > LongestWord)
        {
            return false;
        }

        // A frozen dictionary without case would make a string of every word that is not ASCII.
        Span<char> lower = stackalloc char[LongestWord];
        return Words.TryGetValue(lower[..word.ToLowerInvariant(lower)], out cue);
    }

    /// <summary>Counts the phrases.</summary>
    public static void CountPhrases(ReadOnlySpan<char> text, ref TextSigns signs)
    {
        signs.Strong += Count(text, Strong);
        signs.Mild += Count(text, Mild);
        signs.Easy += Count(text, Easy);
    }

    private static int Count(ReadOnlySpan<char> text, SearchValues<string> phrases)
    {
        var count = 0;
        for (var at = text.IndexOfAny(phrases); at >= 0; at = text.IndexOfAny(phrases))
        {
            count++;
            text = text[(at + 1)..];
        }

        return count;
    }

    private static FrozenDictionary<string, Cue> WordsOf(params ReadOnlySpan<(string Words, Cue Cue)> lists)
    {
        var words = new Dictionary<string, Cue>(StringComparer.Ordinal);
        foreach (var (list, cue) in lists)
        {
            foreach (var word in list.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            {
                // A word that several languages share keeps the harder meaning.
                words.TryAdd(word, cue);
            }
        }

        return words.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
