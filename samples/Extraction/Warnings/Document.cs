using System.Text;

namespace Extraction.Warnings;

/// <summary>One text.</summary>
/// <param name="Name">Its file's name without extension.</param>
/// <param name="Text">All of it.</param>
internal sealed record Document(string Name, string Text)
{
    // Far more than a page, far less than what would surprise on a bill.
    private const long MostBytes = 64 << 10;

    /// <summary>The texts that come with the sample.</summary>
    public static string Included => Path.Combine(AppContext.BaseDirectory, "documents");

    /// <summary>The <c>.txt</c> files of a folder, in the order of their names.</summary>
    /// <exception cref="UsageException">There are none, or one is too long.</exception>
    public static async Task<IReadOnlyList<Document>> ReadAsync(string folder, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(folder))
        {
            throw new UsageException($"There is no folder '{folder}'. Give --documents a folder of .txt files, or leave it out to use the included warnings.");
        }

        var documents = new List<Document>();
        foreach (var file in new DirectoryInfo(folder).EnumerateFiles("*.txt").OrderBy(static file => file.Name, StringComparer.Ordinal))
        {
            if (file.Length > MostBytes)
            {
                throw new UsageException($"'{file.Name}' is larger than {MostBytes >> 10} KiB. This sample asks for each document in one call; split it, or leave it out.");
            }

            var text = await File.ReadAllTextAsync(file.FullName, Encoding.UTF8, cancellationToken);
            documents.Add(new Document(Path.GetFileNameWithoutExtension(file.Name), text.ReplaceLineEndings("\n").Trim()));
        }

        return documents.Count > 0 ? documents : throw new UsageException($"The folder '{folder}' holds no .txt file.");
    }
}
