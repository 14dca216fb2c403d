using Orchestration.Caching;

namespace Orchestration.Evals.Cassettes;

/// <summary>Keeps the application's cache out of what is recorded or played: an answer from it would be missing in the cassette, and which case pays for one would depend on who comes first.</summary>
internal sealed class EvalResponseCache(IResponseCache inner) : IResponseCache
{
    private static bool IsBypassed => Take.Current is { Mode: not CassetteMode.Off };

    public ValueTask<CachedResponse?> GetAsync(string key, CancellationToken cancellationToken = default) =>
        IsBypassed ? ValueTask.FromResult<CachedResponse?>(null) : inner.GetAsync(key, cancellationToken);

    public ValueTask SetAsync(string key, CachedResponse entry, CancellationToken cancellationToken = default) =>
        IsBypassed ? ValueTask.CompletedTask : inner.SetAsync(key, entry, cancellationToken);
}
