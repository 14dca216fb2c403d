using System.Text;
using Orchestration.Models;

namespace Orchestration.Core.Tests.Models;

public sealed class TextProfileTests
{
    private const string Alphabet = "aaaabcdeXYZ  01 {}\",\n\té中한яか—\ud83d\ude00";

    [Fact]
    public void What_is_counted_in_blocks_is_what_is_counted_character_by_character()
    {
        var random = new Random(11);
        for (var round = 0; round < 3_000; round++)
        {
            var text = Text(random, random.Next(200));

            var profile = TextProfile.Of(text);

            Assert.Equal(Slowly(text), Enumerable.Range(0, (int)TextClass.Count).Select(i => profile[i]));
        }
    }

    [Fact]
    public void Ascii_is_counted_alike_in_Utf8()
    {
        var random = new Random(12);
        for (var round = 0; round < 500; round++)
        {
            var text = string.Concat(Text(random, random.Next(300)).Where(char.IsAscii));
            var utf8 = default(TextProfile);
            utf8.AddUtf8(Encoding.UTF8.GetBytes(text));

            var utf16 = TextProfile.Of(text);

            Assert.Equal(Enumerable.Range(0, (int)TextClass.Count).Select(i => utf16[i]), Enumerable.Range(0, (int)TextClass.Count).Select(i => utf8[i]));
        }
    }

    [Fact]
    public void In_Utf8_a_character_counts_once()
    {
        var profile = default(TextProfile);
        profile.AddUtf8("é я 中 か 한 —"u8);

        Assert.Equal((1, 1, 2, 1, 1), (profile[TextClass.LatinExtended], profile[TextClass.CyrillicGreekSemitic], profile[TextClass.Han], profile[TextClass.Hangul], profile[TextClass.Symbol]));
    }

    [Fact]
    public void A_word_does_not_go_on_from_one_text_to_the_next()
    {
        var profile = default(TextProfile);
        profile.Add("tea");
        profile.Add("pot");

        Assert.Equal((2, 0), (profile[TextClass.Word], profile[TextClass.LetterPast3]));
    }

    private static string Text(Random random, int length) =>
        string.Create(length, random, static (span, random) =>
        {
            foreach (ref var unit in span)
            {
                unit = Alphabet[random.Next(Alphabet.Length)];
            }
        });

    private static int[] Slowly(string text)
    {
        var counts = new int[(int)TextClass.Count];
        var run = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var (unit, last) = (text[i], i > 0 ? text[i - 1] : '\0');
            var isFirst = i == 0;
            Count(unit switch
            {
                'é' => TextClass.LatinExtended,
                'я' => TextClass.CyrillicGreekSemitic,
                '中' => TextClass.Han,
                'か' => TextClass.Kana,
                '한' => TextClass.Hangul,
                '—' => TextClass.Symbol,
                >= '\ud800' => TextClass.HalfOfPair,
                _ => TextClass.Count,
            });
            run = IsLetter(unit) ? run + 1 : 0;
            Count(run == 1, TextClass.Word);
            Count(run > 3, TextClass.LetterPast3);
            Count(run > 7, TextClass.LetterPast7);
            Count(run > 15, TextClass.LetterPast15);
            Count(char.IsAsciiLetterUpper(unit) && run > 1 && !char.IsAsciiLetterUpper(last), TextClass.CaseSwitch);
            Count(char.IsAsciiLetterUpper(unit) && !isFirst && char.IsAsciiLetterUpper(last), TextClass.Capital);
            Count(!isFirst && ((char.IsAsciiDigit(unit) && IsLetter(last)) || (IsLetter(unit) && char.IsAsciiDigit(last))), TextClass.LetterDigitSwitch);
            Count(char.IsAsciiDigit(unit), TextClass.Digit);
            Count(char.IsAsciiDigit(unit) && (isFirst || !char.IsAsciiDigit(last)), TextClass.Number);
            Count(IsMark(unit), TextClass.Mark);
            Count(IsMark(unit) && (isFirst || !IsMark(last)), TextClass.MarkRun);
            Count(unit == '\n' && (isFirst || last != '\n'), TextClass.Line);
            Count(unit <= ' ' && !isFirst && last <= ' ', TextClass.Indent);
        }

        return counts;

        static bool IsLetter(char unit) => char.IsAsciiLetter(unit) || unit == 'é';

        static bool IsMark(char unit) => unit is > ' ' and < '\x80' && !char.IsAsciiLetterOrDigit(unit);

        void Count(object what, TextClass textClass = TextClass.Count)
        {
            if (what is true)
            {
                counts[(int)textClass]++;
            }
            else if (what is TextClass and not TextClass.Count)
            {
                counts[(int)(TextClass)what]++;
            }
        }
    }
}
