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
    public static ImmutableArray<DiffLine> Of(string before, string after, int context = 2) => throw new NotSupportedException("Not there yet.");

    /// <summary>Compares two JSON values member by member, each at its path, and the texts in them line by line. The order of members makes no difference.</summary>
    /// <param name="before">The older value; empty = none.</param>
    /// <param name="after">The newer value; empty = none.</param>
    /// <param name="context">As above.</param>
    public static ImmutableArray<DiffLine> OfJson(JsonBytes before, JsonBytes after, int context = 2) => throw new NotSupportedException("Not there yet.");
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
