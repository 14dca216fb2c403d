using System.Text;

namespace Orchestration.Audit;

/// <summary>One tenant's seals: the newest, and the records that the next will cover.</summary>
internal sealed class SealChain(string tenant)
{
    private readonly MerkleTree _records = new();
    private Guid _first;
    private Guid _last;

    public string Tenant => tenant;

    /// <summary>The newest seal's place in the chain; 0 before the first.</summary>
    public long Sequence { get; private set; }

    /// <summary>The newest seal's record hash in lower-case hex; empty before the first.</summary>
    public string Newest { get; private set; } = string.Empty;

    /// <summary>Records since the newest seal.</summary>
    public int Unsealed => _records.Count;

    /// <summary>Takes the tenant's next record into account, be it a seal or not.</summary>
    public void Add(AuditRecord record)
    {
        if (record.Kind == AuditKind.Seal)
        {
            Sequence = ((SealRecord)record.Body).Sequence;
            Newest = Encoding.ASCII.GetString(record.HashHex.Span);
            _records.Clear();
            return;
        }

        if (_records.Count == 0)
        {
            _first = record.Id;
        }

        _last = record.Id;
        Span<byte> hash = stackalloc byte[MerkleTree.HashLength];
        Convert.FromHexString(record.HashHex.Span, hash, out _, out _);
        _records.Add(hash);
    }

    /// <summary>What a seal over <see cref="Unsealed"/> says.</summary>
    public SealRecord Next() => new()
    {
        Sequence = Sequence + 1,
        Previous = Newest,
        Count = _records.Count,
        Root = _records.RootHex(),
        First = _first,
        Last = _last,
    };
}
