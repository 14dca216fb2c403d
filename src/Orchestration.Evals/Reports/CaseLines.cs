using System.Text.Json;
using System.Text.RegularExpressions;
using Orchestration.Evals.GoldenSets;

namespace Orchestration.Evals.Reports;

/// <summary>Finds where in a golden set's files cases stand, by the lines that name their ids.</summary>
internal static partial class CaseLines
{
    public static async Task<Dictionary<string, (string File, int Line)>> FindAsync(GoldenSet? golden, string root, IReadOnlySet<string> ids, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, (string File, int Line)>(StringComparer.Ordinal);
        if (golden is not null)
        {
            await FindAsync(golden.Path, root, ids, found, cancellationToken).ConfigureAwait(false);
        }

        return found;
    }

    internal static async Task FindAsync(string path, string root, IReadOnlySet<string> ids, Dictionary<string, (string File, int Line)> found, CancellationToken cancellationToken)
    {
        var files = Directory.Exists(path) ? Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Where(IsGolden).Order(StringComparer.Ordinal) : File.Exists(path) ? [path] : Enumerable.Empty<string>();
        foreach (var file in files)
        {
            var line = 0;
            var name = Path.GetRelativePath(root, file).Replace('\\', '/');
            await foreach (var text in File.ReadLinesAsync(file, cancellationToken).ConfigureAwait(false))
            {
                line++;
                foreach (Match match in Id().Matches(text))
                {
                    if (IdOf(match) is { } id && ids.Contains(id))
                    {
                        found.TryAdd(id, (name, line));
                    }
                }
            }
        }
    }

    private static bool IsGolden(string file) => Path.GetExtension(file) is ".jsonl" or ".yaml" or ".yml";

    private static string? IdOf(Match match)
    {
        try
        {
            return match.Groups["json"] is { Success: true } json ? JsonSerializer.Deserialize(json.Value, JsonText.Default.String) : match.Groups["plain"].Value;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    [GeneratedRegex("""(?:^|[\s{,-])["']?id["']?\s*:\s*(?:(?<json>"(?:[^"\\]|\\.)*")|'(?<plain>[^']*)'|(?<plain>[^\s"',}#][^\s,}#]*))""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Id();
}
