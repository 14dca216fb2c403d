using Microsoft.Extensions.DependencyInjection.Extensions;
using Orchestration.Caching;
using Orchestration.DependencyInjection;
using Orchestration.Evals.Cassettes;
using Orchestration.Evals.Running;
using Orchestration.Limits;

#pragma warning disable IDE0130 // Extension methods of the builder stand where every application looks for them.
namespace Microsoft.Extensions.DependencyInjection;
#pragma warning restore IDE0130

/// <summary>Registers evals.</summary>
public static class EvalBuilderExtensions
{
    /// <summary>Adds an eval, so that <c>orchestration eval run</c> finds it by its name.</summary>
    public static IOrchestrationBuilder AddEval(this IOrchestrationBuilder builder, Eval eval)
    {
        ArgumentNullException.ThrowIfNull(eval);
        builder.AddEvals().Services.AddSingleton(eval);
        return builder;
    }

    /// <summary>Adds what <see cref="EvalRunner"/> needs, and the place before the models where cassettes record and play. <see cref="AddEval"/> does it too; a second call changes nothing.</summary>
    /// <remarks>Call it after the methods that choose a limiter or a response cache of the application's: cassettes are not held to the former, and leave the latter out.</remarks>
    public static IOrchestrationBuilder AddEvals(this IOrchestrationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (builder.Services.Any(static service => service.ServiceType == typeof(CassettePlace)))
        {
            return builder;
        }

        builder.Services.AddSingleton<CassettePlace>();
        builder.Services.TryAddSingleton<EvalRunner>();
        builder.Services.Wrap<ICallLimiter>(static limiter => new EvalCallLimiter(limiter));
        builder.Services.Wrap<IResponseCache>(static cache => new EvalResponseCache(cache));
        return builder.DecorateModels(static (_, model, client) => new CassetteChatClient(client, model));
    }

    private static void Wrap<T>(this IServiceCollection services, Func<T, T> wrap)
        where T : class
    {
        // Both are registered by AddOrchestration, and by the methods that replace them, with a factory.
        if (services.LastOrDefault(static service => service.ServiceType == typeof(T)) is { ImplementationFactory: { } make })
        {
            services.Replace(ServiceDescriptor.Singleton(provider => wrap((T)make(provider))));
        }
    }
}
