using System.Buffers;

namespace Orchestration.Providers.Wire;

/// <summary>How a streamed body is divided into events.</summary>
internal enum EventFraming
{
    /// <summary>Server-sent events: https://html.spec.whatwg.org/multipage/server-sent-events.html.</summary>
    ServerSentEvents,

    /// <summary>One JSON value a line.</summary>
    JsonLines,
}

/// <summary>Divides a streamed body into events, whatever pieces it arrives in. Used by one reader.</summary>
/// <remarks>
/// Beyond the standard, for providers depart from it: bare JSON between server-sent events is an event of its own (Gemini breaks off that way), a body that
/// begins as a JSON array has its objects as events, each as soon as it is whole (Gemini without <c>alt=sse</c>), data of nothing but blanks is a sign of
/// life and no event, and the last event counts without the blank line after it (<see cref="IsCutOff"/> tells). <see cref="Name"/> and <see cref="Data"/>
/// hold until the next read.
/// </remarks>
internal sealed class EventReader(Stream stream, EventFraming framing) : IDisposable
{
    /// <summary>A longer event is an error: no provider sends one, and memory is not endless.</summary>
    private const int MaxEventBytes = 64 * 1024 * 1024;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(16 * 1024);
    private ArrayBufferWriter<byte>? _joined;
    private int _start;
    private int _end;
    private int _scanned;
    private bool _isOver;
    private bool _isFirstLine = true;
    private bool _mayBeItems = framing == EventFraming.ServerSentEvents;
    private JsonItems? _items;

    // Positions in the buffer, relative to _start, of the event that is being read.
    private Range _name;
    private Range _data;
    private bool _hasData;
    private bool _isBare;
    private int _position;

    /// <summary>The event's name; empty when it has none.</summary>
    public ReadOnlyMemory<byte> Name { get; private set; }

    /// <summary>The event's data: one JSON value, or a word such as <c>[DONE]</c>.</summary>
    public ReadOnlyMemory<byte> Data { get; private set; }

    /// <summary>Whether the body ended within this event, so that it may be whole or not.</summary>
    public bool IsCutOff { get; private set; }

    /// <summary>Moves to the next event. False at the body's end.</summary>
    /// <exception cref="InvalidDataException">An event is longer than 64 MiB.</exception>
    public ValueTask<bool> ReadAsync(CancellationToken cancellationToken)
    {
        Drop();
        Begin();
        return TryRead() ? new ValueTask<bool>(true) : ReadMoreAsync(cancellationToken);
    }

    public void Dispose()
    {
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = [];
        }
    }

    private async ValueTask<bool> ReadMoreAsync(CancellationToken cancellationToken)
    {
        while (!_isOver)
        {
            MakeRoom();
            var read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
            _end += read;
            _isOver = read == 0;
            if (TryRead())
            {
                return true;
            }
        }

        return false;
    }

    private void MakeRoom()
    {
        if (_end < _buffer.Length)
        {
            return;
        }

        var held = _buffer.AsSpan(_start, _end - _start);
        if (_start > 0 && held.Length <= _buffer.Length / 2)
        {
            held.CopyTo(_buffer);
        }
        else
        {
            if (held.Length >= MaxEventBytes)
            {
                throw new InvalidDataException($"An event of the stream is longer than {MaxEventBytes} bytes.");
            }

            var larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
            held.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }

        _end -= _start;
        _start = 0;
    }

    private bool TryRead()
    {
        if (_mayBeItems && _buffer.AsSpan(_start, _end - _start).TrimStart(" \t\r\n\uFEFF"u8) is [var first, ..])
        {
            _mayBeItems = false;
            _items = first == '[' ? new JsonItems() : null;
        }

        if (_items is not null)
        {
            return TryReadItem(_items);
        }

        while (TryReadLine(out var line, out var start))
        {
            if (framing == EventFraming.JsonLines ? TakeJsonLine(line, start) : TakeField(line, start))
            {
                Finish(cutOff: false);
                return true;
            }

            // Comments and blank lines, which keep a slow answer's connection open, must not pile up.
            if (!_hasData && _name.Equals(default))
            {
                Drop();
            }
        }

        if (_isOver && _hasData && !IsBlank(Held))
        {
            Finish(cutOff: true);
            return true;
        }

        return false;
    }

    private bool TryReadItem(JsonItems items)
    {
        if (!items.IsInside)
        {
            _position += JsonItems.Gap(_buffer.AsSpan(_start + _position, _end - _start - _position));
            _scanned = _position;
        }

        var length = items.Scan(_buffer.AsSpan(_start + _scanned, _end - _start - _scanned));
        var end = length < 0 ? _end - _start : _scanned + length;
        _scanned = end;
        if (length < 0 && !(_isOver && end > _position))
        {
            return false;
        }

        _data = _position..end;
        _position = end;
        Finish(cutOff: length < 0);
        return true;
    }

    /// <summary>Takes the next line, without its end. At the body's end, what is left is a line too.</summary>
    private bool TryReadLine(out ReadOnlySpan<byte> line, out int start)
    {
        start = _position;
        var rest = _buffer.AsSpan(_start + _position, _end - _start - _position);
        var searched = Math.Max(_scanned - _position, 0);
        var length = rest[searched..].IndexOfAny((byte)'\n', (byte)'\r');
        if (length < 0 && !(_isOver && rest.Length > 0))
        {
            _scanned = _position + rest.Length;
            line = default;
            return false;
        }

        length = length < 0 ? rest.Length : length + searched;
        var isCarriageReturn = length < rest.Length && rest[length] == '\r';
        if (isCarriageReturn && length + 1 == rest.Length && !_isOver)
        {
            // The line feed that belongs to it may still be under way.
            _scanned = _position + length;
            line = default;
            return false;
        }

        line = rest[..length];
        _position += Math.Min(rest.Length, length + (isCarriageReturn && length + 1 < rest.Length && rest[length + 1] == '\n' ? 2 : 1));
        _scanned = _position;
        if (_isFirstLine)
        {
            _isFirstLine = false;
            if (line.StartsWith("\uFEFF"u8))
            {
                start += 3;
                line = line[3..];
            }
        }

        return true;
    }

    private bool TakeJsonLine(ReadOnlySpan<byte> line, int start)
    {
        if (line.Trim(" \t"u8).IsEmpty)
        {
            return false;
        }

        _data = start..(start + line.Length);
        _hasData = true;

        // The line before the body's end has its end like any other, or it is cut off.
        return !(_isOver && _start + start + line.Length == _end);
    }

    private bool TakeField(ReadOnlySpan<byte> line, int start)
    {
        if (line.IsEmpty)
        {
            // An event without data is none.
            if (!_hasData || IsBlank(Held))
            {
                Begin();
            }

            return _hasData;
        }

        var isField = line.StartsWith("data:"u8) || line.StartsWith("event:"u8) || line.StartsWith("error:"u8);
        if (_hasData && (_isBare ? isField : line[0] == '{'))
        {
            // Bare JSON begins or ends without a blank line between: this line is the next event's.
            _position = start;
            _scanned = start;
            return true;
        }

        if (_isBare || (!_hasData && line[0] is (byte)'{' or (byte)'['))
        {
            _isBare = true;
            AddData(line, start);
        }
        else if (line.StartsWith("data:"u8))
        {
            var skip = line.Length > 5 && line[5] == ' ' ? 6 : 5;
            AddData(line[skip..], start + skip);
        }
        else if (line.SequenceEqual("data"u8))
        {
            // A field's name alone is the field with nothing in it.
            AddData([], start + line.Length);
        }
        else if (line.SequenceEqual("event"u8))
        {
            _name = default;
        }
        else if (line.StartsWith("error:"u8))
        {
            // llama.cpp once sent its errors so, name and data in one.
            _name = start..(start + 5);
            AddData(line[6..], start + 6);
        }
        else if (line.StartsWith("event:"u8))
        {
            var skip = line.Length > 6 && line[6] == ' ' ? 7 : 6;
            _name = (start + skip)..(start + line.Length);
        }

        return false;
    }

    private void AddData(ReadOnlySpan<byte> line, int start)
    {
        if (!_hasData)
        {
            _data = start..(start + line.Length);
        }
        else
        {
            // Several data lines are one value with line feeds between. Rare, thus copied.
            if (_joined is null or { WrittenCount: 0 })
            {
                (_joined ??= new ArrayBufferWriter<byte>()).Write(_buffer.AsSpan(_start, _position)[_data]);
            }

            _joined.Write("\n"u8);
            _joined.Write(line);
        }

        _hasData = true;
    }

    /// <summary>The data of the event so far.</summary>
    private ReadOnlyMemory<byte> Held => _joined is { WrittenCount: > 0 } ? _joined.WrittenMemory : _buffer.AsMemory(_start, _position)[_data];

    private static bool IsBlank(ReadOnlyMemory<byte> data) => data.Span.Trim(" \t\n"u8).IsEmpty;

    /// <summary>Frees what was read up to here.</summary>
    private void Drop()
    {
        _start += _position;
        _scanned -= _position;
        _position = 0;
    }

    private void Begin()
    {
        _name = default;
        _data = default;
        _hasData = false;
        _isBare = false;
        _joined?.ResetWrittenCount();
    }

    private void Finish(bool cutOff)
    {
        Name = _buffer.AsMemory(_start, _position)[_name];
        Data = Held;
        IsCutOff = cutOff;
        _hasData = false;
    }
}
