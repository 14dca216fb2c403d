using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Orchestration.Audit;
using Orchestration.Models;
using Orchestration.Runs;

namespace Orchestration.Benchmarks;

/// <summary>The runtime as an application gets it: from <c>AddOrchestration</c>, with one model named "model".</summary>
internal static class Runtime
{
    public static ModelProfile Profile { get; } = new() { Price = Price.PerMillionTokens(inputUsd: 1m, outputUsd: 4m), MaxOutputTokens = 1_000 };

    /// <param name="client">The model's client.</param>
    /// <param name="log"><see langword="null"/> = the default, which is in memory.</param>
    public static ServiceProvider Create(IChatClient client, IAuditLog? log = null)
    {
        var builder = new ServiceCollection().AddOrchestration().AddModel("model", client, Profile);
        if (log is not null)
        {
            builder.UseAuditLog(_ => log);
        }

        return builder.Services.BuildServiceProvider();
    }

    public static IOrchestrator Orchestrator(this ServiceProvider provider) => provider.GetRequiredService<IOrchestrator>();
}
