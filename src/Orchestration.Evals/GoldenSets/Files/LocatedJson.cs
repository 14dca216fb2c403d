using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Orchestration.Evals.GoldenSets.Files;

/// <summary>JSON that was read from a file, with the line that each part of it stood on.</summary>
internal sealed class LocatedJson
{
    // By the offset in the JSON at which a token begins or, at most, the comma before it.
    private readonly List<(int Offset, int Line)> _lines;

    public LocatedJson(ReadOnlyMemory<byte> utf8, List<(int Offset, int Line)> lines) => (Utf8, _lines) = (utf8, lines);

    public ReadOnlyMemory<byte> Utf8 { get; }

    /// <summary>The line it begins on.</summary>
    public int Line => _lines[0].Line;

    /// <summary>The line of what a JSON Pointer names: for a member, that of its name; where nothing has the name, of what would contain it.</summary>
    public int LineOf(string pointer) => _lines.Count == 1 ? Line : LineAt(OffsetOf(pointer));

    private int LineAt(int offset)
    {
        var index = _lines.BinarySearch((offset, int.MaxValue));
        return _lines[Math.Max(0, (index < 0 ? ~index : index) - 1)].Line;
    }

    private int OffsetOf(string pointer)
    {
        var reader = new Utf8JsonReader(Utf8.Span, new JsonReaderOptions { MaxDepth = CanonicalJson.Strict.MaxDepth });
        reader.Read();
        var offset = 0;
        foreach (var segment in pointer.Split('/').Skip(1).Select(static segment => segment.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)))
        {
            if (!Enter(ref reader, segment, ref offset))
            {
                break;
            }
        }

        return offset;
    }

    /// <summary>Moves to the value that the segment names.</summary>
    private static bool Enter(ref Utf8JsonReader reader, string segment, ref int offset)
    {
        var isObject = reader.TokenType == JsonTokenType.StartObject;
        if (!isObject && reader.TokenType != JsonTokenType.StartArray)
        {
            return false;
        }

        var name = Encoding.UTF8.GetBytes(segment);
        for (var index = 0; reader.Read() && reader.TokenType is not (JsonTokenType.EndObject or JsonTokenType.EndArray); index++)
        {
            var start = checked((int)reader.TokenStartIndex);
            var found = isObject ? reader.ValueTextEquals(name) : segment == index.ToString(CultureInfo.InvariantCulture);
            if (isObject)
            {
                reader.Read();
            }

            if (found)
            {
                offset = start;
                return true;
            }

            reader.Skip();
        }

        return false;
    }
}
