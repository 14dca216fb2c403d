using System.Numerics;
using System.Runtime.InteropServices;

namespace Orchestration.Schemas.Evaluation.Documents;

/// <summary>Finds names that an object has twice, which JSON allows and no two readers take alike.</summary>
internal static class PropertyNames
{
    private const int Few = 16;

    /// <summary>A hash that nobody can foresee, so that no document can be made of names that share it.</summary>
    public static int Hash(ReadOnlySpan<byte> name)
    {
        var hash = string.GetHashCode(MemoryMarshal.Cast<byte, char>(name), StringComparison.Ordinal);
        return (name.Length & 1) == 0 ? hash : unchecked((hash * 31) + name[^1] + 1);
    }

    /// <summary>The second of the names that are the same, or -1.</summary>
    /// <param name="view">The tokens so far.</param>
    /// <param name="container">An object whose tokens are the last.</param>
    /// <param name="slots">For a hash table.</param>
    public static int Repeated(JsonView view, int container, Pooled<int> slots)
    {
        var count = view.Tokens[container].Count;
        return count < 2 ? -1 : count <= Few ? RepeatedOfFew(view, container, count) : RepeatedOfMany(view, container, count, slots);
    }

    private static int RepeatedOfFew(JsonView view, int container, int count)
    {
        Span<int> names = stackalloc int[Few];
        var seen = 0UL;
        var name = container + 1;
        for (var i = 0; i < count; i++)
        {
            var text = view.Bytes(name);
            var bit = text.IsEmpty ? 1UL : 1UL << ((text.Length + (text[0] * 5) + (text[^1] * 11) + (text[text.Length / 2] * 3)) & 63);
            if ((seen & bit) != 0)
            {
                foreach (var earlier in names[..i])
                {
                    if (view.Bytes(earlier).SequenceEqual(text))
                    {
                        return name;
                    }
                }
            }

            seen |= bit;
            names[i] = name;
            name = view.Tokens[name + 1].Next;
        }

        return -1;
    }

    private static int RepeatedOfMany(JsonView view, int container, int count, Pooled<int> slots)
    {
        var size = (int)BitOperations.RoundUpToPowerOf2((uint)count * 2);
        var start = slots.Push(size);
        try
        {
            var table = slots.Span.Slice(start, size);
            var name = container + 1;
            for (var i = 0; i < count; i++)
            {
                var text = view.Bytes(name);
                var slot = Hash(text) & (size - 1);
                while (table[slot] is var earlier and not 0)
                {
                    if (view.Bytes(earlier).SequenceEqual(text))
                    {
                        return name;
                    }

                    slot = (slot + 1) & (size - 1);
                }

                table[slot] = name;
                name = view.Tokens[name + 1].Next;
            }

            return -1;
        }
        finally
        {
            slots.CutTo(start);
        }
    }
}
