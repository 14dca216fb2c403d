using Orchestration.Models;

namespace Orchestration.Caching;

/// <summary>Keeps answers of models so that the same request need not be paid twice.</summary>
/// <remarks>
/// Whoever calls decides what may be stored: complete, valid, unfiltered answers under the model that was asked. Implementations are safe for
/// use by many threads, give back entries as equal values, and never give back one that has expired. They may forget any entry at any time.
/// </remarks>
public interface IResponseCache
{
    /// <summary>Looks an answer up.</summary>
    /// <param name="key">The cache key in lower-case hex.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The entry, or <see langword="null"/> when there is none that still holds.</returns>
    ValueTask<CachedResponse?> GetAsync(string key, CancellationToken cancellationToken = default);

    /// <summary>Stores an answer in the place of any under the same key. An entry that has expired, or is too large to keep, is not stored.</summary>
    /// <param name="key">The cache key in lower-case hex.</param>
    /// <param name="entry">The answer.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask SetAsync(string key, CachedResponse entry, CancellationToken cancellationToken = default);
}

/// <summary>An answer as a cache keeps it, with its reasoning, its usage as information, and its chunks so that it streams as it did.</summary>
public sealed record CachedResponse
{
    /// <summary>The answer.</summary>
    public required Completion Completion { get; init; }

    /// <summary>The name of the model that was asked and answered.</summary>
    public required string Model { get; init; }

    /// <summary>When the answer was stored.</summary>
    public required DateTimeOffset StoredAt { get; init; }

    /// <summary>From when on it must not be served.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The id of the audit record of the attempt that paid for the answer.</summary>
    public required Guid Source { get; init; }
}
