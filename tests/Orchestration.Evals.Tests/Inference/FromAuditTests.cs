using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Orchestration.Audit;
using Orchestration.Evals.Inference;
using Orchestration.Graphs;
using Orchestration.Models;
using Orchestration.Policies;
using Orchestration.Prompts;
using Orchestration.Runs;
using Orchestration.Testing;

namespace Orchestration.Evals.Tests.Inference;

public sealed class FromAuditTests : IAsyncDisposable
{
    private static readonly StepPolicy Once = new() { Retry = Retry.Never };
    private static readonly StepPolicy AtOnce = new() { Retry = new() { BaseDelay = TimeSpan.Zero } };

    private readonly InMemoryAuditLog _log = new();
    private readonly List<ServiceProvider> _services = [];

    public async ValueTask DisposeAsync()
    {
        foreach (var services in _services)
        {
            await services.DisposeAsync();
        }
    }

    [Fact]
    public async Task Answers_in_fences_and_talk_give_the_schema()
    {
        var orchestrator = With(new ScriptedChatClient().Says("Sure:\n```json\n", "{\"price\": 12}\n", "```\nAnything else?").Says("{\"price\": 12.5, \"unit\": null}"));
        await RunAsync(orchestrator, Ask("bill"), "first");
        await RunAsync(orchestrator, Ask("bill"), "second");

        var inferred = await InferAsync("bill", "ask");

        Assert.Equal(2, inferred.SampleCount);
        Assert.Empty(inferred.Skipped);
        Assert.Equal(
            """{"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object","properties":{"price":{"type":"number"},"unit":{"type":"null"}},"required":["price"],"additionalProperties":false}""",
            inferred.Schema.ToString());
    }

    [Fact]
    public async Task An_answer_that_was_served_again_counts_once()
    {
        var orchestrator = With(new ScriptedChatClient().Says("""{"a":1}"""));
        var graph = Ask("bill", Once with { Cache = new CachePolicy { TimeToLive = TimeSpan.FromHours(1) } });
        var first = await RunAsync(orchestrator, graph, "same");
        await RunAsync(orchestrator, graph, "same");
        await orchestrator.ReplayAsync(graph, first.Run, TestContext.Current.CancellationToken);

        var inferred = await InferAsync("bill", "ask");

        Assert.Equal([StepOutcome.New, StepOutcome.Cached, StepOutcome.Replayed], await OutcomesAsync());
        Assert.Equal(1, inferred.SampleCount);
        Assert.Empty(inferred.Skipped);
    }

    [Fact]
    public async Task Attempts_that_failed_and_answers_without_json_are_skipped_and_say_why()
    {
        var orchestrator = With(new ScriptedChatClient().Fails(FailureReason.ServerError).Says("""{"a":1}""").Says("I cannot tell."));
        var first = await RunAsync(orchestrator, Ask("bill", AtOnce), "first");
        var second = await RunAsync(orchestrator, Ask("bill", AtOnce), "second");

        var inferred = await InferAsync("bill", "ask");

        Assert.Equal(1, inferred.SampleCount);
        Assert.Equal(
            [
                new SkippedSample($"run {first.Run}, ask, attempt 1", "The attempt failed: ServerError."),
                new SkippedSample($"run {second.Run}, ask, attempt 1", "It holds no JSON."),
            ],
            inferred.Skipped);
    }

    [Fact]
    public async Task An_answer_that_another_attempt_carried_on_is_taken_as_a_whole()
    {
        string[] half = ["The harbour", " is {\"side\": \"north\"}", " of", " the town.", " Its oldest", " warehouses were", " built of", " brick. Most", " of th"];
        var orchestrator = With(new ScriptedChatClient().DiesAfter(half).Says(" Most of them are flats today. A ferry leaves every hour."));
        await orchestrator.StreamAsync(Ask("bill", AtOnce), "go", cancellationToken: TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);

        var inferred = await InferAsync("bill", "ask");

        Assert.Contains(await RecordsAsync(), static record => record.Body is AttemptEndedRecord { Seam: not null });
        Assert.Equal(1, inferred.SampleCount);
        Assert.True(inferred.Schema.IsValid("""{"side":"south"}"""u8));
        Assert.Equal("The attempt failed: StreamInterrupted.", Assert.Single(inferred.Skipped).Reason);
    }

    [Fact]
    public async Task Only_the_graph_and_the_step_asked_for_are_read()
    {
        var orchestrator = With(new ScriptedChatClient().Answers(static text => $$"""{"{{text}}":1}"""));
        var pair = Graph.Define("pair", 1, static (GraphBuilder g, Step<string> input) =>
        {
            var first = g.Ask("first", input, static _ => Prompt.Text("one"), Once);
            return g.Ask("second", first, static _ => Prompt.Text("two"), Once);
        });
        await RunAsync(orchestrator, pair, "go");
        await RunAsync(orchestrator, Ask("first"), "three");

        var inferred = await InferAsync("pair", "first");

        Assert.Equal(1, inferred.SampleCount);
        Assert.True(inferred.Schema.IsValid("""{"one":7}"""u8));
    }

    [Fact]
    public async Task A_step_of_many_items_is_named_as_one_or_as_all()
    {
        var orchestrator = With(new ScriptedChatClient().Answers(static text => $$"""{"n":{{text}}}"""));
        var each = Graph.Define("each", 1, static (GraphBuilder g, Step<int> count) =>
            g.ForEach("items", count, static n => Enumerable.Range(0, n), static (inner, item) => inner.Ask("ask", item, static i => Prompt.Text($"{i}"), Once)));
        Assert.True((await orchestrator.RunAsync(each, 3, cancellationToken: TestContext.Current.CancellationToken)).Succeeded);

        Assert.Equal(3, (await InferAsync("each", "items/ask")).SampleCount);
        Assert.Equal(1, (await InferAsync("each", "items[2]/ask")).SampleCount);
    }

    [Fact]
    public async Task A_step_that_the_log_does_not_know_has_no_schema()
    {
        await RunAsync(With(new ScriptedChatClient().Says("{}")), Ask("bill"), "go");

        await Assert.ThrowsAsync<InvalidOperationException>(() => InferAsync("bill", "none"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => InferAsync("none", "ask"));
    }

    private static Graph<string, string> Ask(string name, StepPolicy? policy = null) =>
        Graph.Define(name, 1, (GraphBuilder g, Step<string> input) => g.Ask("ask", input, static text => Prompt.Text(text), policy ?? Once));

    private static async Task<RunResult<string>> RunAsync(IOrchestrator orchestrator, Graph<string, string> graph, string input)
    {
        var result = await orchestrator.RunAsync(graph, input, cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(result.Succeeded);
        return result;
    }

    private IOrchestrator With(IChatClient client)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(new ManualTime());
        services.AddOrchestration().UseAuditLog(_ => _log).AddModel("model", client);
        _services.Add(services.BuildServiceProvider());
        return _services[^1].GetRequiredService<IOrchestrator>();
    }

    private Task<InferredSchema> InferAsync(string graph, string step) => SchemaInference.FromAuditAsync(_log, graph, step, cancellationToken: TestContext.Current.CancellationToken);

    private async Task<List<AuditRecord>> RecordsAsync() => await _log.ReadAsync(new AuditQuery(), TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);

    private async Task<IEnumerable<StepOutcome>> OutcomesAsync() => (await RecordsAsync()).Select(static record => record.Body).OfType<StepCompletedRecord>().Select(static step => step.Outcome);
}
