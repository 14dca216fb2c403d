using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Orchestration.Audit;
using Orchestration.Chat;
using Orchestration.Core.Tests.Testing;
using Orchestration.Graphs;
using Orchestration.Models;
using Orchestration.Prompts;
using Orchestration.Runs;
using Orchestration.Testing;

namespace Orchestration.Core.Tests.Runs;

public sealed class SpliceTests
{
    private const string Whole = "The harbour lies in the north of the town. Its oldest warehouses were built of brick. Most of them are flats today. A ferry leaves every hour.";

    private static readonly string[] Half = ["The harbour", " lies in the", " north of", " the town.", " Its oldest", " warehouses were", " built of", " brick. Most", " of th"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_next_candidate_carries_on_and_the_reader_sees_one_unbroken_text()
    {
        var (dying, steady) = (new ScriptedChatClient().DiesAfter(Half), Continues());
        using var runtime = Two(dying, steady);

        var events = await runtime.Orchestrator.StreamAsync(Steps.Ask(Steps.AtOnce), "Describe it.", cancellationToken: Token).ToListAsync(Token);

        Assert.Equal(Whole, string.Concat(events.OfType<TextDelta>().Select(static delta => delta.Text)));
        Assert.Equal(Whole, Assert.IsType<RunEnded<string>>(events[^1]).Result.Value);
        var spliced = Assert.Single(events.OfType<Spliced>());
        Assert.Equal((2, "The harbour lies in the north of the town. Its oldest warehouses were built of brick.".Length), (spliced.Attempt, spliced.Position));
        Assert.Empty(events.OfType<Restarted>());
        Assert.Single(dying.Requests);
    }

    [Fact]
    public async Task The_continuation_is_asked_for_with_the_text_that_was_kept_and_a_message_of_the_users()
    {
        var steady = Continues();
        using var runtime = Two(new ScriptedChatClient().DiesAfter(Half), steady);

        await runtime.Orchestrator.StreamAsync(Steps.Ask(Steps.AtOnce), "Describe it.", cancellationToken: Token).ToListAsync(Token);

        var request = Assert.Single(steady.Requests);
        Assert.Equal([ChatRole.User, ChatRole.Assistant, ChatRole.User], request.Messages.Select(static message => message.Role));
        Assert.Equal("The harbour lies in the north of the town. Its oldest warehouses were built of brick.", request.Messages[1].Text);
        Assert.Contains("warehouses were built of brick.", request.LastText, StringComparison.Ordinal);
        Assert.DoesNotContain("{ending}", request.LastText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_that_accepts_a_prefill_is_asked_by_one()
    {
        var steady = Continues();
        using var runtime = new TestRuntime(builder => builder
            .AddModel("dying", new ScriptedChatClient().DiesAfter(Half), TestRuntime.OneDollarAMillion)
            .AddModel("steady", steady, TestRuntime.OneDollarAMillion with { Capabilities = ModelCapabilities.AssistantPrefill }));

        await runtime.Orchestrator.StreamAsync(Steps.Ask(Steps.AtOnce), "Describe it.", cancellationToken: Token).ToListAsync(Token);

        Assert.Equal([ChatRole.User, ChatRole.Assistant], Assert.Single(steady.Requests).Messages.Select(static message => message.Role));
    }

    [Fact]
    public async Task A_model_that_is_alone_carries_on_its_own_answer()
    {
        using var runtime = TestRuntime.With(new ScriptedChatClient().DiesAfter(Half).Answers(static _ => " Most of them are flats today. A ferry leaves every hour."));

        var events = await runtime.Orchestrator.StreamAsync(Steps.Ask(Steps.AtOnce), "Describe it.", cancellationToken: Token).ToListAsync(Token);

        Assert.Equal(Whole, string.Concat(events.OfType<TextDelta>().Select(static delta => delta.Text)));
    }

    [Fact]
    public async Task The_log_holds_both_legs_the_seam_and_what_the_reader_saw()
    {
        using var runtime = Two(new ScriptedChatClient().DiesAfter(Half), Continues());

        await runtime.Orchestrator.StreamAsync(Steps.Ask(Steps.AtOnce), "Describe it.", cancellationToken: Token).ToListAsync(Token);

        var legs = await runtime.BodiesAsync<AttemptEndedRecord>();
        Assert.Equal(2, legs.Count);
        Assert.Equal((string.Concat(Half), FailureReason.StreamInterrupted, null), (legs[0].Completion!.Text, legs[0].Failure!.Value, legs[0].Seam));
        Assert.True(legs[0] is { CostUsd: null, EstimatedCostUsd: > 0 }, "the dead leg's cost is unknown, and estimated");
        var seam = legs[1].Seam!;
        Assert.Equal((1, "The harbour lies in the north of the town. Its oldest warehouses were built of brick.".Length, " Most of th".Length), (seam.After, seam.Position, seam.Dropped));
        Assert.Equal(Whole, string.Concat(legs[0].Completion!.Text.AsSpan(0, seam.Position), seam.Inserted, legs[1].Completion!.Text.AsSpan(seam.Overlap)));
        var intents = await runtime.BodiesAsync<AttemptStartedRecord>();
        Assert.Equal([null, 1], intents.Select(static intent => intent.Continues));
        Assert.NotEqual(intents[0].RequestHash, intents[1].RequestHash);
        var step = Assert.Single(await runtime.BodiesAsync<StepCompletedRecord>());
        Assert.Equal((Whole, intents[0].RequestHash), (step.Completion!.Text, step.RequestHash));
        Assert.Equal(Whole.Length, step.Completion.Chunks.Sum(static chunk => chunk.Length));
    }

    [Fact]
    public async Task What_a_dying_stream_has_counted_so_far_is_not_taken_for_what_it_cost()
    {
        var begun = new ChatResponseUpdate { Contents = [new UsageContent(new UsageDetails { InputTokenCount = 500, OutputTokenCount = 1 })] };
        var dying = new ScriptedChatClient().SendsThenFails(FailureReason.StreamInterrupted, [begun, .. Half.Select(static text => new ChatResponseUpdate(ChatRole.Assistant, text))]);
        using var runtime = Two(dying, Continues());

        await runtime.Orchestrator.StreamAsync(Steps.Ask(Steps.AtOnce), "Describe it.", cancellationToken: Token).ToListAsync(Token);

        var leg = (await runtime.BodiesAsync<AttemptEndedRecord>())[0];
        Assert.Equal((500, null), (leg.Completion!.Usage!.InputTokens, leg.Completion.Usage.OutputTokens));
        Assert.Null(leg.CostUsd);
        Assert.InRange(leg.EstimatedCostUsd!.Value, 0.000510m, 0.000540m);
    }

    [Fact]
    public async Task A_spliced_run_replays_without_asking_anyone()
    {
        using var runtime = Two(new ScriptedChatClient().DiesAfter(Half), Continues());
        var run = default(RunId);
        await foreach (var e in runtime.Orchestrator.StreamAsync(Steps.Ask(Steps.AtOnce), "Describe it.", cancellationToken: Token))
        {
            run = e is RunStarted started ? started.Run : run;
        }

        var replay = await runtime.Orchestrator.ReplayAsync(Steps.Ask(Steps.AtOnce), run, Token);

        Assert.Equal(Whole, replay.Value);
    }

    [Fact]
    public async Task A_run_that_was_cut_off_after_its_last_leg_resumes_with_the_joined_text()
    {
        var log = new LosingAuditLog(static record => record.Body is StepCompletedRecord);
        using var runtime = new TestRuntime(builder => builder.AddModel("dying", new ScriptedChatClient().DiesAfter(Half)).AddModel("steady", Continues())) { Log = log };
        var run = default(RunId);
        await foreach (var e in runtime.Orchestrator.StreamAsync(Steps.Ask(Steps.AtOnce), "Describe it.", cancellationToken: Token))
        {
            run = e is RunStarted started ? started.Run : run;
        }

        log.Keep();
        var resumed = await runtime.Orchestrator.ResumeAsync(Steps.Ask(Steps.AtOnce), run, cancellationToken: Token);

        Assert.Equal(Whole, resumed.Value);
        Assert.Equal(0, resumed.CostUsd);
    }

    [Fact]
    public async Task A_continuation_that_does_not_join_is_asked_for_once_more_and_then_the_run_ends_with_what_was_delivered()
    {
        var steady = new ScriptedChatClient().Says("Der Hafen liegt im Norden der Stadt und hat viele alte Speicher aus Backstein, die heute vor allem als Wohnungen genutzt werden.");
        using var runtime = Two(new ScriptedChatClient().DiesAfter(Half), steady);

        var events = await runtime.Orchestrator.StreamAsync(Steps.Ask(Steps.Once), "Describe it.", cancellationToken: Token).ToListAsync(Token);

        var failure = Assert.IsType<RunEnded<string>>(events[^1]).Result.Failure!;
        Assert.Equal(FailureReason.JoinRejected, failure.Reason);
        Assert.Equal(string.Concat(Half), failure.DeliveredText);
        Assert.Equal(string.Concat(Half), string.Concat(events.OfType<TextDelta>().Select(static delta => delta.Text)));
        Assert.Equal(string.Concat(Half), Assert.Single(await runtime.BodiesAsync<StepCompletedRecord>()).DeliveredText);
    }

    [Fact]
    public async Task A_reader_of_the_chat_client_gets_one_message_and_the_usage_of_both_legs()
    {
        var usage = new UsageContent(new UsageDetails { InputTokenCount = 10, OutputTokenCount = 20 });
        var steady = new ScriptedChatClient().Sends(
            new ChatResponseUpdate(ChatRole.Assistant, []) { MessageId = "b", ResponseId = "rb" },
            new ChatResponseUpdate(ChatRole.Assistant, " Most of them are flats today.") { MessageId = "b", ResponseId = "rb" },
            new ChatResponseUpdate(ChatRole.Assistant, " A ferry leaves every hour.") { MessageId = "b", ResponseId = "rb" },
            new ChatResponseUpdate { Contents = [usage], FinishReason = ChatFinishReason.Stop, MessageId = "b", ResponseId = "rb" });
        var dying = new ScriptedChatClient().SendsThenFails(
            FailureReason.StreamInterrupted, [.. Half.Select(static text => new ChatResponseUpdate(ChatRole.Assistant, text) { MessageId = "a", ResponseId = "ra" })]);
        using var runtime = Two(dying, steady);

        var response = await runtime.Orchestrator.AsChatClient(Steps.AtOnce).GetStreamingResponseAsync("Describe it.", cancellationToken: Token).ToChatResponseAsync(Token);

        Assert.Equal((Whole, "ra"), (response.Text, response.ResponseId));
        Assert.Equal("a", Assert.Single(response.Messages).MessageId);
        Assert.Equal((20, ChatFinishReason.Stop), (response.Usage?.OutputTokenCount, response.FinishReason));
    }

    [Fact]
    public async Task A_longTextupdate_keeps_what_it_says_beside_its_text()
    {
        var longText = string.Concat(Enumerable.Repeat(Whole + " ", 5));
        var all = new ChatResponseUpdate(ChatRole.Assistant, [new TextContent(longText), new UsageContent(new UsageDetails { InputTokenCount = 10, OutputTokenCount = 99 })])
        {
            FinishReason = ChatFinishReason.Stop, AdditionalProperties = new() { ["fact"] = "kept" },
        };
        using var runtime = TestRuntime.With(new ScriptedChatClient().Sends(all));

        var response = await runtime.Orchestrator.AsChatClient(Steps.AtOnce).GetStreamingResponseAsync("Describe it.", cancellationToken: Token).ToChatResponseAsync(Token);

        Assert.Equal((longText, ChatFinishReason.Stop, 99), (response.Text, response.FinishReason, response.Usage?.OutputTokenCount));
        Assert.Equal("kept", response.AdditionalProperties?["fact"]);
    }

    [Theory]
    [MemberData(nameof(Unspliceable))]
    public async Task What_is_no_plain_text_begins_anew_and_the_reader_is_told(string what, ChatResponseUpdate extra)
    {
        Assert.NotEmpty(what);
        var dying = new ScriptedChatClient().SendsThenFails(FailureReason.StreamInterrupted, [.. Half.Select(static text => new ChatResponseUpdate(ChatRole.Assistant, text)), extra]);
        using var runtime = Two(dying, new ScriptedChatClient().Says(Whole));

        var events = await runtime.Orchestrator.StreamAsync(Steps.Ask(Steps.Once), "Describe it.", cancellationToken: Token).ToListAsync(Token);

        Assert.Single(events.OfType<Restarted>());
        Assert.Equal(Whole, string.Concat(events.SkipWhile(static e => e is not Restarted).OfType<TextDelta>().Select(static delta => delta.Text)));
    }

    public static TheoryData<string, ChatResponseUpdate> Unspliceable() => new()
    {
        { "a tool call", new ChatResponseUpdate(ChatRole.Assistant, [new FunctionCallContent("1", "search")]) },
        { "signed reasoning", new ChatResponseUpdate(ChatRole.Assistant, [new TextReasoningContent("hm") { ProtectedData = "signature" }]) },
        { "an image", new ChatResponseUpdate(ChatRole.Assistant, [new DataContent(new byte[] { 1 }, "image/png")]) },
        { "a citation", new ChatResponseUpdate(ChatRole.Assistant, [new TextContent(" cited") { Annotations = [new CitationAnnotation()] }]) },
    };

    [Theory]
    [InlineData("n", 2)]
    [InlineData("logprobs", true)]
    public async Task Several_choices_and_log_probabilities_begin_anew(string option, object value)
    {
        using var runtime = Two(new ScriptedChatClient().DiesAfter(Half), new ScriptedChatClient().Says(Whole));
        var graph = Graph.Define("one", 1, (GraphBuilder g, Step<string> input) => g.Ask(
            "ask", input, text => Prompt.User(text).With(new() { Additional = new PromptOptions().Additional.Add(option, value) }).AsText(), Steps.Once));

        var events = await runtime.Orchestrator.StreamAsync(graph, "Describe it.", cancellationToken: Token).ToListAsync(Token);

        Assert.Single(events.OfType<Restarted>());
    }

    [Fact]
    public async Task An_answer_of_which_the_reader_has_nothing_begins_anew_in_silence()
    {
        using var runtime = Two(new ScriptedChatClient().SendsThenFails(FailureReason.StreamInterrupted, new ChatResponseUpdate(ChatRole.Assistant, [new TextReasoningContent("hm")])), new ScriptedChatClient().Says(Whole));

        var events = await runtime.Orchestrator.StreamAsync(Steps.Ask(Steps.Once), "Describe it.", cancellationToken: Token).ToListAsync(Token);

        Assert.Empty(events.OfType<Restarted>());
        Assert.Empty(events.OfType<Spliced>());
        Assert.Equal(Whole, Assert.IsType<RunEnded<string>>(events[^1]).Result.Value);
    }

    [Fact]
    public async Task A_run_without_a_reader_begins_anew()
    {
        var steady = new ScriptedChatClient().Says(Whole);
        using var runtime = Two(new ScriptedChatClient().DiesAfter(Half), steady);

        var result = await runtime.Orchestrator.RunAsync(Steps.Ask(Steps.Once), "Describe it.", cancellationToken: Token);

        Assert.Equal(Whole, result.Value);
        Assert.Single(Assert.Single(steady.Requests).Messages);
    }

    [Fact]
    public async Task A_filter_that_stops_an_answer_is_not_gone_around_by_carrying_it_on()
    {
        var steady = Continues();
        using var runtime = Two(new ScriptedChatClient().SaysAndEndsBy(ChatFinishReason.ContentFilter, Half), steady);

        var events = await runtime.Orchestrator.StreamAsync(Steps.Ask(Steps.Once), "Describe it.", cancellationToken: Token).ToListAsync(Token);

        Assert.Equal(FailureReason.ContentFiltered, Assert.IsType<RunEnded<string>>(events[^1]).Result.Failure?.Reason);
        Assert.Empty(steady.Requests);
    }

    [Fact]
    public async Task A_second_death_is_carried_on_as_the_first_was()
    {
        using var runtime = new TestRuntime(static builder => builder
            .AddModel("a", new ScriptedChatClient().DiesAfter(Half))
            .AddModel("b", new ScriptedChatClient().DiesAfter(" Most of them", " are flats", " today. A", " ferry leaves", " every", " ho"))
            .AddModel("c", new ScriptedChatClient().Says("Most of them are", " flats today.", " A ferry leaves", " every hour.")));

        var events = await runtime.Orchestrator.StreamAsync(Steps.Ask(Steps.Once), "Describe it.", cancellationToken: Token).ToListAsync(Token);

        Assert.Equal(Whole, string.Concat(events.OfType<TextDelta>().Select(static delta => delta.Text)));
        Assert.Equal(2, events.OfType<Spliced>().Count());
        Assert.Equal(Whole, Assert.Single(await runtime.BodiesAsync<StepCompletedRecord>()).Completion!.Text);
    }

    private static ScriptedChatClient Continues() => new ScriptedChatClient().Says(" Most of them", " are flats", " today. A ferry", " leaves every", " hour.");

    private static TestRuntime Two(IChatClient dying, IChatClient steady) => new(builder => builder
        .AddModel("dying", dying, TestRuntime.OneDollarAMillion)
        .AddModel("steady", steady, TestRuntime.OneDollarAMillion));
}
