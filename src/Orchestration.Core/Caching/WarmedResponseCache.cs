using Orchestration.Audit;

namespace Orchestration.Caching;

/// <summary>A response cache that begins with the answers in the audit log which may still be used, so that a restart does not pay for them again.</summary>
internal sealed class WarmedResponseCache(IResponseCache inner, IAuditLog log, TimeProvider time) : IResponseCache
{
    private readonly Lock _gate = new();
    private Task? _warm;

    public async ValueTask<CachedResponse?> GetAsync(string key, CancellationToken cancellationToken = default)
    {
        Task warm;
        lock (_gate)
        {
            // Read once, by whoever comes first; a reading that failed is tried again by the next.
            warm = _warm = _warm is null or { IsFaulted: true } ? ReadLogAsync() : _warm;
        }

        await warm.WaitAsync(cancellationToken).ConfigureAwait(false);
        return await inner.GetAsync(key, cancellationToken).ConfigureAwait(false);
    }

    public ValueTask SetAsync(string key, CachedResponse entry, CancellationToken cancellationToken = default) => inner.SetAsync(key, entry, cancellationToken);

    private async Task ReadLogAsync()
    {
        var now = time.GetUtcNow();
        await foreach (var record in log.ReadAsync(new AuditQuery { Kind = AuditKind.AttemptEnded }).ConfigureAwait(false))
        {
            if (record.Body is AttemptEndedRecord { CacheKey: { } key, CacheUntil: { } until, Completion: { } completion, Model: var model } && until > now)
            {
                var entry = new CachedResponse { Completion = completion, Model = model, StoredAt = record.Time, ExpiresAt = until, Source = record.Id };
                await inner.SetAsync(key, entry).ConfigureAwait(false);
            }
        }
    }
}
