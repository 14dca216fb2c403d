namespace Orchestration.Schemas.Formats;

/// <summary>The values of <c>format</c> that can be enforced.</summary>
internal static class SchemaFormats
{
    /// <summary>Whether the name is one that <see cref="IsValid"/> knows. Other names say nothing.</summary>
    public static bool Knows(string format) => throw new NotSupportedException("Not there yet.");

    /// <summary>Whether a string is of the format. Allocates nothing when it is.</summary>
    public static bool IsValid(string format, ReadOnlySpan<char> text) => throw new NotSupportedException("Not there yet.");
}
