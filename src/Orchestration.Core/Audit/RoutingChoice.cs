using System.Collections.Immutable;

namespace Orchestration.Audit;

/// <summary>Why a call went to the model it went to.</summary>
public sealed record RoutingChoice
{
    /// <summary>The route; <see langword="null"/> when the policy names none and there is no default one.</summary>
    public string? Route { get; init; }

    /// <summary>How hard the request was judged to be; <see langword="null"/> when the route does not ask.</summary>
    public string? Class { get; init; }

    /// <summary>US dollars that the call was expected to cost on this model; <see langword="null"/> = its price is not known.</summary>
    public decimal? ExpectedUsd { get; init; }

    /// <summary>The model's live time to the first token, at the quantile the router judges by; <see langword="null"/> = not measured yet.</summary>
    public TimeSpan? FirstToken { get; init; }

    /// <summary>The model's quality on this step; <see langword="null"/> = not known.</summary>
    public double? Quality { get; init; }

    /// <summary>The canary that the call belongs to; <see langword="null"/> for none.</summary>
    public string? Canary { get; init; }

    /// <summary>The candidates that were not asked before this one, in the router's order.</summary>
    public ImmutableArray<PassedOver> PassedOver { get; init; } = [];
}

/// <summary>A candidate that was not asked.</summary>
/// <param name="Model">The name the model is registered by.</param>
/// <param name="Reason">Why not.</param>
/// <param name="Detail">The figures, for people; <see langword="null"/> when the reason says all.</param>
public sealed record PassedOver(string Model, PassOverReason Reason, string? Detail = null);

/// <summary>Why a candidate was not asked.</summary>
public enum PassOverReason
{
    /// <summary>It is expected to cost more than one that is good enough.</summary>
    Dearer,

    /// <summary>It is expected to cost more than the route allows.</summary>
    AboveCostCeiling,

    /// <summary>Its price is not known, and the route has a ceiling.</summary>
    PriceUnknown,

    /// <summary>It has been slower than the route's target of late; asked only when no faster one answers.</summary>
    TooSlow,

    /// <summary>Its quality on this step is below the route's floor.</summary>
    BelowQualityFloor,

    /// <summary>Its quality on this step is not known, and the route has a floor.</summary>
    QualityUnknown,

    /// <summary>It cannot do what the request needs: tools, images, structured output.</summary>
    LacksCapability,

    /// <summary>Prompt and answer do not fit its context window.</summary>
    ContextTooLong,

    /// <summary>The tenant's routing policy denies it.</summary>
    Denied,

    /// <summary>It is not in the tier of the request's class.</summary>
    OtherTier,

    /// <summary>Its circuit is open.</summary>
    CircuitOpen,

    /// <summary>Its own rate limits leave no room in time.</summary>
    RateLimited,

    /// <summary>The budget does not cover its worst case.</summary>
    Budget,

    /// <summary>Another candidate that is as good was in turn, or has the conversation's beginning in its cache.</summary>
    NotInTurn,
}
