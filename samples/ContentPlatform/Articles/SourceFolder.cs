using System.Text;

namespace ContentPlatform.Articles;

/// <summary>Reads the texts that an article is written from: the <c>.md</c> and <c>.txt</c> files of a folder, but not its <c>README.md</c>, which tells of the folder.</summary>
internal static class SourceFolder
{
    private const long MostBytes = 1 << 20;

    /// <summary>The texts that come with the sample. Beside its assembly, which may have been loaded by another program.</summary>
    public static string Included { get; } = Path.Combine(Path.GetDirectoryName(typeof(SourceFolder).Assembly.Location)!, "sources");

    /// <summary>Why an article cannot be written from the folder, in a sentence with a way out; <see langword="null"/> when it can.</summary>
    public static string? Fault(string folder)
    {
        if (!Directory.Exists(folder))
        {
            return $"There is no folder '{folder}'. Give --sources a folder of .md or .txt files, or leave it out to use the included texts.";
        }

        var files = Files(folder);
        return files.Length == 0
            ? $"The folder '{folder}' holds no .md or .txt file (its README.md does not count). Put the texts to write from there."
            : files.Sum(static file => file.Length) > MostBytes
                ? $"The sources in '{folder}' are larger than {MostBytes >> 20} MiB together, more than a prompt can hold. Choose fewer."
                : null;
    }

    /// <param name="folder">Empty = the included texts.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async ValueTask<Material> ReadAsync(string folder, CancellationToken cancellationToken)
    {
        folder = folder.Length == 0 ? Included : folder;
        if (Fault(folder) is { } fault)
        {
            throw new IOException(fault);
        }

        var sources = new List<Source>();
        foreach (var file in Files(folder))
        {
            var text = await File.ReadAllTextAsync(file.FullName, Encoding.UTF8, cancellationToken);
            sources.Add(new Source(file.Name, TitleOf(text, file), text.ReplaceLineEndings("\n").Trim()));
        }

        return new Material(sources);
    }

    private static FileInfo[] Files(string folder) =>
    [
        .. new DirectoryInfo(folder).EnumerateFiles()
            .Where(static file => file.Extension.ToLowerInvariant() is ".md" or ".txt" && !file.Name.Equals("README.md", StringComparison.OrdinalIgnoreCase))
            .OrderBy(static file => file.Name, StringComparer.Ordinal),
    ];

    private static string TitleOf(string text, FileInfo file)
    {
        const int Longest = 80;
        var first = text.AsSpan().TrimStart().EnumerateLines().GetEnumerator();
        var line = first.MoveNext() ? first.Current.Trim("# \t").ToString() : string.Empty;
        return line.Length is > 0 and <= Longest ? line.TrimEnd('.') : Path.GetFileNameWithoutExtension(file.Name);
    }
}
