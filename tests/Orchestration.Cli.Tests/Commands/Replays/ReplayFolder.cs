using System.Text;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Orchestration.Audit;
using Orchestration.Graphs;
using Orchestration.Models;
using Orchestration.Runs;

namespace Orchestration.Cli.Tests.Commands.Replays;

/// <summary>A folder in which an application has recorded, and the tool beside it.</summary>
internal sealed class ReplayFolder : IDisposable
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public CommandLine Cli { get; } = new();

    public string Log => Path.Combine(Cli.Folder, "audit");

    /// <summary>Where reruns are recorded unless told otherwise.</summary>
    public string Reruns => Path.Combine(Cli.Folder, ".orchestration", "reruns");

    /// <summary>Runs a graph as the application does, for a reader of its stream.</summary>
    public async Task<RunId> RecordAsync(string input, Graph<string, string>? graph = null, string tenant = "acme", IChatClient? small = null, Action? atText = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Cli.Time);
        ReplayHost.Register(services.AddOrchestration().UseFileAuditLog(Log), small ?? new WordsModel("small"), "Tell of");
        await using var provider = services.BuildServiceProvider();
        RunId run = default;
        await foreach (var e in provider.GetRequiredService<IOrchestrator>().StreamAsync(graph ?? ReplayHost.Note(1), input, new() { Tenant = tenant }, Token))
        {
            run = e is RunStarted started ? started.Run : run;
            if (e is TextDelta)
            {
                atText?.Invoke();
            }
        }

        return run;
    }

    /// <summary>A command that needs the application.</summary>
    public Task<(int Code, string Out, string Error)> RunAsAsync(string host, params string[] args) =>
        Cli.RunAsync([.. args, "--assembly", typeof(ReplayHost).Assembly.Location, "--host", host]);

    public Task<(int Code, string Out, string Error)> RunWithAppAsync(params string[] args) => RunAsAsync(nameof(ReplayHost), args);

    /// <summary>The recorded bytes, without what looks have added beside them.</summary>
    public async Task<string> BytesAsync()
    {
        var all = new StringBuilder();
        foreach (var file in Directory.GetFiles(Log).Order(StringComparer.Ordinal))
        {
            all.Append(Path.GetFileName(file)).Append(await File.ReadAllTextAsync(file, Token));
        }

        return all.ToString();
    }

    public async Task<List<AuditRecord>> LooksAsync() => await new FileAuditReader(Path.Combine(Log, "access")).ReadAsync(new() { Kind = AuditKind.Accessed }, Token).ToListAsync(Token);

    public async Task<List<RunStartedRecord>> RerunStartsAsync() =>
        [.. (await new FileAuditReader(Reruns).ReadAsync(new() { Kind = AuditKind.RunStarted }, Token).ToListAsync(Token)).Select(static record => (RunStartedRecord)record.Body)];

    public void Dispose() => Cli.Dispose();
}
