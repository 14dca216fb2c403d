namespace Orchestration.Routing.Planning;

/// <summary>Names of models, as messages list them and policies match them.</summary>
internal static class Names
{
    public static string Listed(IEnumerable<string> names) => string.Join(", ", names.Order(StringComparer.Ordinal).Select(static name => $"'{name}'"));

    public static bool IsPattern(string name) => name.EndsWith('*');

    /// <summary>Whether a name is the one given or begins with what stands before the asterisk.</summary>
    public static bool Matches(string pattern, string name) =>
        IsPattern(pattern) ? name.AsSpan().StartsWith(pattern.AsSpan(0, pattern.Length - 1), StringComparison.Ordinal) : pattern == name;
}
