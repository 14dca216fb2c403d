namespace Orchestration.Schemas.Following;

/// <summary>Follows a document as it comes, and says at which character it can no longer become one that the schema takes. Used by one reader.</summary>
internal sealed class SchemaFollower
{
    private readonly JsonSchema _schema;
    private readonly bool _explains;
    private readonly Claims _claims;
    private SchemaError? _error;

    public SchemaFollower(JsonSchema schema)
        : this(schema, explains: false)
    {
    }

    // The way to a good document is strewn with alternatives that fall: their errors are only written when a document is refused, by following it again.
    private SchemaFollower(JsonSchema schema, bool explains)
    {
        (_schema, _explains) = (schema, explains);
        Json = new JsonFollower(schema.Options.MaxDepth);
        _claims = new Claims(schema, Json, explains);
    }

    /// <summary>The document as JSON. Only to be looked at.</summary>
    public JsonFollower Json { get; }

    /// <summary>How many characters have been taken in, up to and with the one that decided.</summary>
    public int Position { get; private set; }

    /// <summary>Whether the root value is whole, and valid. A number is never known to be whole before white space, or <see cref="End"/>, follows.</summary>
    public bool IsComplete => _error is null && Json.IsComplete;

    /// <summary>Takes a piece of the text in, cut anywhere, also between two surrogates.</summary>
    /// <returns>Why no text that begins so is valid; <see langword="null"/> as long as one may be. Once it has been said, it is said again.</returns>
    public SchemaError? Add(ReadOnlySpan<char> text)
    {
        if (_error is null)
        {
            Json.Append(text);
            Follow();
        }

        return _error;
    }

    /// <summary>No more text comes.</summary>
    /// <returns>Why the document is not valid; <see langword="null"/> when it is.</returns>
    public SchemaError? End()
    {
        if (_error is null)
        {
            Take(Json.Finish());
        }

        return _error;
    }

    private void Follow()
    {
        var step = Json.Next();
        while (step != JsonStep.Starved)
        {
            Take(step);
            step = _error is null ? Json.Next() : JsonStep.Starved;
        }

        Position = _error is null ? Json.Text.Length : Position;
    }

    private void Take(JsonStep step)
    {
        if (step == JsonStep.Failed)
        {
            (_error, Position) = (Json.Error, Json.Seen);
            return;
        }

        _claims.Take(step);
        if (_claims.FellAt is { } position)
        {
            (_error, Position) = (_explains ? _claims.Error : Explain(position), position);
        }
    }

    private SchemaError? Explain(int position)
    {
        var again = new SchemaFollower(_schema, explains: true);
        foreach (var character in Json.Text[..Math.Min(position, Json.Text.Length)])
        {
            again.Add([character]);
        }

        return again.End();
    }
}
