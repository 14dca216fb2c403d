using ContentPlatform.Articles;
using ContentPlatform.Display;
using ContentPlatform.Models;
using Microsoft.Extensions.DependencyInjection;
using Orchestration.Simulator;

namespace ContentPlatform.Commands;

/// <summary>What was asked for on the command line, and the runtime that follows from it.</summary>
internal sealed record Settings
{
    public required Screen Screen { get; init; }

    public required TimeProvider Time { get; init; }

    public required string AuditFolder { get; init; }

    public required string OutFolder { get; init; }

    public required ModelChoice Models { get; init; }

    public required double? Pace { get; init; }

    public required PlannedFailures Failures { get; init; }

    /// <summary>A folder or file as a person would type it here.</summary>
    public static string Shown(string path)
    {
        var relative = Path.GetRelativePath(Directory.GetCurrentDirectory(), path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
    }

    /// <summary>The runtime. This is all the set-up there is.</summary>
    /// <exception cref="IOException">Another process writes to the audit log.</exception>
    public async Task<ServiceProvider> OpenRuntimeAsync()
    {
        var services = new ServiceCollection();
        services.AddSingleton(Time);
        var simulator = Models.IsSimulated
            ? await SimulatorServer.StartAsync(SimulatedProviders.Script, new() { Director = new SimulatedProviders(Models.HasOutage, Pace).Direct })
            : null;
        if (simulator is not null)
        {
            // Made by the container, thus disposed of with it.
            services.AddSingleton(_ => simulator);
        }

        var orchestration = services.AddOrchestration().UseFileAuditLog(AuditFolder).AddGraph(ArticleGraph.Write);
        Models.AddTo(orchestration, Failures, Pace, simulator?.Address);
        if (!Failures.Any && !Models.HasOutage)
        {
            // An answer paid for yesterday is still in the log. But a call that shall fail must be made, so then the cache begins empty.
            orchestration.WarmResponseCacheFromAuditLog();
        }

        var runtime = services.BuildServiceProvider();
        runtime.GetService<SimulatorServer>();
        return runtime;
    }
}
