using System.Text;

namespace Orchestration.Core.Tests.Prompts;

/// <summary>Texts by how they look: pairs that look alike, and a corpus in which no two do.</summary>
public static class SeenTexts
{
    private const string Zwj = "\u200D";
    private const string Zwnj = "\u200C";

    /// <summary>Pairs that a reader cannot tell apart.</summary>
    public static TheoryData<string, string> Alike => new()
    {
        // Canonical spelling.
        { "caf\u00E9", "cafe\u0301" },
        { "\u212B", "A\u030A" },
        { "\u2126 \u212A", "\u03A9 K" },
        { "\u1EC7", "e\u0323\u0302" },
        { "e\u0302\u0323", "\u1EB9\u0302" },
        { "\uD55C\uAE00", "\u1112\u1161\u11AB\u1100\u1173\u11AF" },
        { "\u0958", "\u0915\u093C" },
        { "\u09CB", "\u09C7\u09BE" },
        { "\u304C", "\u304B\u3099" },
        { "\uF900", "\u8C48" },
        { "\u0622", "\u0627\u0653" },
        { "\uFB2A", "\u05E9\u05C1" },

        // Line breaks.
        { "a\nb", "a\r\nb" },
        { "a\nb", "a\rb" },
        { "a\nb", "a\u0085b" },
        { "a\nb", "a\u2028b" },
        { "a\nb", "a\u2029b" },
        { "a\n\nb", "a\r\rb" },

        // Spaces of one cell.
        { "a b", "a\u00A0b" },
        { "a b", "a\u202Fb" },
        { "a b", "a\u2009b" },
        { "a b", "a\u2002b" },
        { "a b", "a\u2003b" },
        { "a b", "a\u205Fb" },
        { "100 \u20AC", "100\u00A0\u20AC" },

        // White space that ends a line or the text.
        { "a\nb", "a  \t\nb" },
        { "a\nb", "a\u00A0\r\nb" },
        { "a\nb", "a\u3000\nb" },
        { "a", "a\n" },
        { "a", "a \r\n\r\n \t" },
        { "", " \n" },
        { "a\nb", "a \u200B\nb" },

        // Invisible characters.
        { "plain", "\uFEFFplain" },
        { "plain", "pl\u200Bain" },
        { "plain", "pl\u2060ain" },
        { "plain", "pl\u00ADain" },
        { "plain", "\u200Eplain\u200F" },
        { "plain", "\u2068plain\u2069" },
        { "plain", "\u202Aplain\u202C" },
        { "plain", "p\uFE0Fla\uFE00in" },
        { "plain", "pla\U000E0100in" },
        { "plain", "pl" + Zwj + "ain" + Zwnj },
        { "plain", "plain" + Tags("ignore") + "\U000E007F" },
        { "\U0001F600", "\U0001F600" + Tags("ignore") + "\U000E007F" },
        { "\U0001F3F4", "\U0001F3F4" + Tags("gbeng") },
        { "caf\u00E9", "cafe\u034F\u0301" },
        { "\u0633\u0644\u0627\u0645", "\u0633\u0644\u200E\u0627\u0645\u061C" },
        { "\u4F60\u597D", "\u4F60\u200B\u597D" },
        { "\U0001F469\U0001F467", "\U0001F469" + Zwj + Zwj + "\U0001F467" },
        { "\U0001F469\U0001F467", "\U0001F469\u200B" + Zwj + "\U0001F467" },
        { "\u0645\u06CC", "\u0645\u06CC" + Zwnj },
        { "\u0928 \u092E", "\u0928" + Zwnj + " \u092E" },
    };

    /// <summary>No two of these look the same.</summary>
    public static IReadOnlyList<string> Different { get; } =
    [
        // Latin: case, compatibility, signs that are not letters.
        "cafe", "caf\u00E9", "CAFE", "Caf\u00E9", "x2", "x\u00B2", "x\u2082", "fi", "\uFB01", "\u2160", "\u0131", "\u0130", "\u017F",
        "\u00DF", "ss", "SS", "\u1E9E", "\u2026", "...", "\u2013", "\u2014", "\u2212", "-", "\u201Cq\u201D", "\"q\"", "\u00ABq\u00BB",
        "\uFF21", "\u24B6", "\U0001D400", "\u00BD", "1/2", "\u2122", "TM", "a b", "a  b", "ab", " ab", "  ab", "\tab", "a\tb", "a\nb", "a\n\nb", "\nab",
        "a\u3000b", "a\u1680b", "o\u0308\u0304", "o\u0304\u0308", "a\u0323\u0301x", "q\u0301", "q\u0300",

        // Greek and Cyrillic lookalikes are other letters.
        "\u03BF", "\u043E", "\u03B1\u0301", "\u1F00", "\u1F80", "\u0439", "\u0438", "\u0451",

        // Arabic and Persian: joiners shape letters.
        "\u0645\u06CC\u062E\u0648\u0627\u0647\u0645", "\u0645\u06CC" + Zwnj + "\u062E\u0648\u0627\u0647\u0645", "\u0645\u06CC \u062E\u0648\u0627\u0647\u0645",
        "\u0647", "\u0647" + Zwj, Zwj + "\u0647", Zwj + "\u0647" + Zwj, "\u0627\u0644\u0633\u0644\u0627\u0645", "\u0627\u0644\u0633\u0651\u0644\u0627\u0645",
        "\u0643\u062A\u0627\u0628\u0640", "\u06A9", "\u0643", "\u064A", "\u06CC", "\u0628\u064E" + Zwnj + "\u0628", "\u0628\u064E\u0628",

        // Devanagari, Bengali, Tamil, Malayalam, Sinhala: conjunct, half form, visible virama.
        "\u0915\u094D\u0937", "\u0915\u094D" + Zwj + "\u0937", "\u0915\u094D" + Zwnj + "\u0937", "\u0915\u094D\u200B\u0937", "\u0915\u0937", "\u0915\u094D", "\u0915\u094D" + Zwj,
        "\u0930\u094D\u092F", "\u0930" + Zwj + "\u094D\u092F", "\u09B0\u09CD\u09AF", "\u09B0" + Zwj + "\u09CD\u09AF", "\u09A4\u09CD" + Zwj,
        "\u0B95\u0BCD\u0BB7", "\u0B95\u0BCD" + Zwnj + "\u0BB7", "\u0BAE\u0BCA", "\u0D28\u0D4D", "\u0D28\u0D4D" + Zwj, "\u0DC1\u0DCA\u0DBB\u0DD3", "\u0DC1\u0DCA" + Zwj + "\u0DBB\u0DD3",

        // Hebrew points, Thai, Lao, Khmer, Myanmar, Tibetan, Ethiopic, Georgian.
        "\u05E9\u05DC\u05D5\u05DD", "\u05E9\u05C1\u05B8\u05DC\u05D5\u05B9\u05DD", "\u05DC\u05B7\u05B4\u05DD", "\u05DC\u05B7\u034F\u05B4\u05DD",
        "\u0E01\u0E33", "\u0E20\u0E32\u0E29\u0E32", "\u0EA5\u0EB2\u0EA7", "\u1781\u17D2\u1798\u17C2\u179A", "\u1019\u103C\u1014\u103A\u1019\u102C",
        "\u0F56\u0F7C\u0F51", "\u0F71\u0F72", "\u12A0\u121B\u122D\u129B", "\u10E5\u10D0\u10E0", "\u10A5",

        // Mongolian: selectors and the vowel separator shape letters.
        "\u182E\u1823\u1829", "\u182E\u1823\u180B\u1829", "\u182E\u1823\u180C\u1829", "\u182A\u1820\u180E\u1820", "\u182A\u1820\u1820", "\u182A\u1820\u202F\u1836", "\u182A\u1820 \u1836",

        // Korean: syllables, separate letters, old syllables; Japanese and Chinese: variants, widths, small kana, prolonged sound.
        "\uD55C\uAE00", "\uD55C \uAE00", "\uD558\uAE00", "\u3131\u314F", "\uAC00", "\u1100\u200B\u1161", "\u1100", "\u115F\u1161", "\u1100\u1160", "\u1112\u119E\u11AB",
        "\u845B", "\u845B\U000E0100", "\u845B\U000E0101", "\u845B\uFE00", "\u304B", "\u304C", "\u30AB", "\uFF76", "\u3063", "\u3064", "\u30FC", "\u4E00",
        "\u65E5\u672C", "\u65E5\u3000\u672C", "\u65E5 \u672C", "\u8B7D", "\u8A89", "\uFF01", "\uFF01\uFE00", "\uFF01\uFE01", "\u53F0\u7063", "\u53F0\u6E7E", "\U00020BB7",

        // Emoji: families, skin tones, hair, flags, subdivision flags, keycaps, text and emoji style, and their parts side by side.
        "\U0001F468\U0001F469\U0001F467", Join("\U0001F468", "\U0001F469", "\U0001F467"), Join("\U0001F468", "\U0001F469") + "\U0001F467", Join("\U0001F469", "\U0001F469", "\U0001F467"),
        "\U0001F44D", "\U0001F44D\U0001F3FB", "\U0001F44D\U0001F3FF", "\U0001F44D\u200B\U0001F3FF", Join("\U0001F469\U0001F3FD", "\U0001F4BB"), Join("\U0001F469", "\U0001F4BB"),
        "\U0001F469\U0001F3FD\U0001F4BB", Join("\U0001F468", "\U0001F9B0"), "\U0001F1E9\U0001F1EA", "\U0001F1E9\u200B\U0001F1EA", "\U0001F1E9", "\U0001F1EA\U0001F1E9", "\U0001F1E9 \U0001F1EA",
        "\U0001F3F4", Flag("gbeng"), Flag("gbsct"), Flag("gbwls"), Flag("ustx"), "\U0001F3F3", "\U0001F3F3\uFE0F", Join("\U0001F3F3\uFE0F", "\U0001F308"), "\U0001F3F3\uFE0F\U0001F308",
        Join("\U0001F3F4", "\u2620\uFE0F"), "\U0001F3F4\u2620\uFE0F", "\u2764", "\u2764\uFE0E", "\u2764\uFE0F", Join("\u2764\uFE0F", "\U0001F525"), "\u2764\uFE0F\U0001F525",
        "1", "1\uFE0F\u20E3", "1\u20E3", "#\uFE0F\u20E3", "#", "\u00A9", "\u00A9\uFE0F", Join("\U0001F441\uFE0F", "\U0001F5E8\uFE0F"),

        // Mathematics.
        "\u2229", "\u2229\uFE00", "0", "0\uFE00", "\u2260", "=", "\u2262", "\u2264", "\u2A7D", "\U0001D465", "x", "\u210E", "\u212C", "\u221A2", "a\u20D7", "\u2032", "'", "\u2211", "\u03A3",

        // Direction that is turned by force.
        "abc", "\u202Eabc\u202C", "\u202Dabc\u202C", "\u202Eab\u202Cc", "cba",

        // Code: indentation, blank lines and inner spaces are text.
        "def f(x):\n    return x", "def f(x):\n  return x", "def f(x):\n\treturn x", "def f(x):\nreturn x", "def f(x):\n\n    return x",
        "if (a) { b(); }", "if (a)  { b(); }", "if(a){b();}", "x = \"a b\";", "x = \"a  b\";", "- a\n- b", "- a\n  - b", "a:\n  b: 1", "a:\nb: 1",
        "SELECT *\nFROM t", "SELECT * FROM t", "\\u00e9", "\\n", "$x^2$", "$x_2$", "<b>&nbsp;</b>", "<b> </b>", "all:\n\tcc a.c", "all:\n        cc a.c",
    ];

    /// <summary>A short text of characters whose rules meet.</summary>
    public static string Hostile(Random random)
    {
        var text = new StringBuilder();
        for (var i = random.Next(1, 9); i > 0; i--)
        {
            text.Append(HostileParts[random.Next(HostileParts.Length)]);
        }

        return text.ToString();
    }

    private static readonly string[] HostileParts =
    [
        "a", "e", "\u00E9", "\u0301", "\u0323", "\u0344", "\u0F73", "\u0F71", "\u0F72", "\u0315", "\u1E69", "q", " ", "\t", "\n", "\r", "\r\n", "\u00A0", "\u3000", "\u2028",
        Zwj, Zwnj, "\u200B", "\uFEFF", "\u00AD", "\u034F", "\u2060", "\u200E", "\u202A", "\u202C", "\u202D", "\u202E", "\u2067", "\u2069", "\uFE00", "\uFE0E", "\uFE0F", "\U000E0100",
        "\U000E0067", "\U000E0062", "\U000E0065", "\U000E007F", "\U0001F3F4", Flag("gbeng"), "\U0001F468", "\U0001F3FD", "\u2764", "\U0001F1E9", "\U0001F1EA", "#", "\u20E3",
        "\u0628", "\u0640", "\u064E", "\u0915", "\u094D", "\u093C", "\u0958", "\u0951", "\u09C7", "\u09BE", "\u09CB", "\u09CD", "\u1100", "\u1161", "\u11A8", "\uAC00", "\uAC01", "\u1160", "\u115F",
        "\u3164", "\u4E00", "\uF900", "\uFA10", "\u182E", "\u180B", "\u180E", "\u202F", "\uD83D", "\uDE00", "\u2229", "\u2260", "\u0338", "<", "\u304B", "\u3099", "\u17D2", "\u1780", "\u17B4", "\u1039", "\u1000",
    ];

    private static string Join(params string[] parts) => string.Join(Zwj, parts);

    private static string Flag(string region) => "\U0001F3F4" + Tags(region) + "\U000E007F";

    private static string Tags(string text) => string.Concat(text.Select(letter => char.ConvertFromUtf32(0xE0000 + letter)));
}
