using System.Text;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Orchestration.Evals.Cassettes;
using Orchestration.Evals.Tests.Running;
using Orchestration.Models;
using Orchestration.Runs;
using Orchestration.Testing;

namespace Orchestration.Evals.Tests.Cassettes;

/// <summary>What single responses are recorded as, and what comes of them when they are played.</summary>
public sealed class TakeTests
{
    private static readonly ChatMessage[] Question = [new(ChatRole.User, "why?")];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Outside_of_evaluations_the_client_is_as_if_it_were_not_there()
    {
        var update = new ChatResponseUpdate(ChatRole.Assistant, "so") { RawRepresentation = new object() };
        var client = new CassetteChatClient(new ScriptedChatClient().Sends(update), "m");

        Assert.Same(update, await client.GetStreamingResponseAsync(Question, cancellationToken: Token).SingleAsync(Token));
    }

    [Fact]
    public async Task Text_reasoning_tool_calls_usage_and_the_models_name_come_back_as_they_were()
    {
        ChatResponseUpdate[] updates =
        [
            new(ChatRole.Assistant, [new TextReasoningContent("hm")]) { ModelId = "model-7" },
            new(ChatRole.Assistant, "Wal ") { ModelId = "model-7" },
            new(ChatRole.Assistant, "— ist kein Fisch"),
            new(ChatRole.Assistant, [new FunctionCallContent("c1", "look", new Dictionary<string, object?> { ["at"] = "whale", ["n"] = 2 })]),
            new() { FinishReason = ChatFinishReason.ToolCalls, Contents = [new UsageContent(new UsageDetails { InputTokenCount = 3, OutputTokenCount = 4, AdditionalCounts = new() { ["cache_write_tokens"] = 5 } })] },
        ];
        var folder = await RecordAsync(new ScriptedChatClient().Sends(updates));

        var played = await PlayAsync(folder);

        Assert.Equal(["", "Wal ", "— ist kein Fisch", "", ""], played.Select(static update => update.Text));
        Assert.Equal("hm", Assert.IsType<TextReasoningContent>(played[0].Contents.Single()).Text);
        var call = Assert.IsType<FunctionCallContent>(played[3].Contents.Single());
        Assert.Equal(("c1", "look", "whale", "2"), (call.CallId, call.Name, call.Arguments!["at"]!.ToString(), call.Arguments["n"]!.ToString()));
        var usage = Assert.IsType<UsageContent>(played[4].Contents.Single()).Details;
        Assert.Equal((3, 4, 5), (usage.InputTokenCount, usage.OutputTokenCount, usage.AdditionalCounts!["cache_write_tokens"]));
        Assert.Equal((ChatFinishReason.ToolCalls, "model-7"), (played[4].FinishReason, played[4].ModelId));
    }

    [Fact]
    public async Task A_whole_response_is_recorded_as_a_streamed_one_is()
    {
        var folder = SomeResults.NewFolder();
        using (var cassette = Cassette.Open(folder, writes: true))
        {
            var take = new Take(cassette, CassetteMode.Record, 1, TimeProvider.System);
            take.Enter();
            Assert.Equal("because", (await new CassetteChatClient(new ScriptedChatClient().Says("be", "cause"), "m").GetResponseAsync(Question, cancellationToken: Token)).Text);
            take.Keep();
            cassette.Save(prune: false);
        }

        Assert.Equal("because", string.Concat((await PlayAsync(folder)).Select(static update => update.Text)));
    }

    [Fact]
    public async Task An_answer_that_broke_off_breaks_off_at_the_same_place()
    {
        var folder = await RecordAsync(new ScriptedChatClient().DiesAfter("one ", "two"));
        var texts = new List<string>();

        var thrown = await Assert.ThrowsAsync<ModelCallException>(() => PlayAsync(folder, update => texts.Add(update.Text)));

        Assert.Equal(["one ", "two"], texts);
        Assert.Equal(FailureReason.StreamInterrupted, thrown.Reason);
    }

    [Fact]
    public async Task An_answer_that_its_call_gave_up_is_a_timeout()
    {
        var folder = SomeResults.NewFolder();
        using (var cassette = Cassette.Open(folder, writes: true))
        {
            var take = new Take(cassette, CassetteMode.Record, 1, TimeProvider.System);
            take.Enter();
            await using var left = new CassetteChatClient(new ScriptedChatClient().IgnoresCancellationAfter(new TaskCompletionSource().Task, "one"), "m").GetStreamingResponseAsync(Question, cancellationToken: Token).GetAsyncEnumerator(Token);
            await left.MoveNextAsync();
            take.Keep();
            cassette.Save(prune: false);
        }

        Assert.Equal(FailureReason.Timeout, (await Assert.ThrowsAsync<ModelCallException>(() => PlayAsync(folder))).Reason);
    }

    [Fact]
    public async Task A_spliced_stream_is_spliced_again()
    {
        var folder = SomeResults.NewFolder();
        var first = new ScriptedChatClient().DiesAfter("The whale is a mammal. ", "It lives in the sea and ");
        var second = new ScriptedChatClient().Says("It lives in the sea and ", "breathes air.");
        List<RunEvent> live, played;
        using (var cassette = Cassette.Open(folder, writes: true))
        {
            var take = new Take(cassette, CassetteMode.Record, 1, TimeProvider.System);
            live = await StreamAsync(take, first, second);
            take.Keep();
            Assert.True(take.BrokeOff);
            cassette.Save(prune: false);
        }

        using (var cassette = Cassette.Open(folder, writes: false))
        {
            var take = new Take(cassette, CassetteMode.Play, 1, TimeProvider.System);
            played = await StreamAsync(take, new ScriptedChatClient().Throws(new InvalidOperationException()), new ScriptedChatClient().Throws(new InvalidOperationException()));
            Assert.Equal((2, 0, null), (take.Played, take.Asked, take.Missing));
        }

        Assert.Single(live.OfType<Spliced>());
        Assert.Equal(live.OfType<Spliced>(), played.OfType<Spliced>());
        Assert.Equal(string.Concat(live.OfType<TextDelta>().Select(static delta => delta.Text)), string.Concat(played.OfType<TextDelta>().Select(static delta => delta.Text)));
    }

    [Fact]
    public async Task What_was_recorded_before_a_crash_is_taken_in()
    {
        var folder = await RecordAsync(new ScriptedChatClient().Says("so"), save: false);
        await File.AppendAllTextAsync(Path.Combine(folder, "new.jsonl"), "{\"key\":\"12", Token);
        Assert.Equal("so", string.Concat((await PlayAsync(folder)).Select(static update => update.Text)));

        using (var cassette = Cassette.Open(folder, writes: true))
        {
            cassette.Save(prune: false);
        }

        Assert.False(File.Exists(Path.Combine(folder, "new.jsonl")));
        Assert.Equal("so", string.Concat((await PlayAsync(folder)).Select(static update => update.Text)));
    }

    [Fact]
    public async Task Many_takes_record_at_once()
    {
        var folder = SomeResults.NewFolder();
        using (var cassette = Cassette.Open(folder, writes: true))
        {
            await Parallel.ForAsync(0, 500, Token, async (i, token) =>
            {
                var take = new Take(cassette, CassetteMode.Record, i + 1, TimeProvider.System);
                take.Enter();
                await new CassetteChatClient(new ScriptedChatClient().Says($"answer {i}"), "m").GetResponseAsync(Question, cancellationToken: token);
                take.Keep();
            });
            cassette.Save(prune: true);
        }

        using var saved = Cassette.Open(folder, writes: false);
        for (var i = 0; i < 500; i++)
        {
            var take = new Take(saved, CassetteMode.Play, i + 1, TimeProvider.System);
            Assert.Equal($"answer {i}", await TextAsync(take));
        }

        static async Task<string> TextAsync(Take take)
        {
            take.Enter();
            return (await new CassetteChatClient(new ScriptedChatClient().Throws(new InvalidOperationException()), "m").GetResponseAsync(Question, cancellationToken: Token)).Text;
        }
    }

    [Fact]
    public async Task A_file_that_is_none_of_a_cassette_is_named()
    {
        var folder = await RecordAsync(new ScriptedChatClient().Says("so"));
        var path = Directory.GetFiles(folder, "?.jsonl").Single();
        await File.AppendAllTextAsync(path, "<<<<<<< HEAD\n", Token);
        Assert.Contains($"{Path.GetFileName(path)}(2)", Assert.Throws<FormatException>(() => Cassette.Open(folder, writes: false)).Message, StringComparison.Ordinal);

        await File.WriteAllTextAsync(Path.Combine(folder, "cassette.json"), "{\"format\":2}", Encoding.UTF8, Token);
        Assert.Contains("another format", Assert.Throws<FormatException>(() => Cassette.Open(folder, writes: false)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_cannot_record_into_one_folder_at_once()
    {
        var folder = SomeResults.NewFolder();
        using var first = Cassette.Open(folder, writes: true);

        Assert.Throws<IOException>(() => Cassette.Open(folder, writes: true));
    }

    private static async Task<string> RecordAsync(IChatClient model, bool save = true)
    {
        var folder = SomeResults.NewFolder();
        using var cassette = Cassette.Open(folder, writes: true);
        var take = new Take(cassette, CassetteMode.Record, 1, TimeProvider.System);
        take.Enter();
        try
        {
            await new CassetteChatClient(model, "m").GetStreamingResponseAsync(Question, cancellationToken: Token).ToListAsync(Token);
        }
        catch (IOException)
        {
        }

        take.Keep();
        if (save)
        {
            cassette.Save(prune: false);
        }

        return folder;
    }

    private static async Task<List<ChatResponseUpdate>> PlayAsync(string folder, Action<ChatResponseUpdate>? each = null)
    {
        using var cassette = Cassette.Open(folder, writes: false);
        var take = new Take(cassette, CassetteMode.Play, 1, TimeProvider.System);
        take.Enter();
        var updates = new List<ChatResponseUpdate>();
        await foreach (var update in new CassetteChatClient(new ScriptedChatClient().Throws(new InvalidOperationException("The network was used.")), "m").GetStreamingResponseAsync(Question, cancellationToken: Token))
        {
            each?.Invoke(update);
            updates.Add(update);
        }

        return updates;
    }

    private static async Task<List<RunEvent>> StreamAsync(Take take, IChatClient first, IChatClient second)
    {
        using var app = new EvalApp(builder => builder.AddModel("first", first).AddModel("second", second).AddRoute("default", "first", "second").AddGraph(EvalApp.Echo));
        take.Enter();
        return await app.Services.GetRequiredService<IOrchestrator>().StreamAsync(EvalApp.Echo, "whales", cancellationToken: Token).ToListAsync(Token);
    }
}
