using System.Text;
using Orchestration.Schemas.Compilation;
using Orchestration.Schemas.Evaluation.Documents;

namespace Orchestration.Schemas.Evaluation.Checks;

/// <summary>The values of an <c>enum</c>, ready to be looked for.</summary>
internal sealed class LiteralTable
{
    private const int Few = 12;

    private readonly byte[][] _strings;
    private readonly JsonTape[] _others;

    // Of many values: where those with a hash are.
    private readonly Dictionary<ulong, JsonTape[]>? _byHash;

    private LiteralTable(JsonLiteral[] values)
    {
        _strings = [.. values.Where(static value => value.Text is not null).Select(static value => Encoding.UTF8.GetBytes(value.Text!))];
        _others = [.. values.Where(static value => value.Text is null).Select(static value => JsonTape.Of(value.Json))];
        if (values.Length > Few)
        {
            _byHash = values.Select(static value => JsonTape.Of(value.Json))
                .GroupBy(static tape => tape.Hash())
                .ToDictionary(static group => group.Key, static group => group.ToArray());
        }
    }

    public static LiteralTable Of(LiteralSet set) => new(set.Values);

    public bool Contains(ref EvaluationRun evaluation, int token)
    {
        var document = evaluation.Document;
        if (_byHash is not null)
        {
            return _byHash.TryGetValue(evaluation.Hash(token), out var alike) && ContainsAny(ref evaluation, token, alike);
        }

        if (document.Tokens[token].Kind != JsonKinds.String)
        {
            return ContainsAny(ref evaluation, token, _others);
        }

        var text = document.Bytes(token);
        foreach (var value in _strings)
        {
            if (text.SequenceEqual(value))
            {
                return true;
            }
        }

        return false;
    }

    private static bool ContainsAny(ref EvaluationRun evaluation, int token, JsonTape[] tapes)
    {
        foreach (var tape in tapes)
        {
            if (evaluation.Equal(token, tape.View, 0))
            {
                return true;
            }
        }

        return false;
    }
}
