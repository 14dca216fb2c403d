using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Orchestration.Audit;
using Orchestration.DependencyInjection;
using Orchestration.Models;
using Orchestration.Runs;
using Orchestration.Testing;

namespace Orchestration.Core.Tests.Testing;

/// <summary>A whole runtime on a clock of the test's, with its log in memory.</summary>
internal sealed class TestRuntime : IDisposable
{
    public static readonly ModelProfile OneDollarAMillion = new() { Price = Price.PerMillionTokens(inputUsd: 1m, outputUsd: 1m), MaxOutputTokens = 1_000 };

    private readonly ServiceProvider _provider;

    public TestRuntime(Action<IOrchestrationBuilder> configure, Action<OrchestrationOptions>? options = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Time);
        var builder = services.AddOrchestration(options).UseAuditLog(_ => Log);
        configure(builder);
        _provider = services.BuildServiceProvider();
    }

    public ManualTime Time { get; } = new();

    public IAuditLog Log { get; init; } = new InMemoryAuditLog();

    public IOrchestrator Orchestrator => _provider.GetRequiredService<IOrchestrator>();

    public IServiceProvider Services => _provider;

    /// <summary>A runtime with one model, named "model".</summary>
    public static TestRuntime With(IChatClient client, ModelProfile? profile = null) => new(builder => builder.AddModel("model", client, profile ?? OneDollarAMillion));

    public async Task<List<AuditRecord>> RecordsAsync(AuditQuery? query = null) =>
        await Log.ReadAsync(query ?? new AuditQuery(), TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);

    public async Task<List<T>> BodiesAsync<T>()
        where T : AuditBody => [.. (await RecordsAsync()).Select(static record => record.Body).OfType<T>()];

    public void Dispose() => _provider.Dispose();
}
