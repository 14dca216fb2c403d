using Orchestration.Policies;

namespace Orchestration.DependencyInjection;

/// <summary>What holds for the application as a whole.</summary>
public sealed class OrchestrationOptions
{
    /// <summary>The policy of steps that have none of their own.</summary>
    public StepPolicy DefaultPolicy { get; set; } = new();

    /// <summary>How many bytes of answers the in-memory response cache keeps.</summary>
    /// <value>64 MiB by default. Of no effect with another cache.</value>
    public long ResponseCacheBytes { get; set; } = 64L << 20;
}
