using System.Collections.Immutable;
using Orchestration.Models;

namespace Orchestration.Evals.GoldenSets;

/// <summary>Something wrong in a golden set.</summary>
/// <param name="File">The file.</param>
/// <param name="Line">The line, from 1.</param>
/// <param name="Message">What is wrong and how to put it right.</param>
public sealed record GoldenSetFault(string File, int Line, string Message)
{
    /// <summary>As compilers write it.</summary>
    public override string ToString() => FormattableString.Invariant($"{File}({Line}): {Message}");
}

/// <summary>A golden set that cannot be used as it is.</summary>
public sealed class GoldenSetException(ImmutableArray<GoldenSetFault> faults)
    : OrchestrationException(string.Join(Environment.NewLine, faults))
{
    /// <summary>All that is wrong, in the order of files and lines.</summary>
    public ImmutableArray<GoldenSetFault> Faults { get; } = faults;
}
