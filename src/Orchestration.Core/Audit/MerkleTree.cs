using System.Security.Cryptography;

namespace Orchestration.Audit;

/// <summary>The Merkle tree hash of RFC 6962 section 2.1, built leaf by leaf in memory that grows with the logarithm of the leaves.</summary>
/// <remarks>
/// Only the roots of the perfect subtrees on the left edge are kept, as many as <see cref="Count"/> has one-bits: adding a leaf is adding 1
/// to a binary number, and each carry hashes two subtrees into one. The root folds what is left from right to left, which is the RFC's
/// split at the largest power of two. Leaves and inner nodes have different prefixes, so that neither can pass for the other.
/// </remarks>
internal sealed class MerkleTree
{
    public const int HashLength = SHA256.HashSizeInBytes;

    private const byte LeafPrefix = 0;
    private const byte NodePrefix = 1;

    private byte[] _subtrees = new byte[8 * HashLength];

    public int Count { get; private set; }

    public void Add(ReadOnlySpan<byte> leaf)
    {
        Span<byte> hash = stackalloc byte[HashLength];
        HashLeaf(leaf, hash);
        var level = 0;
        for (; (Count >> level & 1) != 0; level++)
        {
            HashNode(Subtree(level), hash, hash);
        }

        if ((level + 1) * HashLength > _subtrees.Length)
        {
            Array.Resize(ref _subtrees, _subtrees.Length * 2);
        }

        hash.CopyTo(Subtree(level));
        Count = checked(Count + 1);
    }

    /// <summary>Writes the root of all leaves so far; without leaves, the hash of nothing.</summary>
    public void Root(Span<byte> destination)
    {
        if (Count == 0)
        {
            SHA256.HashData([], destination);
            return;
        }

        var level = int.TrailingZeroCount(Count);
        Subtree(level).CopyTo(destination);
        for (level++; Count >> level != 0; level++)
        {
            if ((Count >> level & 1) != 0)
            {
                HashNode(Subtree(level), destination, destination);
            }
        }
    }

    /// <summary>The root in lower-case hex.</summary>
    public string RootHex()
    {
        Span<byte> root = stackalloc byte[HashLength];
        Root(root);
        return Convert.ToHexStringLower(root);
    }

    public void Clear() => Count = 0;

    private Span<byte> Subtree(int level) => _subtrees.AsSpan(level * HashLength, HashLength);

    private static void HashLeaf(ReadOnlySpan<byte> leaf, Span<byte> destination)
    {
        Span<byte> input = stackalloc byte[1 + 2 * HashLength];
        input[0] = LeafPrefix;
        leaf.CopyTo(input[1..]);
        SHA256.HashData(input[..(1 + leaf.Length)], destination);
    }

    private static void HashNode(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, Span<byte> destination)
    {
        Span<byte> input = stackalloc byte[1 + 2 * HashLength];
        input[0] = NodePrefix;
        left.CopyTo(input[1..]);
        right.CopyTo(input[(1 + HashLength)..]);
        SHA256.HashData(input, destination);
    }
}
