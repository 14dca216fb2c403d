namespace Orchestration.DependencyInjection;

/// <summary>How the <c>orchestration</c> tool finds an application's graphs, models and evals: it makes the one class that implements this, by its constructor without parameters.</summary>
/// <remarks>An application that is built on the generic host needs none: the tool then takes the host's services.</remarks>
/// <example>
/// <code>
/// public sealed class Tools : IOrchestrationHost
/// {
///     public void Configure(IOrchestrationBuilder builder) => builder.AddMyModels().AddGraph(Articles.Write);
/// }
/// </code>
/// </example>
public interface IOrchestrationHost
{
    /// <summary>Registers what the application registers when it runs itself.</summary>
    void Configure(IOrchestrationBuilder builder);
}
