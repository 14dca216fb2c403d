using System.Buffers;

namespace Orchestration.Prompts.Unicode;

/// <summary>Text under construction in a rented array.</summary>
internal sealed class TextBuffer(int capacity) : IDisposable
{
    private char[] _rented = ArrayPool<char>.Shared.Rent(capacity);
    private int _length;

    public int Length => _length;

    public ReadOnlySpan<char> Written => _rented.AsSpan(0, _length);

    public void Append(char unit)
    {
        if (_length == _rented.Length)
        {
            Grow(1);
        }

        _rented[_length++] = unit;
    }

    public void Append(int codePoint)
    {
        if (codePoint <= char.MaxValue)
        {
            Append((char)codePoint);
            return;
        }

        Append((char)(0xD7C0 + (codePoint >> 10)));
        Append((char)(0xDC00 | (codePoint & 0x3FF)));
    }

    public void Append(ReadOnlySpan<char> text)
    {
        if (text.Length > _rented.Length - _length)
        {
            Grow(text.Length);
        }

        text.CopyTo(_rented.AsSpan(_length));
        _length += text.Length;
    }

    public void TrimEnd(ReadOnlySpan<char> units) => _length = Written.TrimEnd(units).Length;

    public void Dispose() => ArrayPool<char>.Shared.Return(_rented);

    private void Grow(int more)
    {
        var larger = ArrayPool<char>.Shared.Rent(Math.Max(_length * 2, _length + more));
        Written.CopyTo(larger);
        ArrayPool<char>.Shared.Return(_rented);
        _rented = larger;
    }
}
