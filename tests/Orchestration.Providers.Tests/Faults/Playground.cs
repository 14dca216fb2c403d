using Microsoft.Extensions.DependencyInjection;
using Orchestration.Audit;
using Orchestration.Graphs;
using Orchestration.Models;
using Orchestration.Policies;
using Orchestration.Prompts;
using Orchestration.Providers.Llama;
using Orchestration.Providers.OpenAI;
using Orchestration.Runs;
using Orchestration.Simulator;

namespace Orchestration.Providers.Tests.Faults;

/// <summary>The runtime with all adapters, and the simulator in the place of their providers. A model's name says which adapter asks for it.</summary>
internal sealed class Playground : IAsyncDisposable
{
    public static readonly string[] Models = ["chat", "responses", "claude", "gemini", "ollama", "llamacpp"];

    private static readonly ModelProfile Priced = new() { Price = Price.PerMillionTokens(inputUsd: 2m, outputUsd: 10m), MaxOutputTokens = 1_000 };

    private readonly ServiceProvider _services;

    private Playground(ServiceProvider services, SimulatorServer simulator, InMemoryAuditLog log) => (_services, Simulator, Log) = (services, simulator, log);

    public SimulatorServer Simulator { get; }

    public InMemoryAuditLog Log { get; }

    public IOrchestrator Orchestrator => _services.GetRequiredService<IOrchestrator>();

    /// <summary>A graph of one step that asks the models of a route.</summary>
    public static Graph<string, string> Ask(string route, Retry? retry = null) => Graph.Define(
        "ask", 1, (GraphBuilder g, Step<string> input) => g.Ask(
            "ask", input, static text => Prompt.Text(text), new StepPolicy { Route = route, Retry = retry ?? new Retry { MaxAttempts = 2, BaseDelay = TimeSpan.Zero }, Timeout = TimeSpan.FromSeconds(30) }));

    /// <param name="script">What every model plays.</param>
    public static async Task<Playground> StartAsync(ModelScript script)
    {
        var simulator = await SimulatorServer.StartAsync(SimulatorScript.For(script with { Model = "*", Price = new PriceProfile { InputUsd = 2m, OutputUsd = 10m } }), cancellationToken: TestContext.Current.CancellationToken);
        var log = new InMemoryAuditLog();
        var catalog = Models.Aggregate(ModelCatalog.Empty, static (catalog, name) => catalog.With(name, Priced));
        var services = new ServiceCollection();
        var builder = services.AddOrchestration()
            .UseAuditLog(_ => log)
            .UseModelCatalog(catalog)
            .AddOpenAI(["chat"], options => (options.ApiKey, options.BaseAddress, options.Api) = ("key", new Uri(simulator.Address, "/v1"), OpenAIApi.ChatCompletions))
            .AddOpenAI(["responses"], options => (options.ApiKey, options.BaseAddress, options.Api) = ("key", new Uri(simulator.Address, "/v1"), OpenAIApi.Responses))
            .AddAnthropic(["claude"], options => (options.ApiKey, options.BaseAddress) = ("key", simulator.Address))
            .AddGemini(["gemini"], options => (options.ApiKey, options.BaseAddress) = ("key", new Uri(simulator.Address, "/v1beta")))
            .AddLlama(["ollama"], options => options.BaseAddress = simulator.Address)
            .AddLlama(["llamacpp"], options => (options.Server, options.BaseAddress) = (LlamaServer.LlamaCpp, new Uri(simulator.Address, "/v1")))
            .AddRoute("all", Models);
        return new Playground(builder.Services.BuildServiceProvider(), simulator, log);
    }

    public async Task<List<AuditRecord>> RecordsAsync() => await Log.ReadAsync(new AuditQuery(), TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        await Simulator.DisposeAsync();
    }
}
