using Microsoft.Extensions.AI;

namespace Orchestration.Routing.Classifiers;

/// <summary>Adds up signs to points. The numbers were set by hand on the labelled prompts of the tests, to err upwards rather than downwards.</summary>
internal static class HeuristicScore
{
    /// <summary>From so many points on a request is moderate.</summary>
    public const int Moderate = 2;

    /// <summary>From so many points on a request is complex.</summary>
    public const int Complex = 5;

    public static RequestClass ClassOf(int points) => points >= Complex ? RequestClass.Complex : points >= Moderate ? RequestClass.Moderate : RequestClass.Simple;

    public static int Of(in RequestSigns signs)
    {
        var points = OfText(signs.Task) + Math.Clamp(OfText(signs.Standing) / 2, 0, 2);
        points += Steps(signs.Messages, 7, 21) + Steps(signs.Tools, 1, 6) + (2 * Steps(signs.Images, 1)) + Steps(signs.SchemaMembers, 14, 30, 70);
        return signs.Effort switch
        {
            ReasoningEffort.High or ReasoningEffort.ExtraHigh => Math.Max(points, Complex),
            ReasoningEffort.Medium => Math.Max(points, Moderate),
            ReasoningEffort.None => points - 1,
            _ => points,
        };
    }

    private static int OfText(in TextSigns text)
    {
        var length = Steps(text.Length, 250, 700, 2_000, 8_000);

        // One word such as "prove" is enough for complex.
        var cues = (4 * Math.Min(text.Strong, 1)) + Steps(text.Strong, 1, 2, 3) + (2 * Math.Min(text.Mild, 1)) + Steps(text.Mild, 3, 4, 6);
        var code = (2 * Steps(text.Fences + text.CodeLines, 2)) + Steps(text.CodeLines, 15) + Steps(text.Identifiers, 3) + (3 * Steps(text.Traces, 2));
        var structure = Steps(text.Items, 3, 6) + Steps(text.Questions, 3) + Steps(text.Constraints, 2, 4, 7) + Steps(text.Numbers, 4, 10) + Steps(text.Formulas, 2, 6);

        // "Translate this explanation" is easy whatever stands in the text, as long as nothing else is asked for.
        var easy = text.Strong == 0 && text.Easy > 0 ? Math.Min(2, cues) + Math.Min(1, length) : 0;
        return length + cues + code + structure - easy;
    }

    /// <summary>How many of the rising marks a number reaches.</summary>
    private static int Steps(int number, int first, int second = int.MaxValue, int third = int.MaxValue, int fourth = int.MaxValue) =>
        (number >= first ? 1 : 0) + (number >= second ? 1 : 0) + (number >= third ? 1 : 0) + (number >= fourth ? 1 : 0);
}
