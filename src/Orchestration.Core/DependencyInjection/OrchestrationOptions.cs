using Orchestration.Policies;

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
}
