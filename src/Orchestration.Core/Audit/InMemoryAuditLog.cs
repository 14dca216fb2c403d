using System.Runtime.CompilerServices;

namespace Orchestration.Audit;

/// <summary>An audit log that lives as long as the process: for tests, for samples, and where nobody named a folder.</summary>
/// <remarks>
/// Keeps the newest records up to a number of bytes and forgets the oldest; a reader that a fast writer overtakes misses what is forgotten
/// meanwhile. It makes no seals: what could change a record here could change its seal too. <see cref="VerifyAsync"/> checks the hash of
/// every record it holds and that no record is there twice, and reports them all as unsealed.
/// </remarks>
public sealed class InMemoryAuditLog : IAuditLog
{
    /// <summary>The capacity in bytes unless another is given: 64 MB.</summary>
    public const long DefaultCapacity = 64 << 20;

    // The array that holds a record and its place in a chunk.
    private const int OverheadPerRecord = 48;
    private const int ReadAhead = 64;

    private readonly Lock _gate = new();
    private readonly long _capacity;
    private Chunk _oldest;
    private Chunk _newest;
    private long _first;
    private long _end;
    private long _bytes;

    /// <summary>Makes an empty log.</summary>
    /// <param name="capacity">How many bytes of records it keeps, &gt; 0. The newest record is kept whatever its size.</param>
    public InMemoryAuditLog(long capacity = DefaultCapacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        _capacity = capacity;
        _oldest = _newest = new Chunk(0);
    }

    /// <inheritdoc/>
    public ValueTask AppendAsync(AuditRecord record, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled(cancellationToken);
        }

        // The bytes alone are kept: a body would hold its texts a second time, and beyond the capacity.
        var utf8 = record.Utf8;
        lock (_gate)
        {
            if (_end == _newest.End)
            {
                _newest = _newest.Next = new Chunk(_end);
            }

            _newest[_end++] = utf8;
            _bytes += utf8.Length + OverheadPerRecord;
            while (_bytes > _capacity && _end - _first > 1)
            {
                DropOldest();
            }
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<AuditRecord> ReadAsync(AuditQuery query, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            return ReadAsync(query, _oldest, _first, _end, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public async Task<AuditVerification> VerifyAsync(CancellationToken cancellationToken = default)
    {
        var verifier = new AuditVerifier();
        var number = 0L;
        await foreach (var record in ReadAsync(new AuditQuery(), cancellationToken).ConfigureAwait(false))
        {
            if (!verifier.Check(record.Utf8, new AuditPosition("memory", ++number)))
            {
                break;
            }
        }

        return verifier.Result();
    }

    private async IAsyncEnumerable<AuditRecord> ReadAsync(
        AuditQuery query, Chunk chunk, long next, long end, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        var filter = new LineFilter(query);
        var read = new ReadOnlyMemory<byte>[ReadAhead];
        while (next < end)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var count = 0;
            lock (_gate)
            {
                next = Math.Max(next, _first);
                for (; count < read.Length && next < end; next++, count++)
                {
                    while (next >= chunk.End)
                    {
                        chunk = chunk.Next!;
                    }

                    read[count] = chunk[next];
                }
            }

            for (var i = 0; i < count; i++)
            {
                if (filter.MaySelect(read[i].Span) && AuditRecord.Parse(read[i]) is var record && query.Selects(record))
                {
                    yield return record;
                }
            }
        }
    }

    private void DropOldest()
    {
        if (_first == _oldest.End)
        {
            _oldest = _oldest.Next!;
        }

        _bytes -= _oldest[_first].Length + OverheadPerRecord;
        _oldest[_first++] = default;
    }

    /// <summary>A run of records by their number since the log began. Appending never moves one, so a reader may stand anywhere.</summary>
    private sealed class Chunk(long start)
    {
        private const int Length = 256;
        private readonly ReadOnlyMemory<byte>[] _records = new ReadOnlyMemory<byte>[Length];

        public long End => start + Length;

        public Chunk? Next { get; set; }

        public ref ReadOnlyMemory<byte> this[long number] => ref _records[number - start];
    }
}
