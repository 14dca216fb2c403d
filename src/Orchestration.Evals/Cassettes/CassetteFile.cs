using Microsoft.Win32.SafeHandles;

namespace Orchestration.Evals.Cassettes;

/// <summary>One file of a cassette, open for reading at any place by many threads.</summary>
internal sealed class CassetteFile : IDisposable
{
    private readonly SafeFileHandle _handle;

    private CassetteFile(SafeFileHandle handle) => _handle = handle;

    public long Length => RandomAccess.GetLength(_handle);

    /// <summary>Opens a file; <see langword="null"/> if it is not there.</summary>
    public static CassetteFile? Open(string path) => File.Exists(path) ? new CassetteFile(File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete)) : null;

    /// <summary>The lines of a file that were written to their end, each valid until the next.</summary>
    public static IEnumerable<CassetteLine> ReadLines(string path)
    {
        if (!File.Exists(path))
        {
            yield break;
        }

        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, FileOptions.SequentialScan);
        var buffer = new byte[1 << 16];
        var (number, offset, filled) = (0, 0L, 0);
        while (file.Read(buffer.AsSpan(filled)) is var read and > 0)
        {
            filled += read;
            var start = 0;
            while (buffer.AsSpan(start, filled - start).IndexOf((byte)'\n') is var length and >= 0)
            {
                number++;
                yield return new CassetteLine(path, number, offset + start, buffer.AsMemory(start, length));
                start += length + 1;
            }

            buffer.AsSpan(start, filled - start).CopyTo(buffer);
            (filled, offset) = (filled - start, offset + start);
            if (filled == buffer.Length)
            {
                Array.Resize(ref buffer, buffer.Length * 2);
            }
        }
    }

    /// <summary>Cuts off what follows the last line break of a file.</summary>
    public static void CutOff(string path)
    {
        if (File.Exists(path))
        {
            var whole = ReadLines(path).Aggregate(0L, static (_, line) => line.Offset + line.Utf8.Length + 1);
            using var file = File.OpenWrite(path);
            file.SetLength(whole);
        }
    }

    /// <summary>Writes lines in the place of a file, in one move; without lines there is no file.</summary>
    public static void Replace(string path, IEnumerable<ReadOnlyMemory<byte>> lines)
    {
        var unfinished = path + ".tmp";
        long written;
        using (var file = File.Create(unfinished))
        {
            foreach (var line in lines)
            {
                file.Write(line.Span);
                file.WriteByte((byte)'\n');
            }

            written = file.Position;
        }

        if (written > 0)
        {
            File.Move(unfinished, path, overwrite: true);
        }
        else
        {
            File.Delete(unfinished);
            File.Delete(path);
        }
    }

    public ReadOnlyMemory<byte> Read(long offset, int length)
    {
        var line = new byte[length];
        for (var read = 0; read < length;)
        {
            read += RandomAccess.Read(_handle, line.AsSpan(read), offset + read) is var some and > 0 ? some : throw new EndOfStreamException("A file of the cassette was cut while it was open.");
        }

        return line;
    }

    public void Dispose() => _handle.Dispose();
}

/// <summary>A line with where it stands.</summary>
internal readonly record struct CassetteLine(string Path, int Number, long Offset, ReadOnlyMemory<byte> Utf8)
{
    public FormatException Fault(string message, Exception? inner) =>
        new(FormattableString.Invariant($"{Path}({Number}): not a line of a cassette: {message}. Record it anew with `--live`, or take the file back from the repository."), inner);
}
