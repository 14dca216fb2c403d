using System.Text.RegularExpressions;

namespace Orchestration.Providers.Local;

/// <summary>Finds titles and keywords: headings of the material first, then its most telling phrases. Gives each only once.</summary>
internal sealed partial class Titles(SentenceRanker ranker, string instruction)
{
    public const int MostWords = 10;
    private const int LongestPhrase = 3;
    private const int ShortWord = 4;

    private readonly HashSet<string> given = new(StringComparer.OrdinalIgnoreCase);
    private IReadOnlyList<string>? phrases;

    /// <summary>All phrases of the candidates, the most telling first, each once.</summary>
    public IReadOnlyList<string> Phrases => phrases ??= PhrasesOf(ranker.Candidates);

    /// <summary>A title for some sentences, best sentence first, that was not given before.</summary>
    public string Next(IReadOnlyList<int> sentences, int mostWords)
    {
        var headings = sentences.Select(i => ranker.Material.Sentences[i].Heading).OfType<string>().Take(12);
        var own = PhrasesOf([.. sentences.Take(6)]);
        foreach (string title in headings.Concat(own).Concat(Phrases))
        {
            if (Words.Count(title) <= mostWords && given.Add(title))
            {
                return Capitalized(title);
            }
        }

        string text = sentences.Count == 0 ? Answer.NoMaterial : ranker.Material.Sentences[sentences[0]].Text;
        return string.Join(' ', text.Split(' ').Take(mostWords)).TrimEnd('.', ',', ';', ':');
    }

    /// <summary>What the instruction puts in quotation marks, where the material speaks of it: a title for the whole.</summary>
    public IEnumerable<string> Asked() => Quotations.In(instruction).Where(quoted => ranker.Query(Words.Of(quoted)).Count > 0);

    private static string Capitalized(string title) =>
        char.IsLower(title[0]) ? char.ToUpperInvariant(title[0]) + title[1..] : title;

    private List<string> PhrasesOf(IReadOnlyList<int> sentences)
    {
        var found = new Dictionary<string, (string Surface, double Score)>(StringComparer.Ordinal);
        foreach (int i in sentences)
        {
            foreach (string phrase in PhrasesIn(ranker.Material.Sentences[i].Text))
            {
                string key = string.Join(' ', Words.Of(phrase).Select(Words.Stem));
                var (surface, score) = found.GetValueOrDefault(key, (phrase, 0));
                found[key] = (surface, score + ((1 + ranker.Score(i)) * Worth(phrase)));
            }
        }

        return [.. found.Values.OrderByDescending(static entry => entry.Score).Select(static entry => entry.Surface)];
    }

    private double Worth(string phrase)
    {
        double rarity = Words.Of(phrase).Select(ranker.Rarity).DefaultIfEmpty(0).Average();
        return Words.Count(phrase) > 1 ? 2.5 * rarity : phrase.Length > ShortWord ? rarity : rarity / 3;
    }

    /// <summary>Runs of up to three words that carry meaning, not broken by punctuation or a stop word.</summary>
    private static IEnumerable<string> PhrasesIn(string sentence)
    {
        var run = new List<string>();
        foreach (string token in Token().Matches(sentence).Select(static match => match.Value))
        {
            bool meaning = char.IsLetter(token[0]) && token.Length > 2 && Words.HasContent(token.ToLowerInvariant());
            if (meaning && run.Count < LongestPhrase)
            {
                run.Add(token);
                continue;
            }

            if (run.Count > 0)
            {
                yield return string.Join(' ', run);
                run.Clear();
            }

            if (meaning)
            {
                run.Add(token);
            }
        }

        if (run.Count > 0)
        {
            yield return string.Join(' ', run);
        }
    }

    [GeneratedRegex(@"[\p{L}\p{Nd}]+(?:['’-][\p{L}\p{Nd}]+)*|[^\s\p{L}\p{Nd}]", RegexOptions.CultureInvariant, RegexLimit.Milliseconds)]
    private static partial Regex Token();
}
