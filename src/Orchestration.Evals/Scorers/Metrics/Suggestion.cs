using Orchestration.Evals.Scorers.Texts;

namespace Orchestration.Evals.Scorers.Metrics;

/// <summary>What someone may have meant by a name that is not known.</summary>
internal static class Suggestion
{
    /// <summary>The end of a sentence: <c>; did you mean 'contains'?</c>, or all names where none is near.</summary>
    public static string For(string name, ReadOnlySpan<string> known) => Nearest(name, known) is { } near ? $"; did you mean '{near}'" : $"; known are {string.Join(", ", known)}";

    public static string? Nearest(string name, ReadOnlySpan<string> known)
    {
        string? nearest = null;
        var best = 0.6;
        foreach (var candidate in known)
        {
            var similarity = EditDistance.Similarity(Bare(name), Bare(candidate));
            if (similarity >= best && (nearest is null || similarity > best))
            {
                (nearest, best) = (candidate, similarity);
            }
        }

        return nearest;
    }

    // notContains, not_contains and not-contains are one.
    private static string Bare(string name) => name.ToLowerInvariant().Replace("-", string.Empty, StringComparison.Ordinal).Replace("_", string.Empty, StringComparison.Ordinal);
}
