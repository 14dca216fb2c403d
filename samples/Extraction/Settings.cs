using Extraction.Display;
using Extraction.Models;
using Microsoft.Extensions.DependencyInjection;

namespace Extraction;

/// <summary>What was asked for on the command line, and the runtime that follows from it.</summary>
internal sealed record Settings
{
    public required Screen Screen { get; init; }

    public required TimeProvider Time { get; init; }

    public required string Documents { get; init; }

    public required string Output { get; init; }

    public required ModelChoice Models { get; init; }

    public required int Parallel { get; init; }

    /// <summary>A folder or file as a person would type it here.</summary>
    public static string Shown(string path)
    {
        var relative = Path.GetRelativePath(Directory.GetCurrentDirectory(), path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
    }

    /// <summary>The runtime. This is all the set-up there is.</summary>
    /// <exception cref="IOException">Another process writes to the audit log.</exception>
    public ServiceProvider OpenRuntime()
    {
        var services = new ServiceCollection();
        services.AddSingleton(Time);
        var orchestration = services.AddOrchestration().UseFileAuditLog(Path.Combine(Output, "audit"));
        foreach (var model in Models.Models)
        {
            model.AddTo(orchestration);
        }

        return services.BuildServiceProvider();
    }
}
