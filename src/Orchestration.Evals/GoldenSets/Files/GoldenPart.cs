using System.Collections.Immutable;

namespace Orchestration.Evals.GoldenSets.Files;

/// <summary>A fault whose file is known to whoever reads it.</summary>
internal readonly record struct LineFault(int Line, string Message);

/// <summary>One piece of a file: its header, a case, or what is neither.</summary>
/// <param name="IsHeader">Whether it is the header.</param>
/// <param name="Json">What it says; <see langword="null"/> when it could not be read.</param>
/// <param name="Faults">Why it could not.</param>
internal sealed record GoldenPart(bool IsHeader, LocatedJson? Json, ImmutableArray<LineFault> Faults)
{
    public static GoldenPart Header(LocatedJson json) => new(IsHeader: true, json, []);

    public static GoldenPart Case(LocatedJson json) => new(IsHeader: false, json, []);

    public static GoldenPart Faulty(int line, string message) => new(IsHeader: false, null, [new(line, message)]);
}

/// <summary>A file of cases, read piece by piece.</summary>
internal interface IGoldenText : IDisposable
{
    /// <summary>The next piece; <see langword="null"/> at the end.</summary>
    ValueTask<GoldenPart?> NextAsync(CancellationToken cancellationToken);
}
