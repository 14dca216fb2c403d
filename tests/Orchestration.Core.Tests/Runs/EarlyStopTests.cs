using Orchestration.Audit;
using Orchestration.Core.Tests.Testing;
using Orchestration.Models;
using Orchestration.Runs;
using Orchestration.Schemas;
using Orchestration.Testing;

namespace Orchestration.Core.Tests.Runs;

public sealed class EarlyStopTests
{
    private const string Doomed = """{"seller":"Tea & Co","items":[{"name":"Oolong","price":"1""";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_call_is_ended_at_the_first_character_that_no_valid_answer_has_there()
    {
        // A client that hangs after its pieces would never end by itself.
        var model = new ScriptedChatClient().HangsAfter([.. Doomed.Select(static c => c.ToString())]).Says(StructuredSteps.Valid);
        using var runtime = TestRuntime.With(model);

        var events = await runtime.Orchestrator.StreamAsync(StructuredSteps.Read(), "a bill", cancellationToken: Token).ToListAsync(Token);

        Assert.True(Assert.IsType<RunEnded<Bill>>(events[^1]).Result.Succeeded);
        Assert.Equal(Doomed.Length - 1, Assert.Single(events.OfType<AttemptFailed>()).Failure.StoppedAt);
        var stopped = (await runtime.BodiesAsync<AttemptEndedRecord>())[0];
        var position = Doomed.Length - 1;
        Assert.Equal(position, stopped.Stopped!.Position);
        Assert.Equal(Doomed[..position], stopped.Completion!.Text);
        Assert.Equal((FailureReason.InvalidOutput, "/items/0/price"), (stopped.Failure!.Value, stopped.ValidationErrors.Single().InstancePath));
        Assert.Equal(0, model.InFlight);
    }

    [Fact]
    public async Task The_repair_of_a_stopped_answer_says_that_it_was_stopped()
    {
        var model = new ScriptedChatClient().HangsAfter(Doomed).Says(StructuredSteps.Valid);
        using var runtime = TestRuntime.With(model);

        await runtime.Orchestrator.RunAsync(StructuredSteps.Read(), "a bill", cancellationToken: Token);

        Assert.Equal(Doomed, model.Requests[1].Messages[^2].Text);
        Assert.Contains("The answer was stopped there", model.Requests[1].LastText);
    }

    [Fact]
    public async Task The_saved_tokens_are_in_the_record()
    {
        var model = new ScriptedChatClient().Says([.. StructuredSteps.Valid.Chunk(2).Select(static piece => new string(piece))]).HangsAfter("""{"seller":7""").Says(StructuredSteps.Valid);
        using var runtime = TestRuntime.With(model);
        var graph = StructuredSteps.Read();

        await runtime.Orchestrator.RunAsync(graph, "a bill", cancellationToken: Token);
        await runtime.Orchestrator.RunAsync(graph, "another bill", cancellationToken: Token);

        var ended = await runtime.BodiesAsync<AttemptEndedRecord>();
        var (usual, stop) = (ended[0].Completion!.Usage!.OutputTokens!.Value, ended[1].Stopped!);
        Assert.True(stop.ReceivedTokens > 0);
        Assert.Equal(usual - stop.ReceivedTokens, stop.SavedTokens);
        Assert.Equal(1_000 - stop.ReceivedTokens, stop.SavedTokensAtMost);
        Assert.Null(ended[2].Stopped);
    }

    [Fact]
    public async Task Before_a_step_has_had_an_answer_only_the_limit_tells_what_was_saved()
    {
        using var runtime = TestRuntime.With(new ScriptedChatClient().HangsAfter("""{"seller":7""").Says(StructuredSteps.Valid));

        await runtime.Orchestrator.RunAsync(StructuredSteps.Read(), "a bill", cancellationToken: Token);

        Assert.Null((await runtime.BodiesAsync<AttemptEndedRecord>())[0].Stopped!.SavedTokens);
    }

    [Theory]
    [InlineData(JsonTolerance.None, "Sure", 1)]
    [InlineData(JsonTolerance.None, "```json\n{", 3)]
    [InlineData(JsonTolerance.CodeFence, "```json\n{\"seller\":7", 19)]
    [InlineData(JsonTolerance.CodeFence | JsonTolerance.SurroundingText, " \n{\"seller\":7", 13)]
    public async Task What_the_policy_does_not_take_ends_the_call_too(JsonTolerance tolerance, string said, int position)
    {
        using var runtime = TestRuntime.With(new ScriptedChatClient().HangsAfter(said).Says(StructuredSteps.Valid));

        await runtime.Orchestrator.RunAsync(StructuredSteps.Read(new() { Output = new() { Tolerance = tolerance } }), "a bill", cancellationToken: Token);

        Assert.Equal(position, (await runtime.BodiesAsync<AttemptEndedRecord>())[0].Stopped!.Position);
    }

    [Theory]
    [InlineData(JsonTolerance.SurroundingText, "I read {it} so: ")]
    [InlineData(JsonTolerance.SurroundingText, "`bill` reads\nso: ")]
    [InlineData(JsonTolerance.CodeFence, "```json\n")]
    public async Task An_answer_that_may_become_valid_is_read_to_its_end(JsonTolerance tolerance, string before)
    {
        using var runtime = TestRuntime.With(new ScriptedChatClient().Says([before, .. StructuredSteps.Valid.Select(static c => c.ToString())]));

        Assert.True((await runtime.Orchestrator.RunAsync(StructuredSteps.Read(Steps.Once with { Output = new() { Tolerance = tolerance } }), "a bill", cancellationToken: Token)).Succeeded);
    }

    [Theory]
    [InlineData(JsonTolerance.CodeFence, "```json\n", "\n```")]
    [InlineData(JsonTolerance.CodeFence, "```\n\u00A0\n", "```\n")]
    [InlineData(JsonTolerance.SurroundingText, "", " That is all.")]
    public async Task What_may_follow_the_document_does_not_end_the_call_though_it_comes_in_one_piece_with_it(JsonTolerance tolerance, string before, string after)
    {
        using var runtime = TestRuntime.With(new ScriptedChatClient().Says(before + StructuredSteps.Valid + after));

        Assert.True((await runtime.Orchestrator.RunAsync(StructuredSteps.Read(Steps.Once with { Output = new() { Tolerance = tolerance } }), "a bill", cancellationToken: Token)).Succeeded);
    }

    [Theory]
    [InlineData(false, JsonTolerance.None)]
    [InlineData(true, JsonTolerance.TrailingCommas)]
    public async Task Where_it_is_not_wanted_or_not_sure_the_answer_is_read_to_its_end(bool stopsEarly, JsonTolerance tolerance)
    {
        using var runtime = TestRuntime.With(new ScriptedChatClient().Says(StructuredSteps.WrongPrice));

        await runtime.Orchestrator.RunAsync(StructuredSteps.Read(Steps.Once with { Output = new() { StopsEarly = stopsEarly, Tolerance = tolerance } }), "a bill", cancellationToken: Token);

        var ended = Assert.Single(await runtime.BodiesAsync<AttemptEndedRecord>());
        Assert.Null(ended.Stopped);
        Assert.Equal(StructuredSteps.WrongPrice, ended.Completion!.Text);
    }
}
