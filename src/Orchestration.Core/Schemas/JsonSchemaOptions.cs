namespace Orchestration.Schemas;

/// <summary>How a schema is read and enforced.</summary>
public sealed record JsonSchemaOptions
{
    internal static JsonSchemaOptions Default { get; } = new();

    /// <summary>Whether <c>format</c> is enforced. Otherwise it is a remark, as the draft has it.</summary>
    /// <value>False by default.</value>
    public bool AssertFormats { get; init; }

    /// <summary>The schemas that a <c>$ref</c> may name beside the document itself. Nothing is ever fetched.</summary>
    /// <value>Empty by default; the meta-schemas of draft 2020-12 are always known.</value>
    public SchemaRegistry Registry { get; init; } = SchemaRegistry.Empty;

    /// <summary>How deep a document, or a schema, may be nested. What is deeper is an error.</summary>
    /// <value>128 by default; from 1 to 1,000.</value>
    public int MaxDepth { get; init => field = value is >= 1 and <= 1000 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "MaxDepth is from 1 to 1,000."); } = 128;

    /// <summary>How long one <c>pattern</c> may take on one string. What takes longer is an error, and so is a document on which all of them together take more than ten times as long.</summary>
    /// <value>250 ms by default.</value>
    public TimeSpan PatternTimeout
    {
        get;
        init => field = value > TimeSpan.Zero ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "PatternTimeout is positive.");
    }
    = TimeSpan.FromMilliseconds(250);
}
