using System.Text;
using Orchestration.Schemas.Compilation;

namespace Orchestration.Schemas.Following;

/// <summary>
/// What is whole of a document that still comes, as a document of its own: the text up to a value's end, and the brackets that close what is open there.
/// Items of arrays only ever show whole: there is no snapshot within one. Used by one reader, behind the one that moves the follower on.
/// </summary>
internal sealed class PartialJson(JsonFollower json)
{
    // A snapshot costs its length. Since each is longer than the last by at least this share, all of them together cost no more than 65 times the document.
    private const int Share = 64;

    private byte[] _utf8 = [];
    private int _bytes;
    private int _characters;

    /// <summary>Says what is whole by now. To be asked after each piece.</summary>
    /// <param name="utf8Json">One JSON value, in memory that the next call overwrites.</param>
    /// <returns>Whether a value has become whole since the last snapshot and the text has grown by a 64th; at the end of the document always, once.</returns>
    public bool TrySnapshot(out ReadOnlyMemory<byte> utf8Json)
    {
        utf8Json = default;
        var length = json.WholeLength;
        if (length == _characters || (!json.IsComplete && length - _characters < _characters / Share))
        {
            return false;
        }

        var text = json.Text[_characters..length];
        Reserve(Encoding.UTF8.GetMaxByteCount(text.Length) + json.WholeDepth);
        _bytes += Encoding.UTF8.GetBytes(text, _utf8.AsSpan(_bytes));
        _characters = length;
        for (var level = 0; level < json.WholeDepth; level++)
        {
            _utf8[_bytes + level] = json.Container(json.WholeDepth - 1 - level).Kind == JsonKinds.Array ? (byte)']' : (byte)'}';
        }

        utf8Json = _utf8.AsMemory(0, _bytes + json.WholeDepth);
        return true;
    }

    private void Reserve(int count)
    {
        if (_utf8.Length - _bytes < count)
        {
            Array.Resize(ref _utf8, Math.Max(_utf8.Length * 2, _bytes + count));
        }
    }
}
