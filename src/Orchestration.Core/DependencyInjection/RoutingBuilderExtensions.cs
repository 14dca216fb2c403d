using Orchestration.DependencyInjection;
using Orchestration.Routing;

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
        builder.Services.AddSingleton(new RouteRegistration(name, models, AreEquals: false));
        return builder;
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
        builder.Services.AddSingleton(new RouteRegistration(name, endpoints, AreEquals: true));
        return builder;
    }

    /// <summary>Keeps the circuits of endpoints in another way.</summary>
    public static IOrchestrationBuilder UseEndpointHealth(this IOrchestrationBuilder builder, Func<IServiceProvider, IEndpointHealth> health) => builder.Use(health);
}

internal sealed record RouteRegistration(string Name, IReadOnlyList<string> Models, bool AreEquals);
