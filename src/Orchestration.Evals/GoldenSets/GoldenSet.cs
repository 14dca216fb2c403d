using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Orchestration.Evals.GoldenSets.Files;
using Orchestration.Schemas;

namespace Orchestration.Evals.GoldenSets;

/// <summary>A golden set as it lies on disk: a JSONL or YAML file, or a folder of such files. Opened means validated; the cases themselves are read one by one, however many there are.</summary>
/// <remarks>The format is in docs/golden-sets.md.</remarks>
public sealed class GoldenSet
{
    private GoldenSet(string path, string name, string? version, ImmutableArray<GoldenCaseEntry> entries) =>
        (Path, Name, Version, Entries, Hash) = (path, name, version, entries, HashOf(entries));

    /// <summary>The JSON Schema of a file, as the package has it in <c>schemas/golden-set.schema.json</c>.</summary>
    public static JsonSchema Schema => GoldenSetSchema.File;

    /// <summary>Its name: that of the file or folder, unless its header says another.</summary>
    public string Name { get; }

    /// <summary>The version that its author has given it in the header; <see langword="null"/> for none.</summary>
    public string? Version { get; }

    /// <summary>SHA-256, in lower-case hex, of all cases' ids and hashes in order.</summary>
    public string Hash { get; }

    /// <summary>The file or folder.</summary>
    public string Path { get; }

    /// <summary>All cases without their contents, in the order of the files' names and lines.</summary>
    public ImmutableArray<GoldenCaseEntry> Entries { get; }

    /// <summary>Opens a golden set and checks all of it.</summary>
    /// <exception cref="GoldenSetException">Something in it is wrong. All faults are in it, each with file and line.</exception>
    /// <exception cref="IOException">It is not there or cannot be read.</exception>
    public static async Task<GoldenSet> OpenAsync(string path, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var check = new SetCheck(path);
        foreach (var file in GoldenFile.In(path))
        {
            await foreach (var item in GoldenFile.ReadAsync(file, cancellationToken).ConfigureAwait(false))
            {
                check.Add(item);
            }
        }

        return new GoldenSet(path, check.Name ?? NameOf(path), check.Version, check.Entries());
    }

    /// <summary>Reads the cases in order.</summary>
    /// <exception cref="GoldenSetException">A file is not what it was when the golden set was opened.</exception>
    public async IAsyncEnumerable<GoldenCase> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var index = 0;
        foreach (var file in GoldenFile.In(Path))
        {
            await foreach (var item in GoldenFile.ReadAsync(file, cancellationToken).ConfigureAwait(false))
            {
                if (item.Header is not null)
                {
                    continue;
                }

                if (item.Case is not { } golden || index == Entries.Length || Entries[index].Id != golden.Id || Entries[index].Hash != golden.Hash)
                {
                    throw Changed(item.File, item.Line);
                }

                index++;
                yield return golden;
            }
        }

        if (index < Entries.Length)
        {
            throw Changed(Path, 1);
        }
    }

    private static GoldenSetException Changed(string file, int line) => new([new(file, line, "the golden set was changed while it was in use; open it again.")]);

    // The full path, since "." has a name too.
    private static string NameOf(string path) => Directory.Exists(path)
        ? System.IO.Path.GetFileName(System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path)))
        : System.IO.Path.GetFileNameWithoutExtension(path);

    private static string HashOf(ImmutableArray<GoldenCaseEntry> entries)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var entry in entries)
        {
            // An id holds no line break: the lines are told apart.
            hash.AppendData(Encoding.UTF8.GetBytes($"{entry.Id}\n{entry.Hash}\n"));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}

/// <summary>What is known of a case without reading it again.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Hash">Its hash.</param>
/// <param name="Tags">Its tags.</param>
/// <param name="Weight">Its weight.</param>
/// <param name="Critical">Whether every repeat must pass.</param>
public sealed record GoldenCaseEntry(string Id, string Hash, ImmutableArray<string> Tags, double Weight, bool Critical);
