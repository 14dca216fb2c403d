using System.Text;
using Orchestration.Month.Clock;

namespace Orchestration.Month.Workload;

/// <summary>Makes texts: instructions, pasted passages, answers with paragraphs, lists, tables and code. The same draw makes the same text.</summary>
internal static class Prose
{
    private static readonly string[] Nouns =
    [
        "invoice", "café", "river", "schedule", "résumé", "engine", "contract", "harbour", "recipe", "archive", "bridge", "customer", "window", "committee", "naïve reader", "storage room", "price list",
        "warranty", "glacier", "teacher", "database", "Zürich office", "garden", "violin", "shipment", "thermostat", "passport", "orchestra", "façade", "ledger", "queue", "telescope", "bakery", "printer",
    ];

    private static readonly string[] Adjectives =
    [
        "quiet", "late", "yearly", "northern", "careful", "broken", "shared", "narrow", "early", "open", "costly", "second", "public", "hidden", "recent", "steady", "modest", "remote", "simple", "annual",
    ];

    private static readonly string[] Verbs =
    [
        "replaces", "explains", "follows", "delays", "supports", "contradicts", "covers", "outlives", "measures", "describes", "attracts", "reduces", "confirms", "precedes", "balances", "mentions",
    ];

    private static readonly string[] Joins = [", and", ", while", " because", ", although", " whenever", "; in turn,", ", so", " until"];

    private static readonly string[] Openers = ["In short, the", "The", "A", "Every", "By contrast, the", "For example, the", "On most days the", "As a rule, the", "This"];

    public static string Sentence(ref Draw draw)
    {
        var text = new StringBuilder(draw.Pick(Openers));
        Clause(text, ref draw);
        if (draw.Chance(0.5))
        {
            text.Append(draw.Pick(Joins)).Append(" the");
            Clause(text, ref draw);
        }

        return draw.Chance(0.15) ? text.Append(" by ").Append(draw.Below(90) + 2).Append(" %.").ToString() : text.Append('.').ToString();
    }

    /// <summary>Sentences of about this many characters in all.</summary>
    public static string Passage(ref Draw draw, int characters)
    {
        var text = new StringBuilder();
        while (text.Length < characters)
        {
            text.Append(text.Length == 0 ? "" : " ").Append(Sentence(ref draw));
        }

        return text.ToString();
    }

    /// <summary>An answer in Markdown of about this many characters.</summary>
    public static string Answer(ref Draw draw, int characters, bool hasCode)
    {
        var text = new StringBuilder(Passage(ref draw, Math.Min(characters, 220)));
        while (text.Length < characters)
        {
            text.Append("\n\n");
            var form = draw.Unit();
            if (form < 0.2)
            {
                text.Append("## ").Append(Capital(draw.Pick(Adjectives))).Append(' ').Append(draw.Pick(Nouns)).Append("\n\n").Append(Passage(ref draw, 200));
            }
            else if (form < 0.4)
            {
                List(text, ref draw);
            }
            else if (form < 0.47)
            {
                Table(text, ref draw);
            }
            else if (hasCode && form < 0.62)
            {
                Code(text, ref draw);
            }
            else
            {
                text.Append(Passage(ref draw, 260));
            }
        }

        return text.ToString();
    }

    public static string Code(ref Draw draw, int lines)
    {
        var text = new StringBuilder();
        for (var i = 0; i < lines; i++)
        {
            text.Append(i == 0 ? "" : "\n").Append("    var total").Append(i).Append(" = Sum(").Append(draw.Pick(Adjectives)).Append("Items, x => x.").Append(Capital(draw.Pick(Adjectives))).Append(" * ").Append(draw.Below(100)).Append(");");
        }

        return text.ToString();
    }

    private static void Clause(StringBuilder text, ref Draw draw) =>
        text.Append(' ').Append(draw.Pick(Adjectives)).Append(' ').Append(draw.Pick(Nouns)).Append(' ').Append(draw.Pick(Verbs)).Append(" the ").Append(draw.Pick(Adjectives)).Append(' ').Append(draw.Pick(Nouns));

    private static void List(StringBuilder text, ref Draw draw)
    {
        var isNumbered = draw.Chance(0.4);
        var items = draw.Below(4) + 3;
        for (var i = 1; i <= items; i++)
        {
            text.Append(i == 1 ? "" : "\n").Append(isNumbered ? FormattableString.Invariant($"{i}. ") : "- ").Append(Sentence(ref draw));
        }
    }

    private static void Table(StringBuilder text, ref Draw draw)
    {
        text.Append("| item | count | note |\n|---|---:|---|");
        var rows = draw.Below(3) + 2;
        for (var i = 0; i < rows; i++)
        {
            text.Append("\n| ").Append(draw.Pick(Nouns)).Append(" | ").Append(draw.Below(900)).Append(" | ").Append(draw.Pick(Adjectives)).Append(' ').Append(draw.Pick(Nouns)).Append(" |");
        }
    }

    private static void Code(StringBuilder text, ref Draw draw) => text.Append("```csharp\n").Append(Code(ref draw, draw.Below(8) + 3)).Append("\n```");

    private static string Capital(string word) => char.ToUpperInvariant(word[0]) + word[1..];
}
