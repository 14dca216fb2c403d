using System.Diagnostics;

namespace Orchestration.Schemas.Evaluation.Documents;

/// <summary>A document that was read and is kept, as the values of a schema's <c>enum</c> are.</summary>
internal sealed class JsonTape
{
    private readonly byte[] _source;
    private readonly byte[] _unescaped;
    private readonly JsonToken[] _tokens;

    private JsonTape(byte[] source, byte[] unescaped, JsonToken[] tokens) => (_source, _unescaped, _tokens) = (source, unescaped, tokens);

    public JsonView View => new(_source, _unescaped, _tokens);

    public ulong Hash()
    {
        var work = long.MaxValue;
        return JsonHash.Of(View, 0, ref work);
    }

    /// <param name="json">One JSON value, known to be good.</param>
    public static JsonTape Of(byte[] json)
    {
        var workspace = Workspace.Rent();
        try
        {
            var fault = TapeReader.Read(json, workspace, maxDepth: 1000);
            return fault is null
                ? new JsonTape(json, workspace.Unescaped.Span.ToArray(), workspace.Tokens.Span.ToArray())
                : throw new UnreachableException($"A value of the schema {fault.Message}.");
        }
        finally
        {
            workspace.Return();
        }
    }
}
