using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orchestration.Audit;
using Orchestration.Caching;
using Orchestration.Chat;
using Orchestration.DependencyInjection;
using Orchestration.Diagnostics;
using Orchestration.Graphs;
using Orchestration.Limits;
using Orchestration.Models;
using Orchestration.Routing;
using Orchestration.Routing.Canaries;
using Orchestration.Routing.Health;
using Orchestration.Routing.Planning;
using Orchestration.Runs;

#pragma warning disable IDE0130 // Extension methods on IServiceCollection stand where every application looks for them.
namespace Microsoft.Extensions.DependencyInjection;
#pragma warning restore IDE0130

/// <summary>Registers the runtime: <c>AddX</c> adds one more, <c>UseX</c> replaces the one there is.</summary>
public static class OrchestrationServiceCollectionExtensions
{
    /// <summary>Adds <see cref="IOrchestrator"/> as a singleton. The audit log and the caches are in memory until a <c>Use</c> method says otherwise.</summary>
    /// <example>
    /// <code>
    /// services.AddOrchestration()
    ///         .AddModel("large", client, new() { Price = Price.PerMillionTokens(inputUsd: 2.50m, outputUsd: 10m) })
    ///         .UseFileAuditLog("./audit");
    /// </code>
    /// </example>
    public static IOrchestrationBuilder AddOrchestration(this IServiceCollection services, Action<OrchestrationOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddOptions<OrchestrationOptions>();
        if (configure is not null)
        {
            services.Configure(configure);
        }

        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(static _ => ModelCatalog.Default);
        services.TryAddSingleton<IAuditLog>(static _ => new InMemoryAuditLog());
        services.TryAddSingleton<IResponseCache>(static provider => new InMemoryResponseCache(
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<IOptions<OrchestrationOptions>>().Value.ResponseCacheBytes));
        services.TryAddSingleton<IBudgetLedger>(static provider => new InMemoryBudgetLedger(provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<ICallLimiter>(static provider => new InProcessCallLimiter(provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<IEndpointHealth>(static provider => new CircuitBreakerHealth(
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<IOptions<OrchestrationOptions>>().Value.Health));
        services.TryAddSingleton(static _ => RoutingPolicy.None);
        services.TryAddSingleton(static _ => new QualityScores());
        services.TryAddSingleton(static provider => new RoutingTable(
            provider.GetServices<ModelRegistration>().Select(registration => registration.Create(provider)),
            provider.GetServices<RouteDefinition>(),
            provider.GetRequiredService<RoutingPolicy>(),
            provider.GetRequiredService<ModelCatalog>(),
            provider.GetRequiredService<CanaryMonitor>(),
            provider.GetRequiredService<RoutingJournal>().Applied));
        services.TryAddSingleton(static provider => new RoutingJournal(provider.GetRequiredService<IAuditLog>(), provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton(static provider => new CanaryMonitor(provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<RoutingJournal>().RolledBack));
        services.TryAddSingleton<IRequestClassifier>(static _ => new HeuristicClassifier());
        services.TryAddSingleton(static provider => new Router(
            provider.GetRequiredService<RoutingTable>(), provider.GetRequiredService<QualityScores>(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<CanaryMonitor>().Takes));
        services.TryAddSingleton<IOrchestrator>(static provider => new Orchestrator(ServicesOf(provider), provider.GetServices<Graph>()));
        return new OrchestrationBuilder(services);
    }

    /// <summary>Adds a model by a name that policies and routes use.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="name">Shared with routes: each name once.</param>
    /// <param name="client">The model's client. It stays the caller's to dispose.</param>
    /// <param name="profile">Price, context window, limits. <see langword="null"/> = what the <see cref="ModelCatalog"/> knows of the name; if it knows nothing, the price is unknown.</param>
    public static IOrchestrationBuilder AddModel(this IOrchestrationBuilder builder, string name, IChatClient client, ModelProfile? profile = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        return builder.AddModel(name, _ => client, profile);
    }

    /// <inheritdoc cref="AddModel(IOrchestrationBuilder, string, IChatClient, ModelProfile)"/>
    /// <param name="builder">The builder.</param>
    /// <param name="name">Shared with routes: each name once.</param>
    /// <param name="client">Makes the model's client, once. The caller's to dispose.</param>
    /// <param name="profile">As above.</param>
    public static IOrchestrationBuilder AddModel(this IOrchestrationBuilder builder, string name, Func<IServiceProvider, IChatClient> client, ModelProfile? profile = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        ArgumentNullException.ThrowIfNull(client);
        builder.Services.AddSingleton(new ModelRegistration(name, client, profile));
        return builder;
    }

    /// <summary>Puts a client of the application's before each model's, those added later too: to record, to measure, to play back.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="decorate">Takes the services, the name the model is registered by, and its client; gives the client to use. Called once a model. The last one added is outermost.</param>
    public static IOrchestrationBuilder DecorateModels(this IOrchestrationBuilder builder, Func<IServiceProvider, string, IChatClient, IChatClient> decorate)
    {
        ArgumentNullException.ThrowIfNull(decorate);
        builder.Services.AddSingleton(new ModelDecoration(decorate));
        return builder;
    }

    /// <summary>Adds an <see cref="IChatClient"/> under a key: the guarded call for code that knows no graph (see <see cref="ChatClientExtensions"/>).</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="key">What <c>[FromKeyedServices(key)] IChatClient</c> asks for.</param>
    /// <param name="route">A route or model. <see langword="null"/> = the one of the default policy.</param>
    /// <param name="tenant">Who pays; empty for an application without tenants.</param>
    public static IOrchestrationBuilder AddChatClient(this IOrchestrationBuilder builder, string key, string? route = null, string tenant = "")
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(key);
        builder.Services.AddKeyedSingleton(key, (provider, _) => provider.GetRequiredService<IOrchestrator>().AsChatClient(route, tenant));
        return builder;
    }

    /// <summary>Adds a graph, so that its routes are checked when the application starts to use the runtime, and its runs can be replayed by their id alone.</summary>
    public static IOrchestrationBuilder AddGraph<TIn, TOut>(this IOrchestrationBuilder builder, Graph<TIn, TOut> graph)
    {
        ArgumentNullException.ThrowIfNull(graph);
        builder.Services.AddSingleton<Graph>(graph);
        return builder;
    }

    /// <summary>Takes the profiles of models that are added without one from another catalogue, such as <see cref="ModelCatalog.Default"/> with prices of the application's own.</summary>
    public static IOrchestrationBuilder UseModelCatalog(this IOrchestrationBuilder builder, ModelCatalog catalog)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return builder.Use(_ => catalog);
    }

    /// <summary>Keeps the audit log in files.</summary>
    /// <param name="builder">The builder.</param>
    /// <param name="folder">Made if it is not there. One process writes to it at a time.</param>
    public static IOrchestrationBuilder UseFileAuditLog(this IOrchestrationBuilder builder, string folder) =>
        builder.UseFileAuditLog(new FileAuditLogOptions { Folder = folder });

    /// <inheritdoc cref="UseFileAuditLog(IOrchestrationBuilder, string)"/>
    public static IOrchestrationBuilder UseFileAuditLog(this IOrchestrationBuilder builder, FileAuditLogOptions options) =>
        builder.UseAuditLog(provider => FileAuditLog.Open(options, provider.GetRequiredService<TimeProvider>()));

    /// <summary>Keeps the audit log in a store of the application's.</summary>
    public static IOrchestrationBuilder UseAuditLog(this IOrchestrationBuilder builder, Func<IServiceProvider, IAuditLog> log) => builder.Use(log);

    /// <summary>Keeps answers in a store of the application's.</summary>
    public static IOrchestrationBuilder UseResponseCache(this IOrchestrationBuilder builder, Func<IServiceProvider, IResponseCache> cache) => builder.Use(cache);

    /// <summary>Lets the response cache begin with the answers in the audit log that may still be used: a restart then does not pay for them again.</summary>
    /// <remarks>The log is read once, before the first look into the cache. Call it after the methods that choose log and cache.</remarks>
    public static IOrchestrationBuilder WarmResponseCacheFromAuditLog(this IOrchestrationBuilder builder)
    {
        var cache = builder.Services.Last(static service => service.ServiceType == typeof(IResponseCache)).ImplementationFactory!;
        return builder.UseResponseCache(provider => new WarmedResponseCache(
            (IResponseCache)cache(provider), provider.GetRequiredService<IAuditLog>(), provider.GetRequiredService<TimeProvider>()));
    }

    /// <summary>Keeps budgets in a store of the application's.</summary>
    public static IOrchestrationBuilder UseBudgetLedger(this IOrchestrationBuilder builder, Func<IServiceProvider, IBudgetLedger> ledger) => builder.Use(ledger);

    /// <summary>Holds calls to their models' limits in another way.</summary>
    public static IOrchestrationBuilder UseCallLimiter(this IOrchestrationBuilder builder, Func<IServiceProvider, ICallLimiter> limiter) => builder.Use(limiter);

    internal static IOrchestrationBuilder Use<T>(this IOrchestrationBuilder builder, Func<IServiceProvider, T> make)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(make);
        builder.Services.Replace(ServiceDescriptor.Singleton(make));
        return builder;
    }

    internal static RunServices ServicesOf(IServiceProvider provider) => new()
    {
        Routing = provider.GetRequiredService<RoutingTable>(),
        Router = provider.GetRequiredService<Router>(),
        Canaries = provider.GetRequiredService<CanaryMonitor>(),
        Classifier = provider.GetRequiredService<IRequestClassifier>(),
        Audit = provider.GetRequiredService<IAuditLog>(),
        Cache = provider.GetRequiredService<IResponseCache>(),
        Ledger = provider.GetRequiredService<IBudgetLedger>(),
        Limiter = provider.GetRequiredService<ICallLimiter>(),
        Health = provider.GetRequiredService<IEndpointHealth>(),
        Time = provider.GetRequiredService<TimeProvider>(),
        Random = provider.GetService<Random>() ?? new Random(),
        Ids = new RecordIds(provider.GetRequiredService<TimeProvider>(), new Random()),
        DefaultPolicy = provider.GetRequiredService<IOptions<OrchestrationOptions>>().Value.DefaultPolicy,
        Telemetry = new Telemetry(provider.GetRequiredService<IOptions<OrchestrationOptions>>().Value.TraceContent),
    };
}

internal sealed record ModelRegistration(string Name, Func<IServiceProvider, IChatClient> Client, ModelProfile? Profile)
{
    public RegisteredModel Create(IServiceProvider provider)
    {
        var client = provider.GetServices<ModelDecoration>().Aggregate(Client(provider), (inner, decoration) => decoration.Decorate(provider, Name, inner));
        return new RegisteredModel(Name, client, Profile ?? provider.GetRequiredService<ModelCatalog>().Find(Name) ?? new ModelProfile());
    }
}

internal sealed record ModelDecoration(Func<IServiceProvider, string, IChatClient, IChatClient> Decorate);
