using System.Buffers;
using System.Collections.Concurrent;

namespace Orchestration.Routing.Planning;

/// <summary>A step of a graph, whichever item of a list it is run for: one object each, so that what is known of it is found without comparing names.</summary>
internal sealed class StepKey(string graph, string step)
{
    public string Graph { get; } = graph;

    /// <summary>Its path without indices.</summary>
    public string Step { get; } = step;

    /// <summary>The tokens that answers have taken on it, whichever model gave them.</summary>
    public DecayingMean Output { get; } = new();
}

/// <summary>The steps that have been planned or observed. Finding one again allocates nothing.</summary>
internal sealed class StepKeys
{
    private const int OnStack = 256;

    private readonly ConcurrentDictionary<string, StepKey> _keys = new(StringComparer.Ordinal);

    public StepKey Of(string graph, string step)
    {
        var length = graph.Length + 1 + step.Length;
        char[]? rented = null;
        var name = length <= OnStack ? stackalloc char[OnStack] : rented = ArrayPool<char>.Shared.Rent(length);
        graph.CopyTo(name);
        name[graph.Length] = '\0';
        name = name[..(graph.Length + 1 + StepPath.WithoutIndices(step, name[(graph.Length + 1)..]))];
        if (!_keys.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out var key))
        {
            key = _keys.GetOrAdd(name.ToString(), new StepKey(graph, name[(graph.Length + 1)..].ToString()));
        }

        if (rented is not null)
        {
            ArrayPool<char>.Shared.Return(rented);
        }

        return key;
    }
}
