using Orchestration.DependencyInjection;
using Orchestration.Routing;
using Orchestration.Routing.Planning;

#pragma warning disable IDE0130 // Extension methods on the builder stand where every application looks for them.
namespace Microsoft.Extensions.DependencyInjection;
#pragma warning restore IDE0130

/// <summary>Says which models a call may go to, and how the runtime chooses among them.</summary>
public static class RoutingBuilderExtensions
{
    /// <summary>Adds a route: models that are asked in this order, each when the one before has failed.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="name">Shared with models: each name once. The route named <c>default</c> serves policies that name none; without it all models do, in the order they were added.</param>
    /// <param name="models">Names given to <c>AddModel</c>; at least one.</param>
    public static IOrchestrationBuilder AddRoute(this IOrchestrationBuilder builder, string name, params IReadOnlyList<string> models)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentOutOfRangeException.ThrowIfZero(models.Count, nameof(models));
        return builder.AddRoute(new RouteDefinition(name, RouteKind.InOrder, new Route { Models = [.. models] }));
    }

    /// <summary>Adds a route on which a call goes to the cheapest model that meets an envelope of cost, latency and quality.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="name">Shared with models: each name once.</param>
    /// <param name="route">The models, and what they must meet.</param>
    /// <exception cref="ArgumentException">The route cannot hold, as it is.</exception>
    public static IOrchestrationBuilder AddRoute(this IOrchestrationBuilder builder, string name, Route route)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(route);
        return route.Faults().FirstOrDefault() is { } fault
            ? throw new ArgumentException($"Route '{name}' cannot hold: {fault}.", nameof(route))
            : builder.AddRoute(new RouteDefinition(name, RouteKind.Envelope, route));
    }

    /// <summary>Adds a route over endpoints of one model, of which any may be asked: several regions, accounts or servers. Calls are spread over them in turn.</summary>
    /// <remarks>
    /// A conversation stays with the endpoint that has seen its beginning, as long as that provider's prompt cache is likely to hold it (5 minutes from its last use);
    /// an endpoint that fails hands it over to the next. Answers in the response cache are shared by all of them.
    /// </remarks>
    /// <param name="builder">The builder.</param>
    /// <param name="name">Shared with models: each name once.</param>
    /// <param name="endpoints">Names given to <c>AddModel</c>; at least two, each registered with a client of the same model.</param>
    public static IOrchestrationBuilder AddSpreadRoute(this IOrchestrationBuilder builder, string name, params IReadOnlyList<string> endpoints)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentOutOfRangeException.ThrowIfLessThan(endpoints.Count, 2, nameof(endpoints));
        return builder.AddRoute(new RouteDefinition(name, RouteKind.Spread, new Route { Models = [.. endpoints] }));
    }

    /// <summary>Begins with a routing policy. A running application changes it by <see cref="RoutingTable.Apply"/>.</summary>
    public static IOrchestrationBuilder UseRoutingPolicy(this IOrchestrationBuilder builder, RoutingPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return builder.Use(_ => policy);
    }

    /// <summary>Judges models by these scores where a route has a floor of quality. Scores set later hold from the next call on.</summary>
    public static IOrchestrationBuilder UseQualityScores(this IOrchestrationBuilder builder, QualityScores scores)
    {
        ArgumentNullException.ThrowIfNull(scores);
        return builder.Use(_ => scores);
    }

    /// <summary>Judges how hard requests are in another way than by the signs on their surface, for routes with tiers.</summary>
    public static IOrchestrationBuilder UseRequestClassifier(this IOrchestrationBuilder builder, Func<IServiceProvider, IRequestClassifier> classifier) => builder.Use(classifier);

    /// <inheritdoc cref="UseRequestClassifier(IOrchestrationBuilder, Func{IServiceProvider, IRequestClassifier})"/>
    public static IOrchestrationBuilder UseRequestClassifier(this IOrchestrationBuilder builder, IRequestClassifier classifier)
    {
        ArgumentNullException.ThrowIfNull(classifier);
        return builder.Use(_ => classifier);
    }

    /// <summary>Keeps the circuits of endpoints in another way.</summary>
    public static IOrchestrationBuilder UseEndpointHealth(this IOrchestrationBuilder builder, Func<IServiceProvider, IEndpointHealth> health) => builder.Use(health);

    private static IOrchestrationBuilder AddRoute(this IOrchestrationBuilder builder, RouteDefinition route)
    {
        builder.Services.AddSingleton(route);
        return builder;
    }
}
