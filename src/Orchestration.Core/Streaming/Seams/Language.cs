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

/// <summary>Knows the language of a text, its code aside, by its scripts, and among Latin scripts by function words. What it cannot tell it takes for the same.</summary>
internal sealed class Language
{
    private const int Tail = 1_600;

    // In a text of another script this many letters without one of its own are no name and no quotation.
    private const int MostForeignLetters = 36;
    private const int FewestForeignLetters = 6;

    // Latin text in which no word of its language has come up to here is doubtful, and judged by what has.
    private const int MostAwaited = 120;

    private static readonly string[] Tables =
    [
        "the of and to is that for with it this are was be as on by from or have which an at not can you your we but they will has its when there their more if than into one all so do how what who after before between first second no should would could been were he she his her only also most other some such",
        "der die das und ist von mit den für nicht ein eine auf im dem zu des sich auch als wird es sind werden bei oder einen nach wie aus an dass kann sie zum zur aber wenn durch über",
        "le la les des et est une que dans pour un du pas sur qui avec au par plus ce il sont vous se aux ou cette mais être elle ces nous sans ont fait comme leur peut entre",
        "el la los las que en un una por con es para del se no lo su al como más pero son este esta está sin sobre también ser entre cuando muy puede hay sus todo",
        "il di che la per un una con non del della sono le si da gli nel alla più come anche ma questo dei delle essere ha tra può questa al lo",
        "os que de do da em um uma para com não por mais as dos se na no como mas ao das foi são também pode ou seu sua ser entre quando",
        "de het een van en is dat op te in voor met niet zijn aan er ook als door om bij maar worden wordt deze dit die naar kan of uit over",
    ];

    private static readonly FrozenDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> Words = Build().GetAlternateLookup<ReadOnlySpan<char>>();

    private readonly int[] _scripts = new int[Scripts.Count];
    private readonly int _letters;
    private readonly int _tongues;

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
                foreach (var c in line)
                {
                    var script = Scripts.Of(c);
                    _scripts[(int)script]++;
                    _letters += script == Script.Common ? 0 : 1;
                }

                Count(line, hits);
            }

            start = next;
        }

        _tongues = Dominant(hits);
    }

    /// <summary>Judges a continuation by its beginning.</summary>
    public Tongue Judge(ReadOnlySpan<char> next, bool isFinal)
    {
        if (_letters < 24)
        {
            return Tongue.Same;
        }

        Span<int> scripts = stackalloc int[Scripts.Count];
        foreach (var c in next)
        {
            scripts[(int)Scripts.Of(c)]++;
        }

        int known = 0, foreign = 0;
        for (var script = 1; script < Scripts.Count; script++)
        {
            var isKnown = _scripts[script] * 12 >= _letters || (script == (int)Script.Latin && _scripts[script] * 40 >= _letters);
            known += isKnown ? scripts[script] : 0;
            foreign += isKnown ? 0 : scripts[script];
        }

        if (foreign > 0 && known * 2 < foreign)
        {
            // Latin words stand in texts of every script: product names, code.
            var most = scripts[(int)Script.Latin] == foreign ? MostForeignLetters : FewestForeignLetters;
            return foreign >= most ? Tongue.Other : isFinal ? Tongue.Same : Tongue.Unsettled;
        }

        return Main() == Script.Latin ? Latin(next, isFinal) : MainOf(scripts) == Script.Latin && scripts[(int)Script.Latin] >= MostForeignLetters && scripts[(int)Main()] == 0 ? Tongue.Other
            : MainOf(scripts) == Script.Latin && scripts[(int)Main()] == 0 && !isFinal && scripts[(int)Script.Latin] >= 12 ? Tongue.Unsettled : Tongue.Same;
    }

    private Tongue Latin(ReadOnlySpan<char> next, bool isFinal)
    {
        if (_tongues < 0)
        {
            return Tongue.Same;
        }

        Span<int> hits = stackalloc int[Tables.Length];
        Count(next, hits);
        var own = hits[_tongues];
        var most = 0;
        foreach (var count in hits)
        {
            most = Math.Max(most, count);
        }

        if (most == 0 || own * 2 > most)
        {
            return Tongue.Same;
        }

        return most - own >= 4 ? Tongue.Other : isFinal || next.Length >= MostAwaited ? (most >= 3 && own == 0 ? Tongue.Other : Tongue.Same) : Tongue.Unsettled;
    }

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

    private static void Count(ReadOnlySpan<char> text, Span<int> hits)
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
            if (word.Length is > 0 and <= 8 && (at == 0 || text[at - 1] is not '\'' and not '’') && word.ToLowerInvariant(lower) > 0 && Words.TryGetValue(lower[..word.Length], out var tongues))
            {
                for (var tongue = 0; tongue < hits.Length; tongue++)
                {
                    hits[tongue] += (tongues >> tongue) & 1;
                }
            }

            at = end + 1;
        }
    }

    private static int Dominant(ReadOnlySpan<int> hits)
    {
        int best = 0, second = -1;
        for (var tongue = 1; tongue < hits.Length; tongue++)
        {
            if (hits[tongue] > hits[best])
            {
                (second, best) = (best, tongue);
            }
            else if (second < 0 || hits[tongue] > hits[second])
            {
                second = tongue;
            }
        }

        return hits[best] >= 2 && hits[best] * 2 >= hits[second] * 3 ? best : -1;
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
