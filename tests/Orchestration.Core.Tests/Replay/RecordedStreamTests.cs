using System.Text;
using System.Text.Json.Serialization;
using Microsoft.Extensions.DependencyInjection;
using Orchestration.Audit;
using Orchestration.Core.Tests.Testing;
using Orchestration.Graphs;
using Orchestration.Models;
using Orchestration.Policies;
using Orchestration.Prompts;
using Orchestration.Replay;
using Orchestration.Runs;
using Orchestration.Testing;

namespace Orchestration.Core.Tests.Replay;

public sealed partial class RecordedStreamTests
{
    private const string Whole = "The harbour lies in the north of the town. Its oldest warehouses were built of brick. Most of them are flats today. A ferry leaves every hour.";

    private static readonly string[] Half = ["The harbour", " lies in the", " north of", " the town.", " Its oldest", " warehouses were", " built of", " brick. Most", " of th"];

    private static readonly StepPolicy Kept = new() { Cache = CachePolicy.For(TimeSpan.FromHours(1)) };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_answer_is_given_back_piece_by_piece()
    {
        using var runtime = TestRuntime.With(new ScriptedChatClient().Says("one ", "two ", "thr", "ee"));

        await AssertSameAsync(runtime, Steps.Ask(), "count", ["ask"]);
    }

    [Fact]
    public async Task Pieces_that_hold_back_has_cut_are_given_back_as_they_were_cut()
    {
        var long1 = string.Concat(Enumerable.Repeat("The harbour lies in the north of the town. ", 12));
        using var runtime = TestRuntime.With(new ScriptedChatClient().Says("Well. ", long1, long1));

        var seen = await AssertSameAsync(runtime, Steps.Ask(), "describe", ["ask"]);

        Assert.True(seen.Events.OfType<SeenText>().Count() > 3);
    }

    [Fact]
    public async Task A_spliced_answer_has_both_legs_and_the_seam()
    {
        using var runtime = Two(new ScriptedChatClient().DiesAfter(Half), new ScriptedChatClient().Answers(static _ => "warehouses were built of brick. Most of them are flats today. A ferry leaves every hour."));

        var seen = await AssertSameAsync(runtime, Steps.Ask(Steps.AtOnce), "describe", ["ask"]);

        Assert.Equal(Whole, seen.TextOf("ask"));
        var splice = Assert.Single(seen.Events.OfType<SeenSplice>());
        Assert.Equal(("first", string.Concat(Half)), (splice.First.Model, splice.First.Text));
        Assert.Equal(("second", "warehouses were built of brick. Most of them are flats today. A ferry leaves every hour."), (splice.Second.Model, splice.Second.Text));
        Assert.Equal((1, 2), (splice.Seam.After, splice.Attempt));
    }

    [Fact]
    public async Task A_continuation_that_is_refused_leaves_what_the_reader_was_given_of_the_first()
    {
        using var runtime = Two(new ScriptedChatClient().DiesAfter(Half), new ScriptedChatClient().Says("Der Hafen liegt im Norden der Stadt und ist sehr alt, wie man sagt."));

        var seen = await AssertSameAsync(runtime, Steps.Ask(Steps.AtOnce), "describe", ["ask"]);

        Assert.Equal(string.Concat(Half), seen.TextOf("ask"));
    }

    [Fact]
    public async Task An_answer_that_begins_anew_shows_what_was_void()
    {
        using var runtime = Two(new ScriptedChatClient().DiesAfter(Half), new ScriptedChatClient().Says("Another ", "answer."));

        var seen = await AssertSameAsync(runtime, Steps.Ask(Steps.Once with { Splice = Splice.Never }), "describe", ["ask"]);

        Assert.Single(seen.Events.OfType<SeenRestart>());
        Assert.Equal("Another answer.", seen.TextOf("ask"));
        Assert.NotEmpty(seen.Events.TakeWhile(static e => e is not SeenRestart).OfType<SeenText>());
    }

    [Fact]
    public async Task What_was_shown_before_a_fallback_value_is_void()
    {
        using var runtime = TestRuntime.With(new ScriptedChatClient().DiesAfter(Half));

        var seen = await AssertSameAsync(runtime, Steps.AskOr("nothing", new() { Retry = Retry.Never, Splice = Splice.Never }), "describe", ["ask"]);

        Assert.IsType<SeenRestart>(seen.Events[^1]);
    }

    [Fact]
    public async Task A_repaired_answer_of_a_structured_step_is_given_back_with_the_one_before_it()
    {
        var graph = Graph.Define("structured", 1, static (GraphBuilder g, Step<string> input) => g.Ask("ask", input, static text => Prompt.Json(StreamJson.Default.Counted, text), Steps.AtOnce));
        using var runtime = TestRuntime.With(new ScriptedChatClient().Says("""{"count":""", "1,", "\"words\":7}").Says("""{"count":""", "1,", "\"words\":", "[\"a\"]}"));

        var seen = await AssertSameAsync(runtime, graph, "count", ["ask"]);

        Assert.Equal("""{"count":1,"words":["a"]}""", seen.TextOf("ask"));
    }

    [Fact]
    public async Task The_items_of_a_list_are_given_back_by_their_paths()
    {
        using var runtime = TestRuntime.With(new EchoClient());

        var seen = await AssertSameAsync(runtime, Steps.AskEach(), 3, ["items[0]/ask", "items[1]/ask", "items[2]/ask"]);

        Assert.Equal("[item 1]", seen.TextOf("items[1]/ask"));
        Assert.Empty(seen.InferredSteps);
    }

    [Fact]
    public async Task A_cached_answer_is_given_back_as_it_was_handed_over()
    {
        using var runtime = TestRuntime.With(new ScriptedChatClient().Says("one ", "two"));
        await StreamAsync(runtime, Steps.Ask(Kept), "count");

        var seen = await AssertSameAsync(runtime, Steps.Ask(Kept), "count", ["ask"]);

        Assert.All(seen.Events.OfType<SeenText>(), static text => Assert.Equal(0, text.Attempt));
        Assert.Equal("one two", seen.TextOf("ask"));
    }

    [Fact]
    public async Task A_replay_is_given_back_as_it_was_streamed()
    {
        using var runtime = TestRuntime.With(new ScriptedChatClient().Says("one ", "two"));
        var first = await runtime.Orchestrator.RunAsync(Steps.Ask(), "count", cancellationToken: Token);
        var live = await runtime.Orchestrator.StreamReplayAsync(Steps.Ask(), first.Run, Token).ToListAsync(Token);

        var seen = await RecordedStream.LoadAsync(runtime.Log, live.OfType<RunStarted>().Single().Run, cancellationToken: Token);

        Assert.Equal(OfLive(live, "ask"), OfLog(seen, "ask"));
    }

    [Fact]
    public async Task A_run_that_nobody_read_is_given_back_as_its_models_answered_and_says_so()
    {
        using var runtime = TestRuntime.With(new ScriptedChatClient().Says("one ", "two"));
        var run = await runtime.Orchestrator.RunAsync(Steps.Ask(), "count", cancellationToken: Token);

        var seen = await RecordedStream.LoadAsync(runtime.Log, run.Run, cancellationToken: Token);

        Assert.Equal(["one ", "two"], seen.Events.OfType<SeenText>().Select(static text => text.Text));
        Assert.Equal(["ask"], seen.InferredSteps);
    }

    [Fact]
    public async Task A_reader_that_left_had_what_it_had()
    {
        var never = new TaskCompletionSource();
        using var runtime = TestRuntime.With(new ScriptedChatClient().Waits(never.Task, ["one "], ["two"]));
        RunId run = default;
        await foreach (var e in runtime.Orchestrator.StreamAsync(Steps.Ask(), "count", cancellationToken: Token))
        {
            run = e is RunStarted started ? started.Run : run;
            if (e is TextDelta)
            {
                break;
            }
        }

        var seen = await RecordedStream.LoadAsync(runtime.Log, run, cancellationToken: Token);

        Assert.Equal("one ", seen.TextOf("ask"));
    }

    [Fact]
    public async Task Times_are_those_at_which_the_reader_was_given_the_pieces()
    {
        var signal = new TaskCompletionSource();
        using var runtime = TestRuntime.With(new ScriptedChatClient().Waits(signal.Task, ["one "], ["two"]));
        RunId run = default;
        await foreach (var e in runtime.Orchestrator.StreamAsync(Steps.Ask(), "count", cancellationToken: Token))
        {
            run = e is RunStarted started ? started.Run : run;
            if (e is TextDelta { Text: "one " })
            {
                runtime.Time.Advance(TimeSpan.FromSeconds(3));
                signal.SetResult();
            }
        }

        var seen = await RecordedStream.LoadAsync(runtime.Log, run, cancellationToken: Token);

        Assert.Equal([TimeSpan.Zero, TimeSpan.FromSeconds(3)], seen.Events.Select(static e => e.At));
        await AssertPlayedAsync(seen, speed: 2, TimeSpan.FromSeconds(1.5));
    }

    [Fact]
    public async Task As_fast_as_possible_waits_for_nothing()
    {
        using var runtime = TestRuntime.With(new EchoClient());
        var live = await StreamAsync(runtime, Steps.Ask(), "count");
        var seen = await RecordedStream.LoadAsync(runtime.Log, RunOf(live), cancellationToken: Token);

        var played = await seen.PlayAsync(double.PositiveInfinity, new ManualTime(), Token).ToListAsync(Token);

        Assert.Equal(seen.Events, played);
    }

    [Fact]
    public async Task A_run_that_the_log_lacks_is_not_found() =>
        await Assert.ThrowsAsync<RunNotFoundException>(() => RecordedStream.LoadAsync(new InMemoryAuditLog(), new RunId(new Guid(1, 2, 3, [4, 5, 6, 7, 8, 9, 10, 11])), cancellationToken: Token));

    private static TestRuntime Two(ScriptedChatClient first, ScriptedChatClient second) =>
        new(builder => builder.AddModel("first", first, TestRuntime.OneDollarAMillion).AddModel("second", second, TestRuntime.OneDollarAMillion));

    private static async Task<List<RunEvent>> StreamAsync<TIn, TOut>(TestRuntime runtime, Graph<TIn, TOut> graph, TIn input) =>
        await runtime.Orchestrator.StreamAsync(graph, input, cancellationToken: Token).ToListAsync(Token);

    private static RunId RunOf(List<RunEvent> live) => live.OfType<RunStarted>().Single().Run;

    private static async Task<RecordedStream> AssertSameAsync<TIn, TOut>(TestRuntime runtime, Graph<TIn, TOut> graph, TIn input, string[] steps)
    {
        var live = await StreamAsync(runtime, graph, input);

        var seen = await RecordedStream.LoadAsync(runtime.Log, RunOf(live), cancellationToken: Token);
        foreach (var step in steps)
        {
            Assert.NotEmpty(OfLive(live, step));
            Assert.Equal(OfLive(live, step), OfLog(seen, step));
            Assert.Equal(OfLog(seen, step), OfLog(await RecordedStream.LoadAsync(runtime.Log, RunOf(live), step, Token), step));
        }

        return seen;
    }

    private static List<string> OfLive(List<RunEvent> events, string step) =>
    [
        .. events.Select(e => e switch
        {
            TextDelta text when text.Step == step => $"{text.Attempt}: {text.Text}",
            Restarted restarted when restarted.Step == step => "anew",
            Spliced spliced when spliced.Step == step => $"{spliced.Attempt} at {spliced.Position}",
            _ => null,
        }).OfType<string>(),
    ];

    private static List<string> OfLog(RecordedStream seen, string step) =>
    [
        .. seen.Events.Where(e => e.Step == step).Select(static e => e switch
        {
            SeenText text => $"{text.Attempt}: {text.Text}",
            SeenRestart => "anew",
            SeenSplice splice => $"{splice.Attempt} at {splice.Seam.Position}",
            _ => null,
        }).OfType<string>(),
    ];

    private static async Task AssertPlayedAsync(RecordedStream seen, double speed, TimeSpan last)
    {
        var time = new ManualTime();
        var text = new StringBuilder();
        var playing = PlayAsync();

        await Eventually.HoldsAsync(() => time.Timers == 1);
        time.Advance(last - TimeSpan.FromMilliseconds(10));
        Assert.False(playing.IsCompleted);
        time.Advance(TimeSpan.FromMilliseconds(10));
        await playing;
        Assert.Equal("one two", text.ToString());

        async Task PlayAsync()
        {
            await foreach (var e in seen.PlayAsync(speed, time, Token))
            {
                text.Append(((SeenText)e).Text);
            }
        }
    }

    internal sealed record Counted(int Count, string[] Words);

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
    [JsonSerializable(typeof(Counted))]
    private sealed partial class StreamJson : JsonSerializerContext;
}
