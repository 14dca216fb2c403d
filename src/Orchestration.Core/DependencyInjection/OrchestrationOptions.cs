using Orchestration.Policies;
using Orchestration.Routing;

namespace Orchestration.DependencyInjection;

/// <summary>What holds for the application as a whole.</summary>
public sealed class OrchestrationOptions
{
    /// <summary>The policy of steps that have none of their own.</summary>
    public StepPolicy DefaultPolicy { get; set; } = new();

    /// <summary>Whether spans carry prompts and answers (<c>gen_ai.input.messages</c>, <c>gen_ai.output.messages</c>), which then stand wherever spans are sent.</summary>
    /// <value><see langword="false"/> by default.</value>
    public bool TraceContent { get; set; }

    /// <summary>How many bytes of answers the in-memory response cache keeps.</summary>
    /// <value>64 MiB by default. Of no effect with another cache.</value>
    public long ResponseCacheBytes { get; set; } = 64L << 20;

    /// <summary>When an endpoint that fails or is slow is left alone for a while. Checked when the application starts to use the runtime.</summary>
    public EndpointHealthOptions Health { get; set; } = new();
}
