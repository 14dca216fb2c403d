using Orchestration.Schemas.Patterns;

namespace Orchestration.Schemas.Compilation;

/// <summary>The regular expressions of one schema, each made once.</summary>
internal sealed class SchemaPatterns(TimeSpan timeout)
{
    // One that is made holds up to some hundred kilobytes, so that a schema of nothing else would take gigabytes.
    private const int Most = 1000;

    private readonly Dictionary<string, SchemaPattern> _patterns = new(StringComparer.Ordinal);

    /// <param name="source">The expression.</param>
    /// <param name="path">Where it stands.</param>
    public SchemaPattern Of(string source, string path)
    {
        if (_patterns.TryGetValue(source, out var known))
        {
            return known;
        }

        if (_patterns.Count == Most)
        {
            throw new JsonSchemaException(path, $"the schema has more than {Most:N0} different regular expressions. Use fewer.");
        }

        return _patterns[source] = SchemaPattern.TryCompile(source, timeout, out var problem)
            ?? throw new JsonSchemaException(path, $"'{source}' is no regular expression that can be used: {problem}");
    }
}
