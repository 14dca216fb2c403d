using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Orchestration.Audit;
using Orchestration.Cli.Hosting;
using Orchestration.Graphs;
using Orchestration.Runs;

namespace Orchestration.Cli.Commands.Replays;

/// <summary>The application with the recorded log for reading: what it writes goes to a log of its own, and the recorded one stays as it is.</summary>
internal sealed class ReplayApplication : IAsyncDisposable
{
    private readonly Application _application;
    private readonly IAsyncDisposable? _own;

    private ReplayApplication(Application application, IAuditLog log, IAsyncDisposable? own) => (_application, Log, _own) = (application, log, own);

    public IAuditLog Log { get; }

    public IServiceProvider Services => _application.Services;

    public IOrchestrator Orchestrator => Services.GetRequiredService<IOrchestrator>();

    /// <param name="common">Where the application is.</param>
    /// <param name="parse">As above.</param>
    /// <param name="recorded">The log that a look has opened.</param>
    /// <param name="own">What takes the new records; <see langword="null"/> = they are thrown away. It is closed with the application.</param>
    /// <param name="cancellationToken">Ends the build.</param>
    public static async Task<ReplayApplication> OpenAsync(CommonOptions common, ParseResult parse, IAuditLog recorded, FileAuditLog? own, CancellationToken cancellationToken)
    {
        IAuditLog log = new OverlayAuditLog(recorded, own is null ? new InMemoryAuditLog() : own);
        try
        {
            var application = await common.OpenApplicationAsync(parse, cancellationToken, services => services.AddSingleton(log)).ConfigureAwait(false);
            return new ReplayApplication(application, log, own);
        }
        catch
        {
            if (own is not null)
            {
                await own.DisposeAsync().ConfigureAwait(false);
            }

            throw;
        }
    }

    /// <summary>Refuses to do effects again that nobody has agreed to: an effect may write a letter as well as read a page.</summary>
    /// <exception cref="UsageException">The graphs have effects.</exception>
    public void RefuseEffects(string graph, int? version, string inTheirPlace)
    {
        string[] effects =
        [
            .. Orchestrator.Graphs.Where(known => known.Name == graph && (version is null || known.Version == version))
                .SelectMany(static known => EffectsOf(known.Shape, string.Empty)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
        ];
        if (effects.Length > 0)
        {
            throw new UsageException($"Graph '{graph}' has effects that would be executed again: {string.Join(", ", effects)}. Add --effects if they do no harm a second time, {inTheirPlace}.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _application.DisposeAsync().ConfigureAwait(false);
        if (_own is not null)
        {
            await _own.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static IEnumerable<string> EffectsOf(GraphShape shape, string within) => shape.Steps.SelectMany(step =>
        (step.Kind == StepKind.Effect ? [$"{within}{step.Name}"] : Enumerable.Empty<string>()).Concat(step.Branches.SelectMany(branch => EffectsOf(branch.Shape, $"{within}{step.Name}/"))));
}
