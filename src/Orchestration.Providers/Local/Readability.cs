namespace Orchestration.Providers.Local;

/// <summary>Judges how well a sentence reads without its neighbours.</summary>
internal static class Readability
{
    /// <summary>0 to 1: lower for fragments, very long sentences, questions, speech, and sentences that lean on the one before.</summary>
    public static double Of(Sentence sentence)
    {
        string text = sentence.Text;
        double factor = sentence.WordCount switch { < 3 => 0.1, < 6 => 0.5, < 9 => 0.6, < 12 => 0.85, > 80 => 0.3, > 45 => 0.7, _ => 1 };
        factor *= OfOpening(Words.Of(text).FirstOrDefault() ?? string.Empty);
        factor *= text[^1] is '?' or '!' ? 0.4 : 1;
        factor *= Words.Of(text).Any(static word => word is "i" or "my" or "me" or "you" or "your" or "thou" or "thee" or "thy") ? 0.7 : 1;
        factor *= text.Count(static c => c == '"') % 2 == 1 || text.Count(static c => c == '“') != text.Count(static c => c == '”') ? 0.5 : 1;
        bool shouts = text.Any(char.IsUpper) && !text.Any(char.IsLower);
        return shouts ? factor * 0.3 : factor;
    }

    private static double OfOpening(string word) => word switch
    {
        "he" or "she" or "it" or "they" or "this" or "these" or "that" or "those" or "such" or "his" or "her" or "their" or "its" => 0.75,
        "but" or "and" or "or" or "so" or "nor" or "yet" or "however" or "therefore" or "thus" or "then" or "hence" or "also" or "for" or "now" => 0.7,
        "first" or "second" or "third" or "fourth" or "fifth" or "finally" or "whereas" or "because" => 0.75,
        _ => 1,
    };
}
