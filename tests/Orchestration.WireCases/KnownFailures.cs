namespace Orchestration.WireCases;

/// <summary>The cases that are known to fail, each with its reason: the lines <c>- `id`: reason</c> of <c>known.md</c>.</summary>
internal sealed class KnownFailures
{
    private readonly Dictionary<string, string> _reasons = new(StringComparer.Ordinal);

    public static KnownFailures Load() => Parse(File.ReadLines(Path.Combine(AppContext.BaseDirectory, "known.md")));

    public static KnownFailures Parse(IEnumerable<string> lines)
    {
        var known = new KnownFailures();
        foreach (var line in lines)
        {
            if (line.StartsWith("- `", StringComparison.Ordinal) && line.IndexOf("`: ", StringComparison.Ordinal) is > 3 and var end)
            {
                known._reasons[line[3..end]] = line[(end + 3)..];
            }
        }

        return known;
    }

    public string? ReasonFor(string id) => _reasons.GetValueOrDefault(id);
}
