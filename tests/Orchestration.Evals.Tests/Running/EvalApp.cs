using System.Collections.Immutable;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Orchestration.Audit;
using Orchestration.DependencyInjection;
using Orchestration.Evals.Cassettes;
using Orchestration.Evals.GoldenSets;
using Orchestration.Evals.Running;
using Orchestration.Evals.Scorers;
using Orchestration.Graphs;
using Orchestration.Models;
using Orchestration.Policies;
using Orchestration.Prompts;

namespace Orchestration.Evals.Tests.Running;

/// <summary>A small application with evals: a graph of one step, models of the test's own, and cases from memory.</summary>
internal sealed class EvalApp : IDisposable
{
    public static readonly StepPolicy Quick = new() { Route = "default", Retry = new Retry { MaxAttempts = 2, BaseDelay = TimeSpan.Zero } };

    public static readonly ModelProfile Priced = new() { Price = Price.PerMillionTokens(inputUsd: 1000m, outputUsd: 1000m), MaxOutputTokens = 100 };

    /// <summary>Asks a model to answer the input.</summary>
    public static readonly Graph<string, string> Echo = Define("echo", 1, "about");

    private readonly ServiceProvider _services;

    public EvalApp(Action<IOrchestrationBuilder> configure, TimeProvider? time = null, string? root = null)
    {
        var services = new ServiceCollection();
        if (time is not null)
        {
            services.AddSingleton(time);
        }

        var builder = services.AddOrchestration();
        builder.AddEvals();
        configure(builder);
        (_services, Root) = (services.BuildServiceProvider(), root ?? SomeResults.NewFolder());
    }

    /// <summary>One model, named <c>model</c> and priced: a token costs a tenth of a cent.</summary>
    public static EvalApp With(IChatClient client, TimeProvider? time = null, string? root = null) =>
        new(builder => builder.AddModel("model", client, Priced).AddRoute("default", "model").AddGraph(Echo), time, root);

    public string Root { get; }

    public EvalRunner Runner => _services.GetRequiredService<EvalRunner>();

    public IServiceProvider Services => _services;

    public IAuditLog Log => _services.GetRequiredService<IAuditLog>();

    public static Graph<string, string> Define(string name, int version, string words) => Graph.Define(
        name, version, (GraphBuilder g, Step<string> input) => g.Ask("answer", input, t => Prompt.Text($"{words} {t}"), Quick));

    public static Eval Eval(params IScorer[] scorers) => new() { Name = "echo", Graph = "echo", GoldenSet = "echo.yaml", Repeats = 1, Scorers = [.. scorers] };

    public EvalOptions Options(CassetteMode cassette = CassetteMode.Off, string folder = "results") => new() { Root = Root, Folder = Path.Combine(Root, folder), Cassette = cassette };

    public string CassetteFolder => Path.Combine(Root, "echo.cassette");

    /// <summary>Cases whose inputs are their ids.</summary>
    public static GoldenCases Cases(params string[] ids) => Cases([.. ids.Select(static id => new GoldenCase { Id = id, Input = SomeResults.Json($"\"{id}\"") })]);

    public static GoldenCases Cases(ImmutableArray<GoldenCase> cases) => new(
        "echoes",
        "1",
        string.Join('|', cases.Select(static golden => golden.Id)),
        [.. cases.Select(static golden => new GoldenCaseEntry(golden.Id, "h-" + golden.Id, golden.Tags, golden.Weight, golden.Critical))],
        _ => cases.ToAsyncEnumerable());

    public Task<EvalResults> RunAsync(Eval eval, EvalOptions options, GoldenCases cases, IProgress<EvalProgress>? progress = null, CancellationToken? token = null) =>
        Runner.RunAsync(eval, options, cases, progress, token ?? TestContext.Current.CancellationToken);

    public async Task<List<CaseResult>> ResultsAsync(Eval eval, EvalOptions options, GoldenCases cases) => await ReadAsync(await RunAsync(eval, options, cases));

    public static async Task<List<CaseResult>> ReadAsync(EvalResults results) =>
        [.. (await results.ReadAsync(TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken))
            .OrderBy(static result => result.Case, StringComparer.Ordinal).ThenBy(static result => result.Variant, StringComparer.Ordinal).ThenBy(static result => result.Repeat)];

    public void Dispose() => _services.Dispose();
}

/// <summary>A scorer that is a function.</summary>
internal sealed class TestScorer(string name, Func<ScoredOutput, Score> score) : IScorer
{
    public string Name => name;

    public bool MayGate { get; init; } = true;

    public ValueTask<Score> ScoreAsync(ScoredOutput output, CancellationToken cancellationToken) => ValueTask.FromResult(score(output));
}

/// <summary>A model that is a function of the request's last message; safe for many threads.</summary>
internal sealed class TestModel(Func<string, CancellationToken, Task<string>> answer) : IChatClient
{
    private int _asked;

    public TestModel(Func<string, string> answer)
        : this((text, _) => Task.FromResult(answer(text)))
    {
    }

    public int Asked => _asked;

    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        await GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _asked);
        yield return new ChatResponseUpdate(ChatRole.Assistant, await answer(messages.Last().Text, cancellationToken));
        yield return new ChatResponseUpdate { FinishReason = ChatFinishReason.Stop, Contents = [new UsageContent(new UsageDetails { InputTokenCount = 10, OutputTokenCount = 10 })] };
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }
}
