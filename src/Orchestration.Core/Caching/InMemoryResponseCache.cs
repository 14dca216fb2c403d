using System.Collections.Concurrent;

namespace Orchestration.Caching;

/// <summary>A response cache of one process, bounded by the memory that its entries take.</summary>
/// <remarks>
/// When it is full, the entry that was stored longest ago goes first, unless it was read since it was last considered; then it gets another
/// round. A read takes no lock. An expired entry is never served; its memory is freed when it is asked for or its turn to go comes.
/// </remarks>
public sealed class InMemoryResponseCache : IResponseCache
{
    /// <summary>The bound when none is given: 64 MiB.</summary>
    public const long DefaultMaxBytes = 64 * 1024 * 1024;

    private readonly ConcurrentDictionary<string, LinkedListNode<Entry>> _entries = new(StringComparer.Ordinal);
    private readonly LinkedList<Entry> _byAge = new();
    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly long _maxBytes;
    private long _bytes;

    /// <summary>Makes an empty cache.</summary>
    /// <param name="time">Decides what has expired.</param>
    /// <param name="maxBytes">The most memory that entries may take together, &gt; 0, by an estimate of their size in this process.</param>
    public InMemoryResponseCache(TimeProvider time, long maxBytes = DefaultMaxBytes)
    {
        ArgumentNullException.ThrowIfNull(time);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxBytes);
        _time = time;
        _maxBytes = maxBytes;
    }

    /// <summary>What the entries take now, in bytes, by estimate; never above the bound.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>How many entries there are, expired ones included.</summary>
    public int Count => _entries.Count;

    /// <inheritdoc/>
    public ValueTask<CachedResponse?> GetAsync(string key, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<CachedResponse?>(cancellationToken);
        }

        if (!_entries.TryGetValue(key, out var node))
        {
            return default;
        }

        var entry = node.ValueRef;
        if (entry.Response.ExpiresAt <= _time.GetUtcNow())
        {
            lock (_gate)
            {
                Remove(node);
            }

            return default;
        }

        entry.WasRead = true;
        return new ValueTask<CachedResponse?>(entry.Response);
    }

    /// <inheritdoc/>
    public ValueTask SetAsync(string key, CachedResponse entry, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled(cancellationToken);
        }

        var node = new LinkedListNode<Entry>(new Entry(key, entry, EstimatedBytes(key, entry)));
        var isKept = node.Value.Bytes <= _maxBytes && entry.ExpiresAt > _time.GetUtcNow();
        lock (_gate)
        {
            if (_entries.TryGetValue(key, out var replaced))
            {
                Remove(replaced);
            }

            if (isKept)
            {
                MakeRoom(node.Value.Bytes);
                _byAge.AddLast(node);
                _entries[key] = node;
                _bytes += node.Value.Bytes;
            }
        }

        return default;
    }

    private static long EstimatedBytes(string key, CachedResponse entry)
    {
        // Objects, headers and index of an entry come to some 500 bytes on 64 bits; a chunk is 16, a character 2.
        const int Fixed = 500;
        var completion = entry.Completion;
        var characters = (long)key.Length + completion.Text.Length + (completion.Reasoning?.Length ?? 0) + entry.Model.Length;
        foreach (var call in completion.ToolCalls)
        {
            characters += 64 + call.Id.Length + call.Name.Length + call.ArgumentsJson.Length;
        }

        return Fixed + (characters * sizeof(char)) + (completion.Chunks.Length * 16L);
    }

    private void MakeRoom(long bytes)
    {
        var now = _time.GetUtcNow();
        while (_bytes + bytes > _maxBytes && _byAge.First is { } oldest)
        {
            if (oldest.Value.WasRead && oldest.Value.Response.ExpiresAt > now)
            {
                oldest.Value.WasRead = false;
                _byAge.RemoveFirst();
                _byAge.AddLast(oldest);
            }
            else
            {
                Remove(oldest);
            }
        }
    }

    // Only under the gate; harmless for a node that another thread has removed.
    private void Remove(LinkedListNode<Entry> node)
    {
        if (node.List is not null)
        {
            _byAge.Remove(node);
            _entries.TryRemove(node.Value.Key, out _);
            _bytes -= node.Value.Bytes;
        }
    }

    private sealed class Entry(string key, CachedResponse response, long bytes)
    {
        private volatile bool _wasRead;

        public string Key => key;

        public CachedResponse Response => response;

        public long Bytes => bytes;

        public bool WasRead
        {
            get => _wasRead;
            set
            {
                // Most reads find it set; not writing leaves the cache line shared.
                if (_wasRead != value)
                {
                    _wasRead = value;
                }
            }
        }
    }
}
