namespace Orchestration.Schemas;

/// <summary>What may stand around, or be wrong with, the JSON of an answer, and is put right. Each time it is, the attempt's record says so.</summary>
[Flags]
public enum JsonTolerance
{
    /// <summary>The answer is one JSON document, and nothing else.</summary>
    None = 0,

    /// <summary>The document may stand in a Markdown code fence.</summary>
    CodeFence = 1 << 0,

    /// <summary>Text may stand before and after the document. Of several documents in it the longest counts.</summary>
    SurroundingText = 1 << 1,

    /// <summary>A comma may follow the last member of an object or the last item of an array; it is taken out.</summary>
    TrailingCommas = 1 << 2,
}
