using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;
using Orchestration.Schemas.Compilation;
using Orchestration.Schemas.Evaluation.Documents;

namespace Orchestration.Schemas.Evaluation.Checks;

/// <summary>All names that the rules of an object speak of, each with a number, to be found by their bytes.</summary>
internal sealed class PropertyTable
{
    private const int Few = 64;

    private readonly byte[][] _names;
    private readonly SchemaNode?[] _nodes;
    private readonly int[] _slots;

    private PropertyTable(ObjectRules rules)
    {
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var property in rules.Properties)
        {
            Number(property.Name);
        }

        Required = [.. rules.Required.Select(Number)];
        DependentRequired = [.. (rules.DependentRequired ?? Enumerable.Empty<KeyValuePair<string, string[]>>())
            .OrderBy(static pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => new DependentNames(Number(pair.Key), pair.Key, [.. pair.Value.Select(name => (Number(name), name))]))];
        DependentSchemas = [.. (rules.DependentSchemas ?? Enumerable.Empty<KeyValuePair<string, SchemaNode>>())
            .OrderBy(static pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => (Number(pair.Key), pair.Value))];

        _names = [.. numbers.Keys.Select(Encoding.UTF8.GetBytes)];
        _nodes = new SchemaNode?[_names.Length];
        foreach (var property in rules.Properties)
        {
            _nodes[numbers[property.Name]] = property.Node;
        }

        _slots = new int[BitOperations.RoundUpToPowerOf2((uint)Math.Max(_names.Length * 2, 1))];
        for (var i = 0; i < _names.Length; i++)
        {
            var slot = Slot(_names[i]);
            while (_slots[slot] != 0)
            {
                slot = (slot + 1) & (_slots.Length - 1);
            }

            _slots[slot] = i + 1;
        }

        int Number(string name)
        {
            ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(numbers, name, out var known);
            number = known ? number : numbers.Count - 1;
            return number;
        }
    }

    public int Count => _names.Length;

    /// <summary>The numbers of the names in <c>required</c>, in its order.</summary>
    public int[] Required { get; }

    public DependentNames[] DependentRequired { get; }

    public (int Key, SchemaNode Node)[] DependentSchemas { get; }

    public static PropertyTable Of(ObjectRules rules) => new(rules);

    /// <summary>What <c>properties</c> says of the name of a number.</summary>
    public SchemaNode? Node(int number) => _nodes[number];

    /// <param name="name">Without escapes.</param>
    /// <param name="guess">A number to try first, as documents often have the order of the schema. May be any.</param>
    /// <returns>The number; -1 when it is no name of these.</returns>
    public int Find(ReadOnlySpan<byte> name, int guess)
    {
        if (guess >= 0 && guess < _names.Length && name.SequenceEqual(_names[guess]))
        {
            return guess;
        }

        var slot = Slot(name);
        while (_slots[slot] is var number and not 0)
        {
            if (name.SequenceEqual(_names[number - 1]))
            {
                return number - 1;
            }

            slot = (slot + 1) & (_slots.Length - 1);
        }

        return -1;
    }

    // Few names are cheap to compare even if a schema were made so that they meet; many get the hash that cannot be foreseen.
    private int Slot(ReadOnlySpan<byte> name) => (_names.Length <= Few ? Quick(name) : PropertyNames.Hash(name)) & (_slots.Length - 1);

    private static int Quick(ReadOnlySpan<byte> name)
    {
        if (name.IsEmpty)
        {
            return 0;
        }

        var ends = name.Length >= sizeof(uint)
            ? MemoryMarshal.Read<uint>(name) ^ BitOperations.RotateLeft(MemoryMarshal.Read<uint>(name[^sizeof(uint)..]), 13)
            : name[0] + ((uint)name[^1] << 8) + ((uint)name[name.Length / 2] << 16);
        return unchecked((int)(((ends + (uint)name.Length) * 0x9E37_79B1) >> 15));
    }
}

/// <summary>An entry of <c>dependentRequired</c>, with the numbers of its names.</summary>
internal sealed record DependentNames(int Key, string Name, (int Number, string Name)[] Needed);
