using Orchestration.DependencyInjection;
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

    /// <summary>Adds what <see cref="EvalRunner"/> needs, such as the place where cassettes stand before the models. <see cref="AddEval"/> does it too.</summary>
    public static IOrchestrationBuilder AddEvals(this IOrchestrationBuilder builder) => builder;
}
