using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Orchestration.Audit;
using Orchestration.Cli.Hosting;
using Orchestration.Models;
using Orchestration.Runs;

namespace Orchestration.Cli.Commands.GoldenSets;

/// <summary>The outputs of whole graphs, which the log does not hold: the application's own code makes them again of the recorded answers. No model is asked.</summary>
internal sealed class RecordedOutputs : IAsyncDisposable
{
    private readonly Application? _application;

    private RecordedOutputs(Application? application) => _application = application;

    /// <summary>Where no application was named: none can be made.</summary>
    public static RecordedOutputs None { get; } = new(null);

    public bool HasApplication => _application is not null;

    /// <summary>Why the last one could not be made.</summary>
    public string? Fault { get; private set; }

    /// <summary>How many could not be made.</summary>
    public int Faults { get; private set; }

    public static async Task<RecordedOutputs> OpenAsync(CommonOptions common, ParseResult parse, IAuditLog log, CancellationToken cancellationToken)
    {
        if (parse.GetValue(common.Project) is null && parse.GetValue(common.Assembly) is null)
        {
            return None;
        }

        // What a replay writes is of no use to anybody, and the log is the application's to write.
        return new RecordedOutputs(await common.OpenApplicationAsync(
            parse, cancellationToken, services => services.AddSingleton<IAuditLog>(new OverlayAuditLog(log, new InMemoryAuditLog()))).ConfigureAwait(false));
    }

    /// <summary>A run's output; empty where the code of now does not come to one.</summary>
    public async ValueTask<JsonBytes> OfAsync(RunId run, CancellationToken cancellationToken)
    {
        try
        {
            var replayed = await _application!.Services.GetRequiredService<IOrchestrator>().ReplayAsync(run, cancellationToken).ConfigureAwait(false);
            return replayed.ToJson();
        }
        catch (Exception e) when (e is OrchestrationException or NotSupportedException)
        {
            (Fault, Faults) = (e.Message, Faults + 1);
            return default;
        }
    }

    public ValueTask DisposeAsync() => _application?.DisposeAsync() ?? ValueTask.CompletedTask;
}
