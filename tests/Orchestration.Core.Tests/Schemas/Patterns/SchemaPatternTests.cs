using FsCheck;
using FsCheck.Fluent;
using Orchestration.Schemas.Patterns;

namespace Orchestration.Core.Tests.Schemas.Patterns;

public sealed class SchemaPatternTests
{
    [Theory]
    [InlineData("es", "expression", true)]
    [InlineData("^es", "expression", false)]
    [InlineData("^foo$", "foo\n", false)]
    [InlineData("^a|b$", "ab", true)]
    [InlineData("^[a-z]+$", "ABC", false)]
    [InlineData("^x-", "x-header", true)]
    [InlineData("", "", true)]
    [InlineData(@"^\d+$", "12", true)]
    [InlineData(@"^\d$", "\u0967", false)]
    [InlineData(@"^\D$", "\u0967", true)]
    [InlineData(@"^\w$", "é", false)]
    [InlineData(@"^\W$", "é", true)]
    [InlineData(@"^\s+$", "\t\v\f \u00A0\u1680\u2003\u2028\u2029\u202F\u205F\u3000\uFEFF\r\n", true)]
    [InlineData(@"^\s$", "\u0001", false)]
    [InlineData(@"^\s$", "\u0085", false)]
    [InlineData(@"^\S$", "\uFEFF", false)]
    [InlineData("^.$", "\u2028", false)]
    [InlineData("^.$", "\u0085", true)]
    [InlineData(@"^\cC$", "\u0003", true)]
    [InlineData(@"^\cc$", "\u0003", true)]
    [InlineData(@"^\x41\u0042\u{43}\0$", "ABC\0", true)]
    [InlineData(@"^[\b]$", "\b", true)]
    [InlineData(@"^\bab\b$", "ab", true)]
    [InlineData(@"a\bé", "aé", true)]
    [InlineData(@"a\B_", "a_", true)]
    [InlineData("^(?<year>[0-9]{4})-\\k<year>$", "1999-1999", true)]
    [InlineData("^(a)?b\\1$", "b", true)]
    [InlineData("^\\1(a)$", "a", true)]
    [InlineData("^(?:(a)|b)(c)\\2$", "bcc", true)]
    [InlineData("(?<=\\$)[0-9]+(?!€)$", "$15", true)]
    [InlineData("^(?=.*[0-9])(?=.*[a-z]).{4,}$", "abc1", true)]
    [InlineData("^a{2,3}?b{0,}c{1}$", "aabbc", true)]
    [InlineData("^[^]$", "\n", true)]
    [InlineData("[]", "a", false)]
    [InlineData(@"^[\w.-]+@[\w-]+\.[+-\d]$", "a.b@c.5", true)]
    [InlineData(@"^\-\_\@\}$", "-_@}", true)]
    [InlineData("^[[]]$", "[]", true)]
    public void Expressions_mean_what_they_mean_in_ecmascript(string pattern, string text, bool expected) => Assert.Equal(expected, Compile(pattern).IsMatch(text));

    [Theory]
    [InlineData("^🐲*$", "", true)]
    [InlineData("^🐲*$", "🐲🐲", true)]
    [InlineData("^🐲*$", "🐲🐉", false)]
    [InlineData("^🐲*$", "D", false)]
    [InlineData("^.$", "🐲", true)]
    [InlineData("^..$", "🐲", false)]
    [InlineData("^[^🐲]$", "🐉", true)]
    [InlineData("^[^🐲]$", "🐲", false)]
    [InlineData("^[🐉-🐲]{2}$", "🐉🐳", false)]
    [InlineData("^[🐉-🐲]{2}$", "🐊🐲", true)]
    [InlineData(@"^\u{1F432}\uD83D\uDC32$", "🐲🐲", true)]
    [InlineData(@"^[\u{1F432}a]+$", "a🐲", true)]
    [InlineData(@"^\uD83D$", "🐲", false)]
    [InlineData(@"^[\0-\u{10FFFF}]$", "🐲", true)]
    [InlineData(@"^\S\W\D$", "🐲🐲🐲", true)]
    [InlineData(@"^\p{L}$", "𝒜", true)]
    [InlineData(@"^\P{L}$", "𝒜", false)]
    public void A_character_beyond_sixteen_bits_is_one_character(string pattern, string text, bool expected) => Assert.Equal(expected, Compile(pattern).IsMatch(text));

    [Theory]
    [InlineData(@"\p{Letter}cole", "Les hivers de mon école", true)]
    [InlineData(@"\p{Letter}cole", "l'\u0301cole", false)]
    [InlineData(@"^\p{digit}+$", "42", true)]
    [InlineData(@"^\p{digit}+$", "৪২", true)]
    [InlineData(@"^\p{digit}+$", "-%#", false)]
    [InlineData("[a-z]cole", "école", false)]
    [InlineData(@"\wcole", "école", false)]
    [InlineData("^[é-ü]$", "ê", true)]
    [InlineData(@"^\p{Lu}\p{Ll}[\p{Nd}\p{Sc}]\P{Lu}$", "Ωμ€x", true)]
    [InlineData(@"^\p{gc=Lu}\p{General_Category=Lowercase_Letter}$", "Aa", true)]
    [InlineData(@"^\p{ASCII}\p{Any}\p{Assigned}$", "aéé", true)]
    [InlineData(@"^\p{Cn}$", "\u0378", true)]
    [InlineData(@"^\p{Script=Greek}\p{sc=Cyrl}\P{sc=Han}$", "αяa", true)]
    [InlineData(@"^\p{Script=Han}$", "𠀀", true)]
    [InlineData(@"^\p{Alphabetic}\p{Uppercase}\p{Lowercase}$", "ⓐⓐⓐ", false)]
    [InlineData(@"^\p{Alphabetic}\p{Uppercase}\p{Lowercase}$", "ⓐⒶⓐ", true)]
    [InlineData(@"^\p{Emoji_Presentation}$", "🐲", true)]
    [InlineData(@"x\p{L}|[^a]$", "🐲\n", true)]
    public void Properties_of_characters_are_told_by_their_categories(string pattern, string text, bool expected) => Assert.Equal(expected, Compile(pattern).IsMatch(text));

    [Theory]
    [InlineData(@"^\S(|(.|\n)*\S)\Z", @"\Z is no escape")]
    [InlineData(@"\a", @"\a is no escape")]
    [InlineData(@"\A", @"\A is no escape")]
    [InlineData("^(abc]", "no ')'")]
    [InlineData("abc)", "closes no group")]
    [InlineData("[abc", "no ']'")]
    [InlineData("a**", "nothing that '*' could repeat")]
    [InlineData("^*", "nothing that '*' could repeat")]
    [InlineData("(?=a)+", "nothing that '+' could repeat")]
    [InlineData("{", "must be escaped")]
    [InlineData("a{b}", "must be escaped")]
    [InlineData("a{1", "no '}'")]
    [InlineData("a{2,1}", "out of order")]
    [InlineData("[z-a]", "out of order")]
    [InlineData("(?i)a", "flags")]
    [InlineData("(?>a)", "'(?'")]
    [InlineData("(?'n'a)", "'(?'")]
    [InlineData(@"(a)\2", @"no group for \2")]
    [InlineData(@"\k<n>", "no group 'n'")]
    [InlineData("(?<n>a)(?<n>b)", "two groups")]
    [InlineData("(?<1>a)", "no name of a group")]
    [InlineData(@"\p{Greek}", "'Greek'")]
    [InlineData(@"\p{Script=Klingon}", "'Script=Klingon'")]
    [InlineData(@"\pL", "in braces")]
    [InlineData(@"\x4", "two hexadecimal")]
    [InlineData(@"\u12", "four hexadecimal")]
    [InlineData(@"\u{110000}", "no code point")]
    [InlineData(@"\c1", @"\c is no escape")]
    [InlineData(@"\01", @"\0 is no escape")]
    [InlineData("a\\", "ends in a backslash")]
    public void What_is_no_expression_is_refused_in_words(string pattern, string words)
    {
        Assert.Null(SchemaPattern.TryCompile(pattern, TimeSpan.FromSeconds(1), out var problem));
        Assert.Contains(words, problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Groups_nested_without_end_are_refused()
    {
        Assert.NotNull(SchemaPattern.ProblemOf(new string('(', 10_000) + new string(')', 10_000)));
        Assert.NotNull(SchemaPattern.ProblemOf(new string('(', 8_000)));
        Assert.Null(SchemaPattern.ProblemOf(new string('(', 100) + new string(')', 100)));
    }

    [Theory]
    [InlineData("^(a+)+$")]
    [InlineData("^(a|a)*$")]
    [InlineData("^(([a-z])+.)+[A-Z]([a-z])+$")]
    [InlineData("(.*)(.*)(.*)(.*)(.*)(.*)(.*)x$")]
    public void An_expression_that_explodes_elsewhere_is_answered(string pattern)
    {
        Assert.False(Compile(pattern).IsMatch(new string('a', 50_000) + "!"));
    }

    [Fact]
    public void What_takes_too_long_is_not_answered()
    {
        var pattern = SchemaPattern.TryCompile(@"^(a|aa)+\1$", TimeSpan.FromMilliseconds(20), out _)!;

        Assert.Null(pattern.IsMatch(new string('a', 5_000) + "!"));
    }

    [Fact]
    public void A_count_too_large_for_an_automaton_is_counted_otherwise()
    {
        var pattern = Compile("^[a-z]{1,50000}$");

        Assert.True(pattern.IsMatch(new string('a', 50_000)));
        Assert.False(pattern.IsMatch(new string('a', 50_001)));
    }

    [Fact]
    public void Any_text_is_an_expression_or_is_refused_in_words() =>
        Check.QuickThrowOnFailure(Prop.ForAll(
            Gen.ArrayOf(Gen.Elements(@"\", "(", ")", "[", "]", "{", "}", "?", "*", "+", "^", "$", "|", "-", "<", ">", "=", "!", ":", ",", "1", "2", "a", "k", "u", "p", "c", "x", "é", "🐲", "\uD83D", "\uDC32"))
                .Select(static parts => string.Concat(parts)).ToArbitrary(),
            static text =>
            {
                var pattern = SchemaPattern.TryCompile(text, TimeSpan.FromSeconds(5), out var problem);

                Assert.Equal(pattern is null, problem is not null);
                pattern?.IsMatch("aé🐲12\uD83D");
            }));

    [Fact]
    public void Matching_allocates_nothing()
    {
        SchemaPattern[] patterns = [Compile("^[a-z]+$"), Compile("^.{1,20}$"), Compile(@"(?=.*\d)^x"), Compile("🐲")];

        Assert.Equal(0, Allocations.OfSteadyState(() =>
        {
            foreach (var pattern in patterns)
            {
                pattern.IsMatch("some text");
                pattern.IsMatch("some 🐲 text");
            }
        }));
    }

    private static SchemaPattern Compile(string pattern) =>
        SchemaPattern.TryCompile(pattern, TimeSpan.FromSeconds(20), out var problem) ?? throw new InvalidOperationException(problem);
}
