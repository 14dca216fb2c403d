namespace Orchestration.Schemas;

/// <summary>One thing that is wrong with a JSON document.</summary>
public sealed record SchemaError
{
    /// <summary>Where in the document, as a JSON Pointer (RFC 6901); empty for its root.</summary>
    public required string InstancePath { get; init; }

    /// <summary>Which keyword of the schema says so, as a JSON Pointer, after the address of the schema when it is another than the one that was given; empty when it is no matter of the schema, as broken JSON.</summary>
    public required string SchemaPath { get; init; }

    /// <summary>The keyword, as <c>type</c>; <c>json</c> when the text is no JSON or beyond a limit.</summary>
    public required string Keyword { get; init; }

    /// <summary>What is wrong, in words that a model can act on, as <c>expected number, got string "12"</c>. May quote the beginning of the value.</summary>
    public required string Message { get; init; }

    /// <summary>Place and message in one sentence.</summary>
    public override string ToString() => $"{(InstancePath.Length == 0 ? "(root)" : InstancePath)}: {Message}";
}
