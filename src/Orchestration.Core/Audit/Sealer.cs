using System.Runtime.InteropServices;

namespace Orchestration.Audit;

/// <summary>Makes the seals of a log. Belongs to the log's one writer; not for use by several threads.</summary>
internal sealed class Sealer(int sealEvery, TimeProvider time, RecordIds ids)
{
    private readonly Dictionary<string, SealChain> _chains = [];

    // The chains with records to seal, so that a seal of all does not visit every tenant there ever was.
    private readonly List<SealChain> _open = [];

    public bool HasUnsealed => _open.Count > 0;

    /// <summary>Takes a record that is already in the log into account.</summary>
    public void Restore(AuditRecord record)
    {
        var chain = ChainOf(record.Tenant);
        var wasOpen = chain.Unsealed > 0;
        chain.Add(record);
        if (wasOpen && chain.Unsealed == 0)
        {
            _open.Remove(chain);
        }
        else if (!wasOpen && chain.Unsealed > 0)
        {
            _open.Add(chain);
        }
    }

    /// <summary>Covers a new record.</summary>
    /// <returns>The seal to append behind it; <see langword="null"/> as long as the tenant's next seal is not full.</returns>
    public AuditRecord? Cover(AuditRecord record)
    {
        var chain = ChainOf(record.Tenant);
        chain.Add(record);
        if (chain.Unsealed >= sealEvery)
        {
            _open.Remove(chain);
            return Seal(chain);
        }

        if (chain.Unsealed == 1)
        {
            _open.Add(chain);
        }

        return null;
    }

    /// <summary>Seals every tenant that has records to seal.</summary>
    public IEnumerable<AuditRecord> SealAll()
    {
        foreach (var chain in _open)
        {
            yield return Seal(chain);
        }

        _open.Clear();
    }

    private AuditRecord Seal(SealChain chain)
    {
        var seal = AuditRecord.Create(ids.Next(), chain.Tenant, run: null, step: null, attempt: null, time.GetUtcNow(), chain.Next());
        chain.Add(seal);
        return seal;
    }

    private SealChain ChainOf(string tenant)
    {
        ref var chain = ref CollectionsMarshal.GetValueRefOrAddDefault(_chains, tenant, out _);
        return chain ??= new SealChain(tenant);
    }
}
