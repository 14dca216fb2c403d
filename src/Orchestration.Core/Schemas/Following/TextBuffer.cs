namespace Orchestration.Schemas.Following;

/// <summary>Text that grows at its end.</summary>
internal sealed class TextBuffer
{
    private char[] _characters = new char[64];

    public int Length { get; private set; }

    public ReadOnlySpan<char> Span => _characters.AsSpan(0, Length);

    public void Clear() => Length = 0;

    public void Append(ReadOnlySpan<char> text)
    {
        Reserve(text.Length);
        text.CopyTo(_characters.AsSpan(Length));
        Length += text.Length;
    }

    public void Append(char character)
    {
        Reserve(1);
        _characters[Length++] = character;
    }

    private void Reserve(int count)
    {
        if (_characters.Length - Length < count)
        {
            Array.Resize(ref _characters, Math.Max(_characters.Length * 2, Length + count));
        }
    }
}
