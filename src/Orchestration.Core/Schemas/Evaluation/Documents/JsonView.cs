using System.Text;

namespace Orchestration.Schemas.Evaluation.Documents;

/// <summary>A document that was read: its tokens in order, and the bytes they point into.</summary>
internal readonly ref struct JsonView(ReadOnlySpan<byte> source, ReadOnlySpan<byte> unescaped, ReadOnlySpan<JsonToken> tokens)
{
    private readonly ReadOnlySpan<byte> _source = source;
    private readonly ReadOnlySpan<byte> _unescaped = unescaped;

    public ReadOnlySpan<JsonToken> Tokens { get; } = tokens;

    /// <summary>The text of a string, a number or a name: without quotes and escapes.</summary>
    public ReadOnlySpan<byte> Bytes(int token)
    {
        ref readonly var value = ref Tokens[token];
        return (value.Escaped ? _unescaped : _source).Slice(value.Start, value.Length);
    }

    public string Text(int token) => Encoding.UTF8.GetString(Bytes(token));
}
