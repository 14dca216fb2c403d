using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Orchestration.Graphs;
using Orchestration.Runs;

namespace Orchestration.Cli.Hosting;

/// <summary>The user's application, loaded into the tool: its graphs, models and evals as services.</summary>
internal sealed class Application : IAsyncDisposable
{
    private readonly IAsyncDisposable? _owned;

    internal Application(Assembly assembly, IServiceProvider services, IAsyncDisposable? owned) => (Assembly, Services, _owned) = (assembly, services, owned);

    public Assembly Assembly { get; }

    public IServiceProvider Services { get; }

    /// <summary>The graphs, every version of each.</summary>
    public IReadOnlyList<Graph> Graphs => Services.GetRequiredService<IOrchestrator>().Graphs;

    /// <summary>Finds, builds and loads the application.</summary>
    /// <param name="tool">The folder to look in, and where to say what goes on.</param>
    /// <param name="options">Where the application is.</param>
    /// <param name="replace">What the tool registers over the application's own, such as the audit log.</param>
    /// <param name="cancellationToken">Ends the build.</param>
    public static async Task<Application> OpenAsync(Tool tool, ApplicationOptions options, Action<IServiceCollection>? replace, CancellationToken cancellationToken)
    {
        var path = options.Assembly is { } given ? tool.PathOf(given) : await ProjectBuild.AssemblyAsync(tool, options, cancellationToken).ConfigureAwait(false);
        if (!File.Exists(path))
        {
            throw new UsageException(options.NoBuild
                ? $"There is no assembly '{tool.Shown(path)}': the project has not been built. Leave --no-build out."
                : $"There is no assembly '{tool.Shown(path)}'. Give --assembly the application's .dll, or --project its project.");
        }

        return ApplicationLoader.Load(path, options.Host, replace);
    }

    public async ValueTask DisposeAsync()
    {
        if (_owned is not null)
        {
            await _owned.DisposeAsync().ConfigureAwait(false);
        }
    }
}
