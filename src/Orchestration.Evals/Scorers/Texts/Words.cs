using System.Globalization;
using System.Text;

namespace Orchestration.Evals.Scorers.Texts;

/// <summary>Parts a text into words: runs of letters, digits and marks. Scripts that put no space between words give a word a character.</summary>
internal static class Words
{
    /// <summary>Words in lower case, without punctuation: for overlap with other texts.</summary>
    public static List<string> Of(string text) => Split(text.ToLowerInvariant(), punctuation: false);

    /// <summary>Words as they are written, and each sign of punctuation as one: for BLEU, whose figures are made so.</summary>
    public static List<string> WithPunctuation(string text) => Split(text, punctuation: true);

    private static List<string> Split(string text, bool punctuation)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        foreach (var rune in text.Normalize(NormalizationForm.FormC).EnumerateRunes())
        {
            if (IsUnspaced(rune))
            {
                End();
                words.Add(rune.ToString());
            }
            else if (IsPart(rune) || (word.Length > 0 && rune.Value is '\'' or '\u2019'))
            {
                word.Append(rune.Value == '\u2019' ? "'" : rune.ToString());
            }
            else
            {
                End();
                if (punctuation && !Rune.IsWhiteSpace(rune) && !Rune.IsControl(rune))
                {
                    words.Add(rune.ToString());
                }
            }
        }

        End();
        return words;

        void End()
        {
            // An apostrophe at the end is a quotation mark.
            var found = word.ToString().TrimEnd('\'');
            if (found.Length > 0)
            {
                words.Add(found);
            }

            word.Clear();
        }
    }

    private static bool IsPart(Rune rune) =>
        Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    // Han, kana and their extensions.
    private static bool IsUnspaced(Rune rune) => rune.Value is (>= 0x3041 and <= 0x30FF and not 0x30FB) or (>= 0x3400 and <= 0x9FFF) or (>= 0x20000 and <= 0x3FFFF);
}
