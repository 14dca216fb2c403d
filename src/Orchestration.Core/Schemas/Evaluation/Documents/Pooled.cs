using System.Buffers;

namespace Orchestration.Schemas.Evaluation.Documents;

/// <summary>A growing buffer that is used again and again: what a document needed, the next one finds.</summary>
internal sealed class Pooled<T>(int kept)
    where T : unmanaged
{
    private T[] _items = [];

    public int Count { get; private set; }

    public Span<T> Span => _items.AsSpan(0, Count);

    public ref T this[int index] => ref _items[index];

    /// <summary>Adds one item with whatever it held before.</summary>
    public ref T Add()
    {
        if (Count == _items.Length)
        {
            Grow(Count + 1);
        }

        return ref _items[Count++];
    }

    /// <summary>Adds items that are all zero.</summary>
    /// <returns>Where the first is. Spans that were taken before may now be of no use.</returns>
    public int Push(int count)
    {
        var start = Count;
        Room(count).Clear();
        Count += count;
        return start;
    }

    /// <summary>Room behind the last item, not yet counted and not cleared.</summary>
    public Span<T> Room(int count)
    {
        if (_items.Length - Count < count)
        {
            Grow(checked(Count + count));
        }

        return _items.AsSpan(Count, count);
    }

    public void Take(int count) => Count += count;

    public void CutTo(int count) => Count = count;

    public void Reset()
    {
        Count = 0;
        if (_items.Length > kept)
        {
            ArrayPool<T>.Shared.Return(_items);
            _items = [];
        }
    }

    private void Grow(int needed)
    {
        var larger = ArrayPool<T>.Shared.Rent(Math.Max(Math.Max(needed, 64), (int)Math.Min(2L * _items.Length, Array.MaxLength)));
        Span.CopyTo(larger);
        if (_items.Length > 0)
        {
            ArrayPool<T>.Shared.Return(_items);
        }

        _items = larger;
    }
}
