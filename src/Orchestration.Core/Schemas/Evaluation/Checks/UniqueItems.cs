using System.Numerics;
using Orchestration.Schemas.Evaluation.Documents;

namespace Orchestration.Schemas.Evaluation.Checks;

/// <summary>Finds items that are equal.</summary>
internal static class UniqueItems
{
    private const int Few = 16;

    /// <summary>The places of the first two that are the same; zeros when all differ.</summary>
    public static (int First, int Second) Repeated(ref EvaluationRun e, int array) =>
        e[array].Count <= Few ? RepeatedOfFew(ref e, array) : RepeatedOfMany(ref e, array);

    private static (int First, int Second) RepeatedOfFew(ref EvaluationRun e, int array)
    {
        var count = e[array].Count;
        var second = array + 1;
        for (var i = 0; i < count; i++)
        {
            var first = array + 1;
            for (var j = 0; j < i; j++)
            {
                if (e.Equal(first, e.Document, second))
                {
                    return (j, i);
                }

                first = e[first].Next;
            }

            second = e[second].Next;
        }

        return default;
    }

    private static (int First, int Second) RepeatedOfMany(ref EvaluationRun e, int array)
    {
        // A slot has the token of an item, its place, and half of its hash.
        const int Width = 3;
        var count = e[array].Count;
        var size = (int)BitOperations.RoundUpToPowerOf2((uint)count * 2);
        var start = e.Slots.Push(size * Width);
        var item = array + 1;
        for (var i = 0; i < count && e.Limit == Limit.None; i++)
        {
            var hash = e.Hash(item);
            var half = unchecked((int)(hash >> 32));
            var slot = (int)(hash & (uint)(size - 1));
            while (e.Slots[start + (slot * Width)] is var earlier and not 0)
            {
                if (e.Slots[start + (slot * Width) + 2] == half && e.Equal(earlier, e.Document, item))
                {
                    return Ended(e.Slots, start, e.Slots[start + (slot * Width) + 1], i);
                }

                slot = (slot + 1) & (size - 1);
            }

            e.Slots[start + (slot * Width)] = item;
            e.Slots[start + (slot * Width) + 1] = i;
            e.Slots[start + (slot * Width) + 2] = half;
            item = e[item].Next;
        }

        return Ended(e.Slots, start, 0, 0);
    }

    private static (int First, int Second) Ended(Pooled<int> slots, int start, int first, int second)
    {
        slots.CutTo(start);
        return (first, second);
    }
}
