using System.Collections.Immutable;
using Orchestration.Models;

namespace Orchestration.Evals.GoldenSets;

/// <summary>A golden set as it lies on disk: a JSONL or YAML file, or a folder of such files. Opened means validated; the cases themselves are read one by one, however many there are.</summary>
public sealed class GoldenSet
{
    private GoldenSet() => throw new NotSupportedException("Not there yet.");

    /// <summary>Its name: that of the file or folder, unless its header says another.</summary>
    public string Name => throw new NotSupportedException("Not there yet.");

    /// <summary>The version that its author has given it in the header; <see langword="null"/> for none.</summary>
    public string? Version => throw new NotSupportedException("Not there yet.");

    /// <summary>SHA-256, in lower-case hex, of all cases' ids and hashes in order.</summary>
    public string Hash => throw new NotSupportedException("Not there yet.");

    /// <summary>The file or folder.</summary>
    public string Path => throw new NotSupportedException("Not there yet.");

    /// <summary>All cases without their contents, in the order of the files' names and lines.</summary>
    public ImmutableArray<GoldenCaseEntry> Entries => throw new NotSupportedException("Not there yet.");

    /// <summary>Opens a golden set and checks all of it.</summary>
    /// <exception cref="GoldenSetException">Something in it is wrong. All faults are in it, each with file and line.</exception>
    /// <exception cref="IOException">It is not there or cannot be read.</exception>
    public static Task<GoldenSet> OpenAsync(string path, CancellationToken cancellationToken = default) => throw new NotSupportedException("Not there yet.");

    /// <summary>Reads the cases in order.</summary>
    public IAsyncEnumerable<GoldenCase> ReadAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException("Not there yet.");
}

/// <summary>What is known of a case without reading it again.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Hash">Its hash.</param>
/// <param name="Tags">Its tags.</param>
/// <param name="Weight">Its weight.</param>
/// <param name="Critical">Whether every repeat must pass.</param>
public sealed record GoldenCaseEntry(string Id, string Hash, ImmutableArray<string> Tags, double Weight, bool Critical);

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
