namespace Orchestration.Routing.Planning;

/// <summary>How the candidates of a route are ordered.</summary>
internal enum RouteKind
{
    /// <summary>As they were listed.</summary>
    InOrder,

    /// <summary>In turn: they are endpoints of one model.</summary>
    Spread,

    /// <summary>The cheapest first, of those that meet the envelope.</summary>
    Envelope,
}

/// <summary>A route as the application registered it, by names.</summary>
internal sealed record RouteDefinition(string Name, RouteKind Kind, Route Route);

/// <summary>A candidate of a route for one tenant.</summary>
/// <param name="Model">The model.</param>
/// <param name="IsDenied">Whether the tenant's policy keeps calls from it.</param>
/// <param name="Tiers">A bit for each class of request that it is meant for.</param>
internal readonly record struct RouteCandidate(RegisteredModel Model, bool IsDenied, int Tiers = RouteCandidate.EveryTier)
{
    public const int EveryTier = 0b111;
}

/// <summary>A canary of a route, and its model.</summary>
internal sealed record RouteCanary(CanaryRule Rule, RouteCandidate Candidate);

/// <summary>A route for one tenant, with all that does not depend on the request looked up and computed.</summary>
internal sealed class ResolvedRoute(string? name, RouteKind kind, RouteCandidate[] candidates, Envelope envelope, bool hasTiers, RouteCanary[] canaries)
{
    private int _turn = -1;

    /// <summary><see langword="null"/> for the one that serves policies without a route where none is named the default.</summary>
    public string? Name { get; } = name;

    public RouteKind Kind { get; } = kind;

    public RouteCandidate[] Candidates { get; } = candidates;

    public bool HasTiers { get; } = hasTiers;

    public RouteCanary[] Canaries { get; } = canaries;

    public double MaxCostNano { get; } = envelope.MaxCostUsd is { } usd ? (double)usd * Models.NanoUsd.PerUsd : double.PositiveInfinity;

    public long FirstTokenTicks { get; } = envelope.FirstToken?.Ticks ?? long.MaxValue;

    public long TotalTicks { get; } = envelope.Total?.Ticks ?? long.MaxValue;

    /// <summary>Not a number when there is no floor.</summary>
    public double MinQuality { get; } = envelope.MinQuality ?? double.NaN;

    /// <summary>Under which name answers of all its models are cached; <see langword="null"/> when each is under its model's own.</summary>
    public string? SharedCacheName { get; } = kind switch
    {
        RouteKind.Envelope => $"route:{name}",
        RouteKind.Spread => candidates[0].Model.Name,
        _ => null,
    };

    /// <summary>Whose turn it is among as many as there are.</summary>
    public int TurnOf(int count) => (int)(unchecked((uint)Interlocked.Increment(ref _turn)) % (uint)count);
}
