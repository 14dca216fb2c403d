using Microsoft.Extensions.AI;
using Orchestration.Policies;

namespace Orchestration.Routing.Planning;

/// <summary>What a route is chosen for.</summary>
internal readonly struct RoutingRequest
{
    public required StepPolicy Policy { get; init; }

    public required string Tenant { get; init; }

    public required string Graph { get; init; }

    /// <summary>The step's path, with indices or without.</summary>
    public required string Step { get; init; }

    /// <summary>What canaries are drawn by: calls of one key are in a canary all or none.</summary>
    public required string Key { get; init; }

    public required IReadOnlyList<ChatMessage> Messages { get; init; }

    public required ChatOptions Options { get; init; }

    public required long EstimatedInputTokens { get; init; }

    /// <summary>As <see cref="WarmPrefixes.Of"/> gives them; empty where <see cref="Router.NeedsPrefixes"/> says no.</summary>
    public IReadOnlyList<long> Prefixes { get => field ?? []; init; }

    /// <summary>How hard the request is; <see langword="null"/> = not judged, and then every tier is open.</summary>
    public RequestClass? Class { get; init; }
}
