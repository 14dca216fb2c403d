using Microsoft.Extensions.DependencyInjection;

namespace Orchestration.DependencyInjection;

/// <summary>Where models, routes, graphs and stores are added to; obtained from <c>AddOrchestration</c>. Packages extend it.</summary>
public interface IOrchestrationBuilder
{
    /// <summary>The application's services.</summary>
    IServiceCollection Services { get; }
}

internal sealed record OrchestrationBuilder(IServiceCollection Services) : IOrchestrationBuilder;
