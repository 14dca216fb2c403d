using System.Numerics;
using System.Runtime.CompilerServices;
using Orchestration.Schemas.Compilation;

namespace Orchestration.Schemas.Evaluation.Documents;

/// <summary>Whether two values are the same one, as JSON Schema has it: numbers by value, objects in any order.</summary>
internal static class JsonEquality
{
    private const int Few = 16;

    /// <param name="left">The document of the first.</param>
    /// <param name="first">Its token.</param>
    /// <param name="right">The document of the second.</param>
    /// <param name="second">Its token.</param>
    /// <param name="slots">For hash tables.</param>
    /// <param name="work">Counts down by what was compared. Below zero it is given up, as unequal.</param>
    public static bool Equal(JsonView left, int first, JsonView right, int second, Pooled<int> slots, ref long work)
    {
        ref readonly var a = ref left.Tokens[first];
        ref readonly var b = ref right.Tokens[second];
        if (--work < 0 || a.Kind != b.Kind || a.Count != b.Count)
        {
            return false;
        }

        switch (a.Kind)
        {
            case JsonKinds.Null:
                return true;
            case JsonKinds.String or JsonKinds.Boolean:
                return left.Bytes(first).SequenceEqual(right.Bytes(second));
            case JsonKinds.Integer or JsonKinds.Fraction:
                var number = left.Bytes(first);
                var other = right.Bytes(second);
                work -= (number.Length + other.Length) >> 6;
                return number.SequenceEqual(other) || NumberText.Compare(number, other) == 0;
            case JsonKinds.Array or JsonKinds.Object when !RuntimeHelpers.TryEnsureSufficientExecutionStack():
                work = -1;
                return false;
            case JsonKinds.Array:
                return EqualItems(left, first, right, second, slots, ref work);
            default:
                return EqualProperties(left, first, right, second, slots, ref work);
        }
    }

    private static bool EqualItems(JsonView left, int first, JsonView right, int second, Pooled<int> slots, ref long work)
    {
        var end = left.Tokens[first].Next;
        var other = second + 1;
        for (var item = first + 1; item < end; item = left.Tokens[item].Next)
        {
            if (!Equal(left, item, right, other, slots, ref work))
            {
                return false;
            }

            other = right.Tokens[other].Next;
        }

        return true;
    }

    private static bool EqualProperties(JsonView left, int first, JsonView right, int second, Pooled<int> slots, ref long work)
    {
        var mark = slots.Count;
        var size = left.Tokens[first].Count <= Few ? 0 : (int)BitOperations.RoundUpToPowerOf2((uint)right.Tokens[second].Count * 2);
        var table = slots.Push(size);
        if (size > 0)
        {
            Index(right, second, slots.Span.Slice(table, size));
        }

        var equal = true;
        var end = left.Tokens[first].Next;
        for (var name = first + 1; equal && name < end; name = left.Tokens[name + 1].Next)
        {
            var other = size > 0 ? Find(right, left.Bytes(name), slots.Span.Slice(table, size)) : Find(right, second, left.Bytes(name), ref work);
            equal = other > 0 && Equal(left, name + 1, right, other + 1, slots, ref work);
        }

        slots.CutTo(mark);
        return equal;
    }

    private static int Find(JsonView view, int container, ReadOnlySpan<byte> text, ref long work)
    {
        var end = view.Tokens[container].Next;
        for (var name = container + 1; name < end; name = view.Tokens[name + 1].Next)
        {
            work--;
            if (view.Bytes(name).SequenceEqual(text))
            {
                return name;
            }
        }

        return -1;
    }

    private static void Index(JsonView view, int container, Span<int> table)
    {
        var end = view.Tokens[container].Next;
        for (var name = container + 1; name < end; name = view.Tokens[name + 1].Next)
        {
            var slot = PropertyNames.Hash(view.Bytes(name)) & (table.Length - 1);
            while (table[slot] != 0)
            {
                slot = (slot + 1) & (table.Length - 1);
            }

            table[slot] = name;
        }
    }

    private static int Find(JsonView view, ReadOnlySpan<byte> text, Span<int> table)
    {
        var slot = PropertyNames.Hash(text) & (table.Length - 1);
        while (table[slot] is var name and not 0)
        {
            if (view.Bytes(name).SequenceEqual(text))
            {
                return name;
            }

            slot = (slot + 1) & (table.Length - 1);
        }

        return -1;
    }
}
