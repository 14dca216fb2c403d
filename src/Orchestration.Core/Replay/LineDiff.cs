using System.Collections.Immutable;
using Orchestration.Models;

namespace Orchestration.Replay;

/// <summary>Shows two texts, or two JSON values, as the lines in which they differ.</summary>
public static class LineDiff
{
    /// <summary>Compares two texts line by line.</summary>
    /// <param name="before">The older text.</param>
    /// <param name="after">The newer text.</param>
    /// <param name="context">How many equal lines are kept around a difference; what is left out is one <see cref="DiffMark.Gap"/>.</param>
    /// <returns>The lines in order, of two that stand for each other the older first. Empty where the texts are equal.</returns>
    /// <remarks>Time and memory grow with the number of lines: where two long stretches have hardly a line in common, they are shown as removed and added in one piece each.</remarks>
    public static ImmutableArray<DiffLine> Of(string before, string after, int context = 2)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        return before == after ? [] : Of(LinesOf(before), LinesOf(after), context);
    }

    /// <summary>Compares two JSON values member by member, each at its path, and the texts in them line by line. The order of members makes no difference.</summary>
    /// <param name="before">The older value; empty = none.</param>
    /// <param name="after">The newer value; empty = none.</param>
    /// <param name="context">As above.</param>
    /// <returns>As above; a line is a value with its path before it, such as <c>messages[0].text: Hello</c>. The lines of a text of several stand below its path.</returns>
    /// <exception cref="System.Text.Json.JsonException">A value is not JSON.</exception>
    public static ImmutableArray<DiffLine> OfJson(JsonBytes before, JsonBytes after, int context = 2) => Of(JsonLines.Of(before), JsonLines.Of(after), context);

    private static List<string> LinesOf(string text) => text.Length == 0 ? [] : [.. text.Split('\n')];

    private static ImmutableArray<DiffLine> Of(List<string> before, List<string> after, int context)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(context);
        return Around(LineAlignment.Of(before, after), context);
    }

    // Keeps what is near a difference.
    private static ImmutableArray<DiffLine> Around(List<DiffLine> all, int context)
    {
        var next = all.FindIndex(static line => line.Mark != DiffMark.Same);
        if (next < 0)
        {
            return [];
        }

        var last = int.MinValue;
        var shown = ImmutableArray.CreateBuilder<DiffLine>();
        for (var i = 0; i < all.Count; i++)
        {
            if (all[i].Mark != DiffMark.Same)
            {
                last = i;
                next = all.FindIndex(i + 1, static line => line.Mark != DiffMark.Same);
            }

            if ((long)i - last <= context || (next >= 0 && next - i <= context))
            {
                shown.Add(all[i]);
            }
            else if (shown is not [.., { Mark: DiffMark.Gap }])
            {
                shown.Add(new DiffLine(DiffMark.Gap, string.Empty));
            }
        }

        return shown.DrainToImmutable();
    }
}

/// <summary>One line of a comparison.</summary>
/// <param name="Mark">Which side it is of.</param>
/// <param name="Text">The line; empty for a gap.</param>
public readonly record struct DiffLine(DiffMark Mark, string Text);

/// <summary>Which side a line is of.</summary>
public enum DiffMark
{
    /// <summary>Both.</summary>
    Same,

    /// <summary>Only the older one.</summary>
    Removed,

    /// <summary>Only the newer one.</summary>
    Added,

    /// <summary>Equal lines that are left out here.</summary>
    Gap,
}
