using System.Text;
using Orchestration.Prompts;

namespace Orchestration.Benchmarks;

/// <summary>Texts of a given length, the same in every process.</summary>
internal static class Texts
{
    private const string EnglishSentence = "The quick brown fox jumps over the lazy dog, and nobody \"minds\" at all.\n";
    private const string ChineseSentence = "敏捷的棕色狐狸跳过了懒狗，而且根本没有人介意这件事情。\n";

    public static string English(int characters) => Repeat(EnglishSentence, characters);

    public static string Chinese(int characters) => Repeat(ChineseSentence, characters);

    /// <summary>French with its accents as marks of their own, which normalization has to compose.</summary>
    public static string Decomposed(int characters) => Repeat("Le ga\u0327teau e\u0301tait de\u0301ja\u0300 fini, he\u0301las pour les e\u0301le\u0300ves.\n", characters);

    public static Prompt<string> Conversation(int messages, int characters)
    {
        var prompt = Prompt.System(English(characters));
        for (var i = 1; i < messages; i++)
        {
            var text = $"{i}: {English(characters - 4)}";
            prompt = i % 2 == 1 ? prompt.User(text) : prompt.Assistant(text);
        }

        return prompt.AsText();
    }

    private static string Repeat(string sentence, int characters)
    {
        var text = new StringBuilder(characters + sentence.Length);
        while (text.Length < characters)
        {
            text.Append(sentence);
        }

        // A blank at the end would be dropped by normalization, and so make every text a special case.
        text.Length = characters - 1;
        return text.Append('.').ToString();
    }
}
