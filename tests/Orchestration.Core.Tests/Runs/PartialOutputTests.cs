using Orchestration.Core.Tests.Testing;
using Orchestration.Graphs;
using Orchestration.Prompts;
using Orchestration.Runs;
using Orchestration.Testing;

namespace Orchestration.Core.Tests.Runs;

public sealed class PartialOutputTests
{
    private static readonly string[] Pieces = ["{\"seller\":\"Te", "a\",\"it", "ems\":[{\"name\":\"Oolong\",\"price\":1", "2.5,\"unit\":\"Hour\"}", ",{\"name\":\"Assam\",", "\"price\":3,\"unit\":\"Piece\"}]", "}"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Items_are_yielded_as_they_complete()
    {
        using var runtime = TestRuntime.With(new ScriptedChatClient().Says(Pieces));

        var parts = await PartsAsync<Bill>(runtime, StructuredSteps.Read());

        Assert.Equal(["Tea:", "Tea:Oolong", "Tea:Oolong,Assam"], parts.Select(static bill => $"{bill.Seller}:{string.Join(',', bill.Items?.Select(static item => item.Name) ?? [])}").Distinct());
        Assert.All(parts.SelectMany(static bill => bill.Items ?? []), static item => Assert.NotEqual(0, item.Price));
    }

    [Fact]
    public async Task A_part_follows_the_text_that_completed_it()
    {
        using var runtime = TestRuntime.With(new ScriptedChatClient().Says(Pieces));

        var events = await runtime.Orchestrator.StreamAsync(StructuredSteps.Read(), "x", cancellationToken: Token).ToListAsync(Token);

        var first = events.FindIndex(static e => e is PartialOutput);
        Assert.Equal(Pieces[1], Assert.IsType<TextDelta>(events[first - 1]).Text);
        Assert.Equal(("read", 1), (((PartialOutput)events[first]).Step, ((PartialOutput)events[first]).Attempt));
    }

    [Fact]
    public async Task An_answer_from_the_cache_is_yielded_in_the_same_parts()
    {
        using var runtime = TestRuntime.With(new ScriptedChatClient().Says(Pieces));
        var graph = StructuredSteps.Read(new() { Cache = new() { TimeToLive = TimeSpan.FromHours(1) } });

        var asked = await PartsAsync<Bill>(runtime, graph);
        var cached = await PartsAsync<Bill>(runtime, graph);

        Assert.NotEmpty(cached);
        Assert.Equal(asked.Select(static bill => bill.Items?.Count), cached.Select(static bill => bill.Items?.Count));
    }

    [Fact]
    public async Task A_list_is_yielded_item_by_item_though_providers_want_an_object()
    {
        var model = new ScriptedChatClient().Says("{\"value\":[", """{"name":"a","price":1,"unit":"Hour"}""", """,{"name":"b","price":2,"unit":"Hour"}""", "]}");
        using var runtime = TestRuntime.With(model);
        var graph = Graph.Define("items", 1, static (GraphBuilder g, Step<string> text) =>
            g.Ask("read", text, static t => Prompt.Json(BillJson.Default.IReadOnlyListBillItem, t)), BillJson.Default);

        var parts = await PartsAsync<IReadOnlyList<BillItem>>(runtime, graph);

        Assert.Equal([1, 2], parts.Select(static items => items.Count).Distinct());
    }

    [Fact]
    public async Task After_a_restart_the_parts_begin_anew()
    {
        using var runtime = TestRuntime.With(new ScriptedChatClient().DiesAfter(Pieces[0], Pieces[1], Pieces[2]).Says(Pieces));

        var events = await runtime.Orchestrator.StreamAsync(StructuredSteps.Read(Steps.AtOnce), "x", cancellationToken: Token).ToListAsync(Token);

        var restart = events.FindIndex(static e => e is Restarted);
        Assert.All(events[..restart].OfType<PartialOutput>(), static part => Assert.Equal(1, part.Attempt));
        Assert.Equal(2, events[restart..].OfType<PartialOutput>().Last().Attempt);
    }

    [Fact]
    public async Task Text_has_no_parts()
    {
        using var runtime = TestRuntime.With(new ScriptedChatClient().Says("{\"a\":1}"));

        Assert.Empty((await runtime.Orchestrator.StreamAsync(Steps.Ask(), "x", cancellationToken: Token).ToListAsync(Token)).OfType<PartialOutput>());
    }

    private static async Task<List<T>> PartsAsync<T>(TestRuntime runtime, Graph<string, T> graph)
    {
        var events = await runtime.Orchestrator.StreamAsync(graph, "x", cancellationToken: Token).ToListAsync(Token);
        return [.. events.OfType<PartialOutput>().Select(static part => Assert.IsType<T>(part.Value, exactMatch: false))];
    }
}
