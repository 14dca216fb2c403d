using Orchestration.Schemas.Compilation;

namespace Orchestration.Schemas.Evaluation.Documents;

/// <summary>One value, or one property name, of a document that was read. A name is followed by its value, a container by what it holds.</summary>
internal struct JsonToken
{
    /// <summary>Of a string: where its text begins, in the document or, when it had escapes, among the unescaped. Of others: where they begin in the document.</summary>
    public int Start;

    /// <summary>In bytes; of a string without its quotes. While an object is still open: the index of its latest name.</summary>
    public int Length;

    /// <summary>The index behind the value and all that it holds. While a container is still open: the index of the one around it.</summary>
    public int Next;

    /// <summary>How many items or properties a container has.</summary>
    public int Count;

    /// <summary>One of the kinds.</summary>
    public JsonKinds Kind;

    /// <summary>The text stands among the unescaped.</summary>
    public bool Escaped;
}
