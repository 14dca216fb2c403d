using System.Globalization;
using System.Text;

namespace Orchestration.Audit;

/// <summary>Checks the seals of one tenant against the records before them, and tells from the difference what was done to the log.</summary>
internal sealed class SealCheck(string tenant)
{
    // Finding the one record too many tries each in turn, which costs the square of the count.
    private const int MostToSearch = 4096;

    private readonly List<Leaf> _leaves = [];
    private AuditPosition _newestAt;
    private Guid _newestId;

    private readonly record struct Leaf(Guid Id, byte[] Hash, AuditPosition At);

    public long Sequence { get; private set; }

    public string Newest { get; private set; } = string.Empty;

    public int Unsealed => _leaves.Count;

    public void Cover(AuditRecord record, AuditPosition at) =>
        _leaves.Add(new Leaf(record.Id, Convert.FromHexString(Encoding.ASCII.GetString(record.HashHex.Span)), at));

    /// <summary>Checks a seal; if it holds, the next one is expected to follow it.</summary>
    public AuditFault? Seal(AuditRecord record, AuditPosition at)
    {
        var seal = (SealRecord)record.Body;
        if ((FaultOfChain(seal, record.Id, at) ?? FaultOfRecords(seal, record.Id, at)) is { } fault)
        {
            return fault;
        }

        (Sequence, Newest, _newestAt, _newestId) = (seal.Sequence, Encoding.ASCII.GetString(record.HashHex.Span), at, record.Id);
        _leaves.Clear();
        return null;
    }

    private AuditFault? FaultOfChain(SealRecord seal, Guid id, AuditPosition at)
    {
        if (seal.Sequence > Sequence + 1)
        {
            return Fault(AuditFaultKind.Dropped, at, id, $"{Name(seal)} follows seal {Sequence}: the seals between are missing.");
        }

        if (seal.Sequence <= Sequence)
        {
            return Fault(AuditFaultKind.Reordered, at, id, $"{Name(seal)} stands behind seal {Sequence}.");
        }

        if (string.Equals(seal.Previous, Newest, StringComparison.Ordinal))
        {
            return null;
        }

        return Sequence == 0
            ? Fault(AuditFaultKind.Reordered, at, id, $"{Name(seal)} names a seal before it, though it is the first: it was replaced.")
            : Fault(AuditFaultKind.Reordered, _newestAt, _newestId, $"{Name(seal)} at {at} follows another seal than the one at {_newestAt}: that was replaced.");
    }

    private AuditFault? FaultOfRecords(SealRecord seal, Guid id, AuditPosition at)
    {
        if (seal.Count > _leaves.Count)
        {
            return Fault(AuditFaultKind.Dropped, at, id, $"{Name(seal)} covers {seal.Count} records; {_leaves.Count} are there: {Missing(seal)}.");
        }

        if (seal.Count < _leaves.Count)
        {
            return Surplus(seal) is { } surplus
                ? Fault(AuditFaultKind.Inserted, surplus.At, surplus.Id, $"{Name(seal)} at {at} does not cover the record at {surplus.At}.")
                : Fault(AuditFaultKind.Inserted, at, id, $"{Name(seal)} covers {seal.Count} records; {_leaves.Count} are there.");
        }

        if (string.Equals(RootOf(_leaves), seal.Root, StringComparison.Ordinal))
        {
            return null;
        }

        return _leaves.Count > 0 && Misplaced(seal) is { } misplaced
            ? Fault(AuditFaultKind.Reordered, misplaced.At, misplaced.Id, $"{Name(seal)} at {at} covers another record in the place of {misplaced.At}.")
            : Fault(AuditFaultKind.Reordered, at, id, $"{Name(seal)} covers as many records as there are, but others or in another order.");
    }

    private string Missing(SealRecord seal)
    {
        if (_leaves.Count == 0 || _leaves[0].Id != seal.First)
        {
            return $"record {seal.First}, the first, is missing";
        }

        return _leaves[^1].Id == seal.Last ? "one between the first and the last is missing" : $"record {seal.Last}, the last, is missing";
    }

    private Leaf? Surplus(SealRecord seal)
    {
        if (_leaves.Count == 0)
        {
            return null;
        }

        if (_leaves.Count - seal.Count == 1 && _leaves.Count <= MostToSearch)
        {
            foreach (var leaf in _leaves)
            {
                if (string.Equals(RootOf(_leaves.Where(other => other != leaf)), seal.Root, StringComparison.Ordinal))
                {
                    return leaf;
                }
            }
        }

        return _leaves[0].Id != seal.First ? _leaves[0] : null;
    }

    // Ids sort by time and a log is nearly in that order, so the order by id is the best guess at the one that was sealed.
    private Leaf? Misplaced(SealRecord seal)
    {
        var sorted = _leaves.OrderBy(static leaf => leaf.Id.ToString("D"), StringComparer.Ordinal).ToList();
        if (string.Equals(RootOf(sorted), seal.Root, StringComparison.Ordinal))
        {
            return _leaves.Where((leaf, i) => leaf != sorted[i]).First();
        }

        if (_leaves[0].Id != seal.First)
        {
            return _leaves[0];
        }

        return _leaves[^1].Id != seal.Last ? _leaves[^1] : null;
    }

    private string Name(SealRecord seal) => string.Create(CultureInfo.InvariantCulture, $"Seal {seal.Sequence} of tenant '{tenant}'");

    private static string RootOf(IEnumerable<Leaf> leaves)
    {
        var tree = new MerkleTree();
        foreach (var leaf in leaves)
        {
            tree.Add(leaf.Hash);
        }

        return tree.RootHex();
    }

    private static AuditFault Fault(AuditFaultKind kind, AuditPosition at, Guid id, FormattableString message) =>
        new(kind, at.ToString(), id, FormattableString.Invariant(message));
}
