namespace Orchestration.Providers.Wire;

/// <summary>Finds the objects of a JSON array that arrives in pieces. Used by one reader.</summary>
internal sealed class JsonItems
{
    private int _depth;
    private bool _isInString;
    private bool _isEscaped;

    /// <summary>Whether it stands inside an object.</summary>
    public bool IsInside => _depth > 0;

    /// <summary>The number of bytes before the next object: commas, blanks, the array's brackets.</summary>
    public static int Gap(ReadOnlySpan<byte> bytes) => bytes.IndexOf((byte)'{') is >= 0 and var gap ? gap : bytes.Length;

    /// <summary>Takes further bytes of an object.</summary>
    /// <returns>The number of bytes up to its end; -1 when it goes on after them.</returns>
    public int Scan(ReadOnlySpan<byte> bytes)
    {
        for (var i = 0; i < bytes.Length; i++)
        {
            var value = bytes[i];
            if (_isInString)
            {
                _isInString = _isEscaped || value != '"';
                _isEscaped = !_isEscaped && value == '\\';
            }
            else if (value == '"')
            {
                _isInString = true;
            }
            else if (value is (byte)'{' or (byte)'[')
            {
                _depth++;
            }
            else if (value is (byte)'}' or (byte)']' && --_depth <= 0)
            {
                _depth = 0;
                return i + 1;
            }
        }

        return -1;
    }
}
