namespace Orchestration.Policies;

/// <summary>Lets an answer be used again for the same normalized prompt, model and options.</summary>
public sealed record CachePolicy
{
    /// <summary>How long an answer may be used again.</summary>
    /// <value>&gt; 0.</value>
    public required TimeSpan TimeToLive { get; init; }

    /// <summary>Who may be served the answer.</summary>
    /// <value><see cref="CacheScope.Tenant"/> by default.</value>
    public CacheScope Scope { get; init; }

    /// <summary>Answers are used again for this long, within the tenant.</summary>
    public static CachePolicy For(TimeSpan timeToLive) => new() { TimeToLive = timeToLive };

    internal string? Fault() => TimeToLive <= TimeSpan.Zero ? "Cache.TimeToLive is not positive; leave Cache null to use no cache" : null;
}

/// <summary>Who may be served a cached answer.</summary>
public enum CacheScope
{
    /// <summary>Only the tenant that paid for it. Another tenant can neither read it nor learn that it exists.</summary>
    Tenant,

    /// <summary>Everyone. For prompts that hold nothing of a tenant.</summary>
    Shared,
}
