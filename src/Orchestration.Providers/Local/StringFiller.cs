using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Orchestration.Providers.Local;

/// <summary>Chooses the text of a JSON string: sentences, titles, phrases, names of sources, or what a format asks for.</summary>
internal sealed partial class StringFiller(SentenceRanker ranker, string instruction, int mostCharacters)
{
    private const int PassageSentences = 3;
    private const int CandidatesTried = 400;
    private const int PatternCandidatesTried = 4000;

    private readonly Titles titles = new(ranker, instruction);

    /// <param name="hint">What the property's name and description say.</param>
    /// <param name="node">The schema, for its bounds and pattern.</param>
    /// <param name="scope">The sentences to fill from.</param>
    /// <param name="avoid">Values that an array holds already.</param>
    public string Next(PropertyHint hint, SchemaNode node, Scope scope, IReadOnlySet<string> avoid)
    {
        int most = Math.Min(node.Count("maxLength") ?? int.MaxValue, Math.Max(mostCharacters, node.Count("minLength") ?? 0));
        int least = node.Count("minLength") ?? 0;
        var pattern = PatternOf(node.Text("pattern"));
        var candidates = pattern is null ? Candidates(hint, scope, most) : Candidates(hint, scope, most).Concat(PatternCandidates(hint, scope, pattern));
        string? spare = null;
        foreach (string candidate in candidates.Take(pattern is null ? CandidatesTried : PatternCandidatesTried))
        {
            string text = Lengthen(Shorten(candidate, most, hint.Role), least, most);
            spare ??= text;
            if (!avoid.Contains(text) && (pattern is null || pattern.IsMatch(text)))
            {
                return text;
            }
        }

        return Numbered(spare ?? Lengthen(Shorten(Answer.NoMaterial, most, PropertyRole.Sentence), least, most), most, avoid);
    }

    private IEnumerable<string> Candidates(PropertyHint hint, Scope scope, int most) => hint.Role switch
    {
        PropertyRole.Title => TitlesFor(scope),
        PropertyRole.Keyword => titles.Phrases,
        PropertyRole.Slug => TitlesFor(scope).Select(Slug),
        PropertyRole.Source => SourcesFor(scope),
        PropertyRole.Passage => Passages(hint, scope, most).Concat(Sentences(hint, scope, most)),
        PropertyRole.Email => Found(scope, Email()).Append("unknown@example.invalid"),
        PropertyRole.Address => Found(scope, Address()).Append("about:blank"),
        PropertyRole.Date => Dates.In(scope).Append("1970-01-01"),
        PropertyRole.DateTime => Dates.In(scope).Append("1970-01-01").Select(static date => date + "T00:00:00Z"),
        PropertyRole.Time => Found(scope, Clock()).Append("00:00:00").Select(static time => time.Length == 5 ? time + ":00Z" : time + "Z"),
        PropertyRole.Uuid => [Uuid(hint, scope)],
        _ => Sentences(hint, scope, most),
    };

    private IEnumerable<string> TitlesFor(Scope scope)
    {
        if (scope.IsWhole)
        {
            foreach (string quoted in titles.Asked())
            {
                yield return quoted;
            }
        }

        for (int i = 0; i < CandidatesTried; i++)
        {
            yield return titles.Next(scope.Sentences, Titles.MostWords);
        }
    }

    private static IEnumerable<string> SourcesFor(Scope scope) =>
        scope.Sentences.Select(i => scope[i].Source).OfType<string>().Distinct(StringComparer.Ordinal).DefaultIfEmpty("prompt");

    /// <summary>Whole sentences that fit first; the rest shortened.</summary>
    private static IEnumerable<string> Sentences(PropertyHint hint, Scope scope, int most)
    {
        int[] order = [.. scope.For(hint)];
        foreach (int i in order.OrderBy(i => scope[i].Text.Length > most))
        {
            scope.Take(i);
            yield return scope[i].Text;
        }
    }

    private static IEnumerable<string> Passages(PropertyHint hint, Scope scope, int most)
    {
        var chosen = new List<int>();
        int length = 0;
        foreach (int i in scope.For(hint))
        {
            if (length + scope[i].Text.Length + 1 <= most && chosen.Count < PassageSentences)
            {
                chosen.Add(i);
                length += scope[i].Text.Length + 1;
            }
        }

        if (chosen.Count > 0)
        {
            chosen.ForEach(scope.Take);
            yield return string.Join(' ', chosen.Order().Select(i => scope[i].Text));
        }
    }

    private IEnumerable<string> PatternCandidates(PropertyHint hint, Scope scope, Regex pattern) =>
        scope.Sentences.SelectMany(i => pattern.Matches(scope[i].Text).Take(4).Select(static match => match.Value))
            .Concat(titles.Phrases.Take(40).SelectMany(static phrase => new[] { Slug(phrase), phrase.ToUpperInvariant(), Slug(phrase).Replace("-", string.Empty, StringComparison.Ordinal) }))
            .Concat(scope.Sentences.SelectMany(i => scope[i].Text.Split(' ')).Select(static word => word.Trim('.', ',', ';', ':', '!', '?', '"', '(', ')')))
            .Prepend(Slug(hint.Name));

    private static IEnumerable<string> Found(Scope scope, Regex what) =>
        scope.Sentences.SelectMany(i => what.Matches(scope[i].Text)).Select(static match => match.Value.TrimEnd('.', ','));

    private static string Uuid(PropertyHint hint, Scope scope)
    {
        string seed = scope.Sentences.Count == 0 ? hint.Name : hint.Name + scope[scope.Sentences[0]].Text;
        return new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(seed)).AsSpan(0, 16)).ToString("D");
    }

    private static string Slug(string text)
    {
        string slug = string.Join('-', Words.Of(text).Select(static word => string.Concat(word.Where(char.IsAsciiLetterOrDigit))).Where(static word => word.Length > 0));
        return slug.Length > 0 ? slug : string.Join('-', Words.Of(text));
    }

    private static string Shorten(string text, int most, PropertyRole role)
    {
        if (text.Length <= most)
        {
            return text;
        }

        bool marksCut = role is PropertyRole.Sentence or PropertyRole.Passage && most > 8;
        int room = marksCut ? most - 1 : most;
        int end = text.LastIndexOfAny([' ', '-'], Math.Max(0, Math.Min(room, text.Length - 1)));
        end = end > room / 2 ? end : room;
        end -= end > 0 && char.IsHighSurrogate(text[end - 1]) ? 1 : 0;
        return text[..end].TrimEnd(' ', ',', ';', ':', '-') + (marksCut ? "…" : string.Empty);
    }

    /// <summary>Says a text again until it is long enough, since nothing else is left to say.</summary>
    private static string Lengthen(string text, int least, int most)
    {
        if (text.Length >= least && text.EnumerateRunes().Count() >= least)
        {
            return text;
        }

        var longer = new StringBuilder(text);
        while (longer.Length < least)
        {
            longer.Append(longer.Length == 0 ? Answer.NoMaterial : " " + text);
        }

        return longer.Length > most && longer.Length > least ? longer.ToString(0, Math.Max(least, Math.Min(most, longer.Length))) : longer.ToString();
    }

    private static string Numbered(string text, int most, IReadOnlySet<string> avoid)
    {
        string numbered = text;
        for (int n = 2; avoid.Contains(numbered) && n <= avoid.Count + 2; n++)
        {
            string mark = string.Create(System.Globalization.CultureInfo.InvariantCulture, $" ({n})");
            numbered = text[..Math.Min(text.Length, Math.Max(0, most - mark.Length))] + mark;
        }

        return numbered.Length <= most ? numbered : text;
    }

    private static Regex? PatternOf(string? pattern)
    {
        try
        {
            return pattern is null ? null : new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            // Not a pattern that .NET can match in linear time: the validator downstream judges the value.
            return null;
        }
    }

    [GeneratedRegex(@"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", RegexOptions.CultureInvariant, RegexLimit.Milliseconds)]
    private static partial Regex Email();

    [GeneratedRegex(@"https?://[^\s<>()""']+", RegexOptions.CultureInvariant, RegexLimit.Milliseconds)]
    private static partial Regex Address();

    [GeneratedRegex(@"\b(?:[01]\d|2[0-3]):[0-5]\d(?::[0-5]\d)?\b", RegexOptions.CultureInvariant, RegexLimit.Milliseconds)]
    private static partial Regex Clock();
}
