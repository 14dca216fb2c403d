using Microsoft.Extensions.AI;
using Orchestration.Policies;
using Orchestration.Runs;

namespace Orchestration.Chat;

/// <summary>Offers the guarded call to code that is written against <see cref="IChatClient"/>.</summary>
public static class ChatClientExtensions
{
    /// <summary>A client whose every request gets what a graph's step gets: route, limits, cache, retry, fallback, budget and the audit log, each as a run of its own.</summary>
    /// <remarks>
    /// A streamed answer goes to its reader as it comes and cannot be taken back: retry and fallback work until its first piece, after which a failure ends the stream. An answer
    /// that is not streamed has both to its end. <see cref="ChatOptions.ModelId"/> is of no effect, since the route chooses. A request that fails throws
    /// <see cref="RunFailedException"/>. Safe for many threads; need not be disposed of.
    /// </remarks>
    /// <param name="orchestrator">The runtime.</param>
    /// <param name="route">A route or model. <see langword="null"/> = the one of the default policy.</param>
    /// <param name="tenant">Who pays; empty for an application without tenants.</param>
    /// <example><code>IChatClient chat = orchestrator.AsChatClient("fast", tenant: "acme");</code></example>
    public static IChatClient AsChatClient(this IOrchestrator orchestrator, string? route = null, string tenant = "")
    {
        ArgumentNullException.ThrowIfNull(orchestrator);
        var policy = orchestrator.DefaultPolicy;
        return orchestrator.AsChatClient(route is null ? policy : policy with { Route = route }, new RunOptions { Tenant = tenant });
    }

    /// <inheritdoc cref="AsChatClient(IOrchestrator, string?, string)"/>
    /// <param name="orchestrator">The runtime.</param>
    /// <param name="policy">Holds for each request.</param>
    /// <param name="options">Hold for each request as for a run of its own.</param>
    public static IChatClient AsChatClient(this IOrchestrator orchestrator, StepPolicy policy, RunOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(orchestrator);
        ArgumentNullException.ThrowIfNull(policy);
        return new GuardedChatClient(orchestrator, policy, options ?? new RunOptions());
    }
}
