namespace Orchestration.Schemas.Patterns;

/// <summary>A regular expression as ECMA-262 has them (with its <c>u</c> flag), bounded in time.</summary>
internal sealed class SchemaPattern
{
    private SchemaPattern(string source) => Source = source;

    /// <summary>The expression as the schema has it.</summary>
    public string Source { get; }

    /// <returns>The expression; <see langword="null"/> when it is none, and then <paramref name="problem"/> says why.</returns>
    public static SchemaPattern? TryCompile(string source, TimeSpan timeout, out string? problem) => throw new NotSupportedException("Not there yet.");

    /// <summary>Whether any part of the text matches. Allocates nothing.</summary>
    /// <returns><see langword="null"/> when it takes too long to say.</returns>
    public bool? IsMatch(ReadOnlySpan<char> text) => throw new NotSupportedException("Not there yet.");
}
