using System.Text;

namespace Orchestration.Simulator.Answers;

/// <summary>Words of a token each that follow from a number, so that a prompt has its own answer.</summary>
internal static class Words
{
    private static readonly string[] Known =
    [
        "river", "stone", "light", "north", "paper", "green", "quiet", "wheel", "frost", "glass", "field", "amber", "cloud", "bread", "tower", "lake",
        "and", "then", "with", "over", "under", "near", "many", "some", "each", "after", "until", "while", "where", "known", "often", "still",
    ];

    /// <summary>So many words, parted by blanks.</summary>
    public static string Of(ulong number, int count)
    {
        var text = new StringBuilder();
        for (var i = 0; i < count; i++)
        {
            number = Mix.Stir(number);
            text.Append(i == 0 ? "" : " ").Append(Known[number % (ulong)Known.Length]);
        }

        return text.ToString();
    }
}
