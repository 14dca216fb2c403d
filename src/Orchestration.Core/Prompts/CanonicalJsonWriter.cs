using System.Buffers;
using System.Globalization;
using System.Text;
using Base64Encoding = System.Buffers.Text.Base64;

namespace Orchestration.Prompts;

/// <summary>
/// Writes JSON whose bytes depend on nothing but the values: no white space, only what must be escaped is, and the choice of escapes does not
/// change with the runtime's Unicode version as that of <see cref="System.Text.Json.Utf8JsonWriter"/> may.
/// </summary>
internal sealed class CanonicalJsonWriter
{
    private static readonly SearchValues<char> Escaped = SearchValues.Create(
        "\0\u0001\u0002\u0003\u0004\u0005\u0006\u0007\b\t\n\v\f\r\u000E\u000F\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001A\u001B\u001C\u001D\u001E\u001F\"\\");

    private byte[] _rented = ArrayPool<byte>.Shared.Rent(1024);
    private int _length;
    private bool _separate;

    public ReadOnlySpan<byte> Written => WrittenMemory.Span;

    public ReadOnlyMemory<byte> WrittenMemory => _rented.AsMemory(0, _length);

    public void StartObject() => Open((byte)'{');

    public void EndObject() => Close((byte)'}');

    public void StartArray() => Open((byte)'[');

    public void EndArray() => Close((byte)']');

    /// <summary>Starts a member; the value comes next.</summary>
    /// <param name="name">A name that needs no escape.</param>
    public void Name(ReadOnlySpan<byte> name)
    {
        Separate();
        var target = Reserve(name.Length + 3);
        target[0] = (byte)'"';
        name.CopyTo(target[1..]);
        target[name.Length + 1] = (byte)'"';
        target[name.Length + 2] = (byte)':';
        _length += name.Length + 3;
        _separate = false;
    }

    /// <inheritdoc cref="Name(ReadOnlySpan{byte})"/>
    public void Name(string name)
    {
        String(name);
        Raw(":"u8);
        _separate = false;
    }

    /// <summary>A lone surrogate becomes U+FFFD.</summary>
    public void String(ReadOnlySpan<char> text)
    {
        Separate();
        Raw("\""u8);
        for (var plain = text.IndexOfAny(Escaped); plain >= 0; plain = text.IndexOfAny(Escaped))
        {
            Utf8(text[..plain]);
            Escape(text[plain]);
            text = text[(plain + 1)..];
        }

        Utf8(text);
        Raw("\""u8);
        _separate = true;
    }

    public void Bool(bool value) => Token(value ? "true"u8 : "false"u8);

    public void Null() => Token("null"u8);

    public void Number<T>(T value)
        where T : IUtf8SpanFormattable
    {
        Separate();
        int written;
        while (!value.TryFormat(_rented.AsSpan(_length), out written, default, CultureInfo.InvariantCulture))
        {
            Reserve(_rented.Length - _length + 1);
        }

        _length += written;
        _separate = true;
    }

    /// <summary>A token that is valid JSON as it stands: a number's digits, a literal.</summary>
    public void Token(ReadOnlySpan<byte> token)
    {
        Separate();
        Raw(token);
        _separate = true;
    }

    public void Base64(ReadOnlySpan<byte> bytes)
    {
        Separate();
        Raw("\""u8);
        Base64Encoding.EncodeToUtf8(bytes, Reserve(Base64Encoding.GetMaxEncodedToUtf8Length(bytes.Length)), out _, out var written);
        _length += written;
        Raw("\""u8);
        _separate = true;
    }

    public void Reset()
    {
        _length = 0;
        _separate = false;
    }

    /// <summary>Gives the array back; the writer must not be used afterwards.</summary>
    public void Return() => ArrayPool<byte>.Shared.Return(_rented);

    private void Open(byte bracket)
    {
        Separate();
        Raw([bracket]);
        _separate = false;
    }

    private void Close(byte bracket)
    {
        Raw([bracket]);
        _separate = true;
    }

    private void Separate()
    {
        if (_separate)
        {
            Raw(","u8);
        }
    }

    private void Raw(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Reserve(bytes.Length));
        _length += bytes.Length;
    }

    private void Utf8(ReadOnlySpan<char> text) => _length += Encoding.UTF8.GetBytes(text, Reserve(Encoding.UTF8.GetMaxByteCount(text.Length)));

    private void Escape(char unit)
    {
        switch (unit)
        {
            case '"': Raw("\\\""u8); break;
            case '\\': Raw("\\\\"u8); break;
            case '\n': Raw("\\n"u8); break;
            case '\r': Raw("\\r"u8); break;
            case '\t': Raw("\\t"u8); break;
            default:
                Raw("\\u00"u8);
                Raw([(byte)('0' + (unit >> 4)), (byte)"0123456789abcdef"[unit & 0xF]]);
                break;
        }
    }

    private Span<byte> Reserve(int count)
    {
        if (count > _rented.Length - _length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_rented.Length * 2, _length + count));
            Written.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_rented);
            _rented = larger;
        }

        return _rented.AsSpan(_length);
    }
}
