namespace Orchestration.Evals.Cassettes;

/// <summary>What is recorded while an evaluation runs, in the order in which it came. Guarded by its cassette's lock.</summary>
internal sealed class CassetteJournal : IDisposable
{
    public const string FileName = "new.jsonl";

    private readonly FileStream _file;

    /// <exception cref="IOException">Another process writes the cassette.</exception>
    public CassetteJournal(string path)
    {
        try
        {
            _file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read, bufferSize: 0);
        }
        catch (IOException e)
        {
            throw new IOException($"'{path}' cannot be written; another process may be recording into the same cassette. {e.Message}", e);
        }

        _file.Seek(0, SeekOrigin.End);
    }

    /// <summary>Whether all of it is in the cassette's files.</summary>
    public bool IsSaved { get; set; }

    /// <returns>Where the line begins.</returns>
    public long Append(ReadOnlySpan<byte> line)
    {
        var offset = _file.Position;
        _file.Write([.. line, (byte)'\n']);
        return offset;
    }

    public void Dispose() => _file.Dispose();
}
