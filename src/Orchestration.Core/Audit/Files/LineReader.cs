using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace Orchestration.Audit.Files;

/// <summary>Reads the first bytes of a file line by line, lines of any length, through one pooled buffer.</summary>
/// <remarks>
/// Take lines until there is none, then fill; when nothing was filled, <see cref="Rest"/> is the line that was never ended. A line is valid
/// until the next fill.
/// </remarks>
internal sealed class LineReader(SafeFileHandle file, long length) : IDisposable
{
    private const int InitialSize = 128 << 10;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(InitialSize);
    private int _start;
    private int _searched;
    private int _end;
    private long _read;

    /// <summary>The number of lines taken, which is the number of the last one from 1.</summary>
    public long Line { get; private set; }

    /// <summary>Where the next line begins in the file.</summary>
    public long Position => _read - (_end - _start);

    /// <summary>Whether the file was as long as it should be.</summary>
    public bool ReachedLength => _read == length;

    public ReadOnlyMemory<byte> Rest => _buffer.AsMemory(_start, _end - _start);

    public bool TryTake(out ReadOnlyMemory<byte> line)
    {
        var found = _buffer.AsSpan(_searched, _end - _searched).IndexOf((byte)'\n');
        if (found < 0)
        {
            _searched = _end;
            line = default;
            return false;
        }

        line = _buffer.AsMemory(_start, _searched + found - _start);
        _start = _searched += found + 1;
        Line++;
        return true;
    }

    public bool Fill()
    {
        var space = Space();
        var read = space.IsEmpty ? 0 : RandomAccess.Read(file, space.Span, _read);
        return Filled(read);
    }

    public async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        var space = Space();
        var read = space.IsEmpty ? 0 : await RandomAccess.ReadAsync(file, space, _read, cancellationToken).ConfigureAwait(false);
        return Filled(read);
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);

    private bool Filled(int read)
    {
        _end += read;
        _read += read;
        return read > 0;
    }

    /// <summary>Room behind what is not yet taken: the rest moves to the front, and a line longer than the buffer gets a longer one.</summary>
    private Memory<byte> Space()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_searched, _end, _start) = (_searched - _start, _end - _start, 0);
        }

        if (_end == _buffer.Length)
        {
            var longer = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
            _buffer.CopyTo(longer, 0);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = longer;
        }

        return _buffer.AsMemory(_end, (int)Math.Min(_buffer.Length - _end, length - _read));
    }
}
