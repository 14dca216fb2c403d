using System.Collections.Frozen;

namespace Orchestration.Streaming.Seams;

/// <summary>Whether a continuation is in the language of the text that it continues.</summary>
internal enum Tongue
{
    Same,

    /// <summary>There is a doubt, and more text would settle it.</summary>
    Unsettled,
    Other,
}

/// <summary>Knows the language of a text, its code aside if there is anything else, by its scripts, and among Latin scripts by function words.</summary>
internal sealed class Language
{
    private const int Tail = 1_600;

    // In a text of another script this many letters without one of its own are no name and no quotation.
    private const int MostForeignLetters = 36;
    private const int FewestForeignLetters = 6;

    // Letters after which words of the own language settle it, and those after which the lack of words of another does.
    private const int Awaited = 40;
    private const int LongestAwaited = 60;
    private const int MostAwaited = 120;

    // In a script other than Latin this many letters show the language.
    private const int FewestLetters = 12;

    private static readonly string[] Tables =
    [
        "the of and to is that for with it this are was be as on by from or have which an at not can you your we but they will has its when there their more if than into one all so do how what who after before between first second no should would could been were he she his her only also most other some such i me my our us him them very much many few any each still those these down now nobody somebody always never ever just like because though while where through without within under over again since until upon let may might must get got make made every both another same own",
        "der die das und ist von mit den für nicht ein eine auf im dem zu des sich auch als wird es sind werden bei oder einen nach wie aus an dass kann sie zum zur aber wenn durch über bis am mehr noch nur wurde hat war man wer uns wir ich hier dann doch schon immer kein keine keiner ihre seine diese dieser dieses vom beim ob weil damit so vielen viele jahren einer eines einem ihr sein haben muss alles will",
        "le la les des et est une que dans pour un du pas sur qui avec au par plus ce il sont vous se aux ou cette mais être elle ces nous sans ont fait comme leur peut entre ainsi jusqu tout tous on était a n celui celle depuis personne souvent y où été cela ils dont même très si je tu moi son sa ses leurs encore sera aussi",
        "el la los las que en un una por con es para del se no lo su al como más pero son este esta está sin sobre también ser entre cuando muy puede hay sus todo estos estas fue han todos cada desde hasta donde le les ya otro otra eso tiene así porque",
        "il di che la per un una con non del della sono le si da gli nel alla più come anche ma questo dei delle essere ha tra può questa al lo è ed nella sul sulla dal dalla sia ci ogni dove quando tutti molto ancora",
        "os que de do da em um uma para com não por mais as dos se na no como mas ao das foi são também pode ou seu sua ser entre quando à pelo pela isso este esta mesmo já até muito onde cada",
        "de het een van en is dat op te in voor met niet zijn aan er ook als door om bij maar worden wordt deze dit die naar kan of uit over hun hij ze je wat dan kunnen werd zo geen veel tot na heeft had",
    ];

    private static readonly FrozenDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> Words = Build().GetAlternateLookup<ReadOnlySpan<char>>();

    private readonly int[] _scripts = new int[Scripts.Count];
    private readonly int _letters;
    private readonly int _tongue;
    private readonly bool _isCertain;
    private readonly bool _hasKana;

    public Language(ReadOnlySpan<char> kept)
    {
        kept = kept[Math.Max(0, kept.Length - Tail)..];
        Span<int> hits = stackalloc int[Tables.Length];
        var state = MarkdownState.Start;
        for (var start = 0; start < kept.Length;)
        {
            var next = MarkdownLine.Next(kept, start, out var end);
            var line = kept[start..end];
            var isCode = state.InFence;
            state.Add(line, start);
            if (!isCode && !state.InFence)
            {
                _letters += CountScripts(line, _scripts);
                Count(line, hits, -1);
            }

            start = next;
        }

        if (_letters == 0)
        {
            Count(kept, hits, -1);
            _letters = CountScripts(kept, _scripts);
        }

        _hasKana = HasKana(kept);
        (_tongue, _isCertain) = Dominant(hits);
    }

    /// <summary>Judges what follows an anchor: whether it leaves the language of the text.</summary>
    /// <param name="next">What follows so far.</param>
    /// <param name="isFinal">Whether no more comes.</param>
    /// <param name="isCode">Whether code or data is expected: words of any language stand in it, but no sentence of another.</param>
    public Tongue Judge(ReadOnlySpan<char> next, bool isFinal, bool isCode)
    {
        Span<int> scripts = stackalloc int[Scripts.Count];
        var letters = CountScripts(next, scripts);
        var (main, came) = (Main(), MainOf(scripts));
        if (came != main && came != Script.Latin && scripts[(int)came] > scripts[(int)main])
        {
            return scripts[(int)came] >= FewestForeignLetters ? Tongue.Other : isFinal ? Tongue.Same : Tongue.Unsettled;
        }

        if (_letters > 0 && main != Script.Latin && came != main && !isCode)
        {
            return scripts[(int)came] >= MostForeignLetters ? Tongue.Other : isFinal ? Tongue.Same : Tongue.Unsettled;
        }

        if (came != Script.Latin)
        {
            return isFinal || letters >= FewestForeignLetters ? Tongue.Same : Tongue.Unsettled;
        }

        var (own, foreign) = Hits(next);
        return foreign >= 2 && foreign > own ? Tongue.Other
            : isFinal || (letters >= Awaited && foreign == 0 && own > 0) || letters >= LongestAwaited ? Tongue.Same
            : next.Length >= MostAwaited ? Tongue.Same
            : Tongue.Unsettled;
    }

    /// <summary>Whether a text is for certain in the language of the kept one, and prose.</summary>
    public bool Confirms(ReadOnlySpan<char> next)
    {
        Span<int> scripts = stackalloc int[Scripts.Count];
        var letters = CountScripts(next, scripts);
        var main = Main();
        if (MainOf(scripts) != main || scripts[(int)main] * 10 < letters * 8 || _scripts[(int)main] * 10 < _letters * 7)
        {
            return false;
        }

        if (main != Script.Latin)
        {
            return letters >= FewestLetters && _letters >= FewestLetters && HasKana(next) == _hasKana;
        }

        var (own, foreign) = Hits(next);
        return _isCertain && letters >= Awaited && own >= 3 && foreign * 3 <= own;
    }

    // Words of the text's own language, and the most of one other.
    private (int Own, int Foreign) Hits(ReadOnlySpan<char> next)
    {
        Span<int> hits = stackalloc int[Tables.Length];
        Count(next, hits, _tongue);
        var foreign = 0;
        for (var tongue = 0; tongue < hits.Length; tongue++)
        {
            foreign = tongue == _tongue ? foreign : Math.Max(foreign, hits[tongue]);
        }

        return (hits[_tongue], foreign);
    }

    private static int CountScripts(ReadOnlySpan<char> text, Span<int> scripts)
    {
        var letters = 0;
        foreach (var c in text)
        {
            var script = Scripts.Of(c);
            scripts[(int)script]++;
            letters += script == Script.Common ? 0 : 1;
        }

        return letters;
    }

    private static bool HasKana(ReadOnlySpan<char> text) => text.ContainsAnyInRange('\u3041', '\u30FF');

    private Script Main() => MainOf(_scripts);

    private static Script MainOf(ReadOnlySpan<int> scripts)
    {
        var main = Script.Latin;
        for (var script = 1; script < Scripts.Count; script++)
        {
            main = scripts[script] > scripts[(int)main] ? (Script)script : main;
        }

        return main;
    }

    // Words that the own language has too are counted for it alone.
    private static void Count(ReadOnlySpan<char> text, Span<int> hits, int own)
    {
        Span<char> lower = stackalloc char[16];
        for (var at = 0; at < text.Length;)
        {
            var end = at;
            while (end < text.Length && char.IsLetter(text[end]))
            {
                end++;
            }

            var word = text[at..end];
            if (word.Length is > 1 and <= 10 && (at == 0 || text[at - 1] is not '\'' and not '’') && word.ToLowerInvariant(lower) > 0 && Words.TryGetValue(lower[..word.Length], out var tongues))
            {
                tongues = own >= 0 && ((tongues >> own) & 1) == 1 ? 1 << own : tongues;
                for (var tongue = 0; tongue < hits.Length; tongue++)
                {
                    hits[tongue] += (tongues >> tongue) & 1;
                }
            }

            at = end + 1;
        }
    }

    private static (int Tongue, bool IsCertain) Dominant(ReadOnlySpan<int> hits)
    {
        int best = 0, second = 0;
        for (var tongue = 1; tongue < hits.Length; tongue++)
        {
            if (hits[tongue] > hits[best])
            {
                (second, best) = (hits[best], tongue);
            }
            else
            {
                second = Math.Max(second, hits[tongue]);
            }
        }

        return (best, hits[best] >= 4 && hits[best] >= second * 2);
    }

    private static FrozenDictionary<string, int> Build()
    {
        var words = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var tongue = 0; tongue < Tables.Length; tongue++)
        {
            foreach (var word in Tables[tongue].Split(' '))
            {
                words[word] = words.GetValueOrDefault(word) | (1 << tongue);
            }
        }

        return words.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
