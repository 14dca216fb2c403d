namespace Orchestration.Audit;

/// <summary>Where an attempt carries on the text of an earlier one that broke off. Lengths and positions are in UTF-16 code units.</summary>
public sealed record Seam
{
    /// <summary>The attempt that broke off.</summary>
    public required int After { get; init; }

    /// <summary>How much of the step's text so far was kept; the continuation follows it.</summary>
    public required int Position { get; init; }

    /// <summary>How much of what had been received was dropped behind <see cref="Position"/>. No reader had been given it.</summary>
    public int Dropped { get; init; }

    /// <summary>How much of the continuation's beginning was dropped: what it repeated of what was there, what it said about itself, white space that was too much.</summary>
    public int Overlap { get; init; }

    /// <summary>White space that was put between the two; empty when none was missing.</summary>
    public string Inserted { get; init; } = string.Empty;
}
