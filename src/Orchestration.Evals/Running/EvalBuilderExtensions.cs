using Microsoft.Extensions.DependencyInjection.Extensions;
using Orchestration.DependencyInjection;
using Orchestration.Evals.Cassettes;
using Orchestration.Evals.Running;

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
    public static IOrchestrationBuilder AddEvals(this IOrchestrationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (builder.Services.Any(static service => service.ServiceType == typeof(CassettePlace)))
        {
            return builder;
        }

        builder.Services.AddSingleton<CassettePlace>();
        builder.Services.TryAddSingleton<EvalRunner>();
        return builder.DecorateModels(static (_, model, client) => new CassetteChatClient(client, model));
    }
}
