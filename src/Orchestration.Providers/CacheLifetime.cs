namespace Orchestration.Providers;

/// <summary>How long a provider keeps a cached prefix after its last use.</summary>
public enum CacheLifetime
{
    /// <summary>Five minutes. Writing costs 1.25 times the input price at Anthropic (2026).</summary>
    FiveMinutes,

    /// <summary>One hour. Writing costs twice the input price at Anthropic (2026).</summary>
    OneHour,
}
