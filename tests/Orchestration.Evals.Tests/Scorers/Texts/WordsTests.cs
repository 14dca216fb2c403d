using Orchestration.Evals.Scorers.Texts;

namespace Orchestration.Evals.Tests.Scorers.Texts;

public sealed class WordsTests
{
    [Fact]
    public void Words_are_runs_of_letters_digits_and_marks_in_lower_case() =>
        Assert.Equal(["don't", "boil", "it", "at", "95", "c", "café", "'s"[1..], "tea"], Words.Of("Don’t boil it at 95 °C – \"Cafe\u0301\" s' tea!"));

    [Fact]
    public void Scripts_without_spaces_give_a_word_a_character() => Assert.Equal(["茶", "を", "飲", "む", "tea"], Words.Of("茶を飲む tea。"));

    [Fact]
    public void For_bleu_case_and_punctuation_stay() => Assert.Equal(["Hot", ",", "green", "Tea", "."], Words.WithPunctuation("Hot, green Tea."));

    [Fact]
    public void Sentences_end_at_their_signs_and_not_at_numbers_and_abbreviations() => Assert.Equal(
        ["Dr. Lu drank 2.5 cups, e.g. green.", "\"Good!\"", "Was it?", "- a list item", "最後。", "はい。"],
        Sentences.Of("Dr. Lu drank 2.5 cups, e.g. green. \"Good!\" Was it?\n- a list item\n\n最後。はい。"));

    [Theory]
    [InlineData("tea", 1)]
    [InlineData("table", 2)]
    [InlineData("little", 2)]
    [InlineData("make", 1)]
    [InlineData("makes", 1)]
    [InlineData("wanted", 2)]
    [InlineData("walked", 1)]
    [InlineData("houses", 2)]
    [InlineData("beautiful", 3)]
    [InlineData("university", 5)]
    [InlineData("science", 2)]
    [InlineData("nation", 2)]
    [InlineData("video", 3)]
    [InlineData("create", 2)]
    [InlineData("the", 1)]
    [InlineData("readability", 5)]
    [InlineData("question", 2)]
    [InlineData("rhythm", 1)]
    [InlineData("everyday", 4)]
    public void Syllables_are_counted_as_spoken_but_for_some(string word, int syllables) => Assert.Equal(syllables, Readability.Syllables(word));

    [Fact]
    public void A_grade_is_that_of_the_formula()
    {
        // 0.39 * 6 + 11.8 * 1 - 15.59: a sentence of six words of a syllable each.
        Assert.Equal(-1.45, Readability.Grade("The cat sat on the mat.")!.Value, 1e-9);
        // Two sentences, 12 words, 18 syllables.
        Assert.Equal((0.39 * 6) + (11.8 * 1.5) - 15.59, Readability.Grade(words: 12, sentences: 2, syllables: 18), 1e-9);
        Assert.Null(Readability.Grade(" ... "));
    }
}
