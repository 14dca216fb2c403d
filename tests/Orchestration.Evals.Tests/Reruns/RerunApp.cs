using Microsoft.Extensions.DependencyInjection;
using Orchestration.Audit;
using Orchestration.DependencyInjection;
using Orchestration.Evals.Tests.Running;
using Orchestration.Graphs;
using Orchestration.Models;
using Orchestration.Policies;
using Orchestration.Prompts;
using Orchestration.Runs;

namespace Orchestration.Evals.Tests.Reruns;

/// <summary>An application whose graph has two model steps, with a model that answers in small letters and a dearer one that answers in capitals.</summary>
internal sealed class RerunApp : IDisposable
{
    private static readonly StepPolicy Policy = new() { Route = "small", Retry = Retry.Never };

    private readonly ServiceProvider _services;

    public RerunApp(Func<string, string>? small = null, Func<string, string>? big = null, Action<IOrchestrationBuilder>? more = null)
    {
        var services = new ServiceCollection();
        var builder = services.AddOrchestration()
            .AddModel("small", new TestModel(small ?? (static text => $"re: {text}")), Priced(1_000))
            .AddModel("big", new TestModel(big ?? (static text => $"RE: {text}")), Priced(2_000))
            .AddGraph(Define(1, "about")).AddGraph(Define(2, "on"));
        more?.Invoke(builder);
        _services = services.BuildServiceProvider();
    }

    public IOrchestrator Orchestrator => _services.GetRequiredService<IOrchestrator>();

    public IAuditLog Log => _services.GetRequiredService<IAuditLog>();

    /// <summary>An attempt takes 20 tokens: 2 cents on the small model, 4 on the big one.</summary>
    public static ModelProfile Priced(decimal usdPerMillion) => new() { Price = Price.PerMillionTokens(usdPerMillion, usdPerMillion), MaxOutputTokens = 100 };

    public static Graph<string, string> Define(int version, string word) => Graph.Define("two", version, (GraphBuilder g, Step<string> input) =>
    {
        var notes = g.Ask("notes", input, t => Prompt.Text($"{word} {t}"), Policy);
        return g.Ask("answer", notes, static n => Prompt.Text($"answer {n}"), Policy);
    });

    public async Task<RunId> RunAsync(string input, string tenant = "acme", int version = 1) =>
        (await Orchestrator.RunAsync(Orchestrator.Graphs.Single(graph => graph.Name == "two" && graph.Version == version), SomeResults.Json($"\"{input}\""), new() { Tenant = tenant }, TestContext.Current.CancellationToken)).Run;

    public async Task<RunStartedRecord> StartOfAsync(RunId run) => (RunStartedRecord)(await Log.ReadAsync(new AuditQuery { Run = run, Kind = AuditKind.RunStarted }, TestContext.Current.CancellationToken)
        .FirstAsync(TestContext.Current.CancellationToken)).Body;

    public void Dispose() => _services.Dispose();
}
