namespace Orchestration.Schemas.Following;

/// <summary>Follows a document as it comes, and says at which character it can no longer become one that the schema takes. Used by one reader.</summary>
internal sealed class SchemaFollower(JsonSchema schema)
{
    /// <summary>How many characters have been taken in, up to and with the one that decided.</summary>
    public int Position { get; private set; }

    /// <summary>Whether the root value is whole.</summary>
    public bool IsComplete { get; private set; }

    public bool TrySnapshot(out ReadOnlyMemory<byte> json) => throw new NotSupportedException();

    /// <summary>Takes a piece of the text in, cut anywhere, also between two surrogates.</summary>
    /// <returns>Why no text that begins so is valid; <see langword="null"/> as long as one may be. Once it has been said, it is said again.</returns>
    public SchemaError? Add(ReadOnlySpan<char> text) => throw new NotSupportedException($"Not there yet: {schema}.");
}
