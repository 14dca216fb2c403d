using System.Text;

namespace Orchestration.Providers.Local;

/// <summary>Writes a text answer from whole sentences of the material, in their reading order.</summary>
internal static class TextAnswer
{
    private const int DefaultBullets = 5;
    private const int DefaultHeadings = 4;
    private const int FewestDefaultWords = 40;
    private const int MostDefaultWords = 180;
    private const int ParagraphSentences = 4;

    /// <summary>Sentences as alike as this say the same.</summary>
    private const double SameSaid = 0.9;

    public static string Write(AnswerShape shape, string instruction, Material material)
    {
        var ranker = new SentenceRanker(material, instruction);
        return shape.Form switch
        {
            AnswerForm.Edited => Edited(ranker),
            AnswerForm.Title => Title(ranker, instruction, shape.Words ?? Titles.MostWords),
            AnswerForm.Outline => Outline(ranker, instruction, shape),
            AnswerForm.Bullets => Bullets(ranker, shape),
            _ => Prose(ranker, shape),
        };
    }

    private static string Prose(SentenceRanker ranker, AnswerShape shape)
    {
        var chosen = Choose(ranker, shape);
        var text = new StringBuilder();
        int inParagraph = 0;
        Sentence? last = null;
        foreach (var sentence in chosen)
        {
            bool turns = last is not null && (inParagraph >= ParagraphSentences || (inParagraph > 1 && last.Source != sentence.Source));
            text.Append(last is null ? string.Empty : turns ? "\n\n" : " ").Append(sentence.Text);
            inParagraph = turns ? 1 : inParagraph + 1;
            last = sentence;
        }

        return text.ToString();
    }

    private static string Bullets(SentenceRanker ranker, AnswerShape shape)
    {
        var limited = shape with { Items = shape.Items ?? (shape.Words is null ? DefaultBullets : null) };
        return string.Join('\n', Choose(ranker, limited).Select(static sentence => "- " + sentence.Text));
    }

    private static string Title(SentenceRanker ranker, string instruction, int mostWords)
    {
        var titles = new Titles(ranker, instruction);
        return titles.Asked().FirstOrDefault(asked => Words.Count(asked) <= mostWords) ?? titles.Next(ranker.Ranked, mostWords);
    }

    private static string Outline(SentenceRanker ranker, string instruction, AnswerShape shape)
    {
        var titles = new Titles(ranker, instruction);
        var lines = ranker.Diverse(ranker.Ranked, spread: true).Take(shape.Items ?? DefaultHeadings).Order()
            .Select(i => $"## {titles.Next([i], Titles.MostWords)}\n- {ranker.Material.Sentences[i].Text}");
        return string.Join("\n\n", lines);
    }

    private static string Edited(SentenceRanker ranker)
    {
        var material = ranker.Material;
        var text = new StringBuilder();
        var kept = new List<Sentence>();
        int next = 0;
        for (int b = 0; b < material.Blocks.Count; b++)
        {
            var block = material.Blocks[b];
            var fresh = new List<string>();
            for (; next < material.Sentences.Count && material.Sentences[next].Block == b; next++)
            {
                var sentence = material.Sentences[next];
                if (!kept.Exists(earlier => Repeats(ranker, earlier, sentence)))
                {
                    kept.Add(sentence);
                    fresh.Add(sentence.Text);
                }
            }

            string line = block.Kind == BlockKind.Heading ? new string('#', block.Level) + " " + block.Text : string.Join(' ', fresh);
            if (line.Length > 0)
            {
                bool inList = b > 0 && block.Kind == BlockKind.ListItem && material.Blocks[b - 1].Kind == BlockKind.ListItem;
                text.Append(text.Length == 0 ? string.Empty : inList ? "\n" : "\n\n").Append(block.Kind == BlockKind.ListItem ? "- " : string.Empty).Append(line);
            }
        }

        return text.ToString();
    }

    private static bool Repeats(SentenceRanker ranker, Sentence earlier, Sentence later) =>
        earlier.Text == later.Text || (later.WordCount > 5 && ranker.Similarity(earlier.Index, later.Index) > SameSaid);

    /// <summary>Takes the best sentences that fit the length, and puts them in reading order.</summary>
    private static List<Sentence> Choose(SentenceRanker ranker, AnswerShape shape)
    {
        int allWords = ranker.Material.Sentences.Sum(static sentence => sentence.WordCount);
        int aim = shape.Words ?? (shape.Items is null ? Math.Clamp(allWords / 5, FewestDefaultWords, MostDefaultWords) : int.MaxValue);
        int most = shape.IsLimit || aim == int.MaxValue ? aim : aim + (aim / 8);
        var chosen = new List<Sentence>();
        long words = 0;
        foreach (int i in ranker.Diverse(ranker.Ranked))
        {
            var sentence = ranker.Material.Sentences[i];
            bool full = chosen.Count >= (shape.Items ?? int.MaxValue) || words >= aim;
            if (full)
            {
                break;
            }

            if (words + sentence.WordCount <= most)
            {
                chosen.Add(sentence);
                words += sentence.WordCount;
            }
        }

        if (chosen.Count == 0)
        {
            chosen.Add(ranker.Material.Sentences.MinBy(static sentence => sentence.WordCount)!);
        }

        return [.. chosen.OrderBy(static sentence => sentence.Index)];
    }
}
