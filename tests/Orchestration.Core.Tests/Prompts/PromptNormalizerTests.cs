using System.Globalization;
using System.Text;
using Orchestration.Prompts;
using Orchestration.Prompts.Unicode;

namespace Orchestration.Core.Tests.Prompts;

public sealed class PromptNormalizerTests
{
    [Theory]
    [MemberData(nameof(SeenTexts.Alike), MemberType = typeof(SeenTexts))]
    public void Texts_that_look_the_same_have_one_form(string text, string lookalike) =>
        Assert.Equal(Show(PromptNormalizer.Normalize(text)), Show(PromptNormalizer.Normalize(lookalike)));

    [Fact]
    public void Texts_that_look_different_never_have_one_form()
    {
        var seen = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var text in SeenTexts.Different)
        {
            var form = PromptNormalizer.Normalize(text);
            Assert.True(seen.TryAdd(form, text), $"{Show(text)} and {Show(seen.GetValueOrDefault(form, text))} share {Show(form)}");
        }
    }

    [Fact]
    public void Composed_and_decomposed_spellings_of_every_text_have_one_form()
    {
        foreach (var text in SeenTexts.Different)
        {
            var decomposed = Decompose(text);
            Assert.Equal(Show(PromptNormalizer.Normalize(text)), Show(PromptNormalizer.Normalize(decomposed)));
        }
    }

    [Fact]
    public void Every_invisible_character_between_plain_letters_is_dropped_save_what_turns_the_order_of_letters()
    {
        for (var codePoint = 0; codePoint < 0x110000; codePoint++)
        {
            if (CodePoints.FactsOf(codePoint).Has(CharTraits.Ignorable) && codePoint is not (0x202D or 0x202E))
            {
                Assert.Equal("ab", PromptNormalizer.Normalize($"a{char.ConvertFromUtf32(codePoint)}b"));
            }
        }
    }

    [Fact]
    public void The_ranges_that_are_not_looked_up_are_clean()
    {
        foreach (var unit in Enumerable.Range(' ', '~' - ' ' + 1).Concat(Enumerable.Range(0xC0, 0x300 - 0xC0)).Concat(Enumerable.Range(0x4E00, 0x9FFF - 0x4E00 + 1)))
        {
            Assert.True(CodePoints.IsClean((char)unit));
        }

        foreach (var unit in Enumerable.Range(0, 0x300).Where(unit => unit is not (0xD or 0x85 or 0xA0 or 0xAD)))
        {
            Assert.True(CodePoints.FactsOf(unit) is { CombiningClass: 0 } facts && !facts.Has(CharTraits.NotNfc | CharTraits.Ignorable | CharTraits.Extends));
        }
    }

    [Theory]
    [InlineData("  leading", "  leading")]
    [InlineData("\tif (a  &&  b)\n\t\treturn;", "\tif (a  &&  b)\n\t\treturn;")]
    [InlineData("x\u00B2 is not x2", "x\u00B2 is not x2")]
    [InlineData("\uFB01 CASE Case", "\uFB01 CASE Case")]
    [InlineData("", "")]
    [InlineData("a\n\n\nb", "a\n\n\nb")]
    [InlineData("\n\na", "\n\na")]
    public void What_shows_stays(string text, string expected) => Assert.Equal(expected, PromptNormalizer.Normalize(text));

    [Fact]
    public void A_text_in_its_own_form_is_returned_as_the_same_instance()
    {
        foreach (var text in SeenTexts.Different.Select(PromptNormalizer.Normalize))
        {
            Assert.Same(text, PromptNormalizer.Normalize(text));
        }
    }

    [Fact]
    public void A_lone_surrogate_becomes_the_replacement_character()
    {
        Assert.Equal("a\uFFFDb", PromptNormalizer.Normalize("a\uD800b"));
        Assert.Equal("a\uFFFDb", PromptNormalizer.Normalize("a\uDC00b"));
        Assert.Equal("\uFFFD", PromptNormalizer.Normalize("\uD83D"));
        Assert.Equal("\uFFFD\uFFFD", PromptNormalizer.Normalize("\uDE00\uD83D"));
        Assert.Equal("\U0001F600", PromptNormalizer.Normalize("\uD83D\uDE00"));
    }

    [Fact]
    public void Normalizing_twice_changes_nothing_more_and_canonical_spelling_never_matters()
    {
        var random = new Random(3);
        for (var round = 0; round < 50_000; round++)
        {
            var text = SeenTexts.Hostile(random);
            var once = PromptNormalizer.Normalize(text);

            Assert.True(once == PromptNormalizer.Normalize(once), $"{Show(text)} gives {Show(once)}, then {Show(PromptNormalizer.Normalize(once))}");
            var spelledOut = PromptNormalizer.Normalize(Decompose(text));
            Assert.True(once == spelledOut, $"{Show(text)} gives {Show(once)}, decomposed {Show(spelledOut)}");
        }
    }

    [Theory]
    [InlineData("tr-TR")]
    [InlineData("de-DE")]
    [InlineData("ar-SA")]
    public void Culture_does_not_matter(string culture)
    {
        var expected = SeenTexts.Different.Select(PromptNormalizer.Normalize).ToArray();
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo(culture);

            Assert.Equal(expected, SeenTexts.Different.Select(PromptNormalizer.Normalize));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData("\u200C")]
    [InlineData("\u034F")]
    [InlineData("\u0301\u034F")]
    [InlineData("\u202E")]
    [InlineData(" \n")]
    [InlineData("\u200B\u0301")]
    [InlineData("\U000E0061")]
    public void Long_runs_take_linear_time(string unit)
    {
        var text = "\u0628" + string.Concat(Enumerable.Repeat(unit, 200_000)) + "x";

        Assert.NotEmpty(PromptNormalizer.Normalize(text));
    }

    // Canonical decomposition by the tables, so that it works without ICU; marks are left in their order.
    private static string Decompose(string text)
    {
        var output = new StringBuilder();
        for (var i = 0; i < text.Length; i += char.IsSurrogatePair(text, i) ? 2 : 1)
        {
            var codePoint = char.IsSurrogatePair(text, i) ? char.ConvertToUtf32(text, i) : text[i];
            if (CodePoints.Decomposition(codePoint) is { IsEmpty: false } parts)
            {
                foreach (var part in parts)
                {
                    output.Append(char.ConvertFromUtf32(part));
                }
            }
            else if (codePoint is >= 0xAC00 and < 0xD7A4)
            {
                var index = codePoint - 0xAC00;
                output.Append((char)(0x1100 + (index / 588))).Append((char)(0x1161 + (index / 28 % 21)));
                if (index % 28 != 0)
                {
                    output.Append((char)(0x11A7 + (index % 28)));
                }
            }
            else
            {
                output.Append(text, i, codePoint > 0xFFFF ? 2 : 1);
            }
        }

        return output.ToString();
    }

    private static string Show(string text) =>
        string.Concat(text.Select(unit => unit is > ' ' and <= '~' ? unit.ToString() : $"[{(int)unit:X4}]"));
}
