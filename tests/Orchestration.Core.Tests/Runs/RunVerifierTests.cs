using System.Text.Json.Serialization;
using Microsoft.Extensions.DependencyInjection;
using Orchestration.Audit;
using Orchestration.Core.Tests.Replay;
using Orchestration.Core.Tests.Testing;
using Orchestration.Graphs;
using Orchestration.Models;
using Orchestration.Policies;
using Orchestration.Prompts;
using Orchestration.Replay;
using Orchestration.Runs;
using Orchestration.Testing;

namespace Orchestration.Core.Tests.Runs;

public sealed partial class RunVerifierTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_run_with_every_kind_of_step_holds_while_nothing_has_changed()
    {
        using var story = new RecordedStory(registered: true);
        var run = await story.Runtime.Orchestrator.RunAsync(story.Graph, "tea", cancellationToken: Token);

        var verified = await story.Runtime.Orchestrator.VerifyAsync(story.Runtime.Log, run.Run, cancellationToken: Token);

        Assert.Equal(VerificationOutcome.Holds, verified.Outcome);
        Assert.Empty(verified.Notes);
        Assert.NotNull(verified.Replay);
    }

    [Fact]
    public async Task Another_prompt_is_named_with_both_hashes_and_a_diff()
    {
        var verified = await VerifyAsync(Text("Name a town."), Text("Name a village."));

        Assert.Equal(("ask", DivergenceReason.Prompt), (verified.Divergence!.Step, verified.Divergence.Reason));
        Assert.NotEqual(verified.Divergence.RecordedHash, verified.Divergence.ActualHash);
        Assert.Equal(64, verified.Divergence.ActualHash!.Length);
        Assert.Contains(verified.Divergence.Diff, static line => line is { Mark: DiffMark.Removed } && line.Text.EndsWith("Name a town.", StringComparison.Ordinal));
        Assert.Contains(verified.Divergence.Diff, static line => line is { Mark: DiffMark.Added } && line.Text.EndsWith("Name a village.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Another_text_of_a_step_that_code_feeds_is_laid_to_the_code()
    {
        static Graph<string, string> Of(int words) => Graph.Define("one", 1, (GraphBuilder g, Step<string> input) =>
        {
            var shortened = g.Compute("shorten", input, text => text[..words]);
            return g.Ask("ask", shortened, static text => Prompt.Text(text));
        });

        var verified = await VerifyAsync(Of(3), Of(2));

        Assert.Equal(DivergenceReason.Code, verified.Divergence!.Reason);
        Assert.Contains("'shorten'", verified.Divergence.Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_option_of_the_request_is_laid_to_the_policy()
    {
        var verified = await VerifyAsync(Steps.AskAtMost(100), Steps.AskAtMost(200));

        Assert.Equal(DivergenceReason.Policy, verified.Divergence!.Reason);
        Assert.Contains("max_output_tokens", verified.Divergence.Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_schema_of_the_output_is_laid_to_the_schema()
    {
        var before = Graph.Define("one", 1, static (GraphBuilder g, Step<string> input) => g.Ask("ask", input, static text => Prompt.Json(VerifiedJson.Default.Old, text)));
        var after = Graph.Define("one", 1, static (GraphBuilder g, Step<string> input) => g.Ask("ask", input, static text => Prompt.Json(VerifiedJson.Default.New, text)));

        var verified = await VerifyAsync(before, after, """{"a":1}""");

        Assert.Equal(DivergenceReason.Schema, verified.Divergence!.Reason);
    }

    [Fact]
    public async Task A_step_that_is_gone_is_laid_to_the_code()
    {
        var before = Graph.Define("one", 1, static (GraphBuilder g, Step<string> input) => g.When("maybe", input, static _ => true, static (inner, text) => inner.Ask("ask", text, static t => Prompt.Text(t))));
        var after = Graph.Define("one", 1, static (GraphBuilder g, Step<string> input) => g.When("maybe", input, static _ => false, static (inner, text) => inner.Ask("ask", text, static t => Prompt.Text(t))));

        var lost = await VerifyAsync(before, after);
        var gained = await VerifyAsync(after, before);

        Assert.Equal(("maybe[then]/ask", DivergenceReason.Code), (lost.Divergence!.Step, lost.Divergence.Reason));
        Assert.Equal(("maybe[then]/ask", DivergenceReason.Code), (gained.Divergence!.Step, gained.Divergence.Reason));
    }

    [Fact]
    public async Task Code_that_throws_now_makes_the_run_diverge()
    {
        var before = Graph.Define("one", 1, static (GraphBuilder g, Step<string> input) => g.Compute("end", g.Ask("ask", input, static t => Prompt.Text(t)), static text => text));
        var after = Graph.Define("one", 1, static (GraphBuilder g, Step<string> input) => g.Compute("end", g.Ask("ask", input, static t => Prompt.Text(t)), static string (text) => throw new FormatException(text)));

        var verified = await VerifyAsync(before, after);

        Assert.Equal(("end", DivergenceReason.Code), (verified.Divergence!.Step, verified.Divergence.Reason));
    }

    [Fact]
    public async Task Another_policy_or_price_is_a_note_and_no_divergence()
    {
        using var runtime = TestRuntime.With(new ScriptedChatClient().Says("yes"));
        var run = await runtime.Orchestrator.RunAsync(Steps.Ask(), "tea", cancellationToken: Token);
        var options = new VerifyOptions { Graph = Steps.Ask(new() { Budget = Budget.Usd(1) }), Profiles = static _ => new ModelProfile { Price = Price.PerMillionTokens(2, 3) } };

        var verified = await runtime.Orchestrator.VerifyAsync(runtime.Log, run.Run, options, Token);

        Assert.Equal(VerificationOutcome.Holds, verified.Outcome);
        Assert.Equal([DivergenceReason.Policy, DivergenceReason.Catalogue], verified.Notes.Select(static note => note.Reason!.Value));
        Assert.Contains("2 / 3", verified.Notes[1].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_failed_holds_up_to_where_it_ended()
    {
        using var runtime = TestRuntime.With(new ScriptedChatClient().Fails(FailureReason.InvalidRequest));
        var run = await runtime.Orchestrator.RunAsync(Steps.Ask(), "tea", cancellationToken: Token);

        var same = await runtime.Orchestrator.VerifyAsync(runtime.Log, run.Run, new() { Graph = Steps.Ask() }, Token);
        var other = await runtime.Orchestrator.VerifyAsync(runtime.Log, run.Run, new() { Graph = Text("another") }, Token);

        Assert.Equal(VerificationOutcome.Holds, same.Outcome);
        Assert.Single(same.Notes);
        Assert.Equal(VerificationOutcome.Diverged, other.Outcome);
    }

    [Fact]
    public async Task A_log_that_is_only_read_is_verified_through_an_overlay()
    {
        using var folder = new TempFolder();
        RunId run;
        await using (var log = FileAuditLog.Open(new() { Folder = folder.Path }))
        {
            using var writing = new TestRuntime(static builder => builder.AddModel("model", new EchoClient())) { Log = log };
            run = (await writing.Orchestrator.RunAsync(Steps.Ask(), "tea", cancellationToken: Token)).Run;
        }

        var overlay = new OverlayAuditLog(new FileAuditReader(folder.Path), new InMemoryAuditLog());
        var before = await new FileAuditReader(folder.Path).ReadAsync(new AuditQuery(), Token).CountAsync(Token);
        using var reading = new TestRuntime(static builder => builder.AddModel("model", new ScriptedChatClient())) { Log = overlay };

        var verified = await reading.Orchestrator.VerifyAsync(overlay, run, new() { Graph = Steps.Ask() }, Token);

        Assert.Equal(VerificationOutcome.Holds, verified.Outcome);
        Assert.Equal(before, await new FileAuditReader(folder.Path).ReadAsync(new AuditQuery(), Token).CountAsync(Token));
    }

    [Fact]
    public async Task A_sample_is_summed_up_by_reason_and_step()
    {
        using var runtime = TestRuntime.With(new EchoClient());
        var each = await runtime.Orchestrator.RunAsync(Steps.AskEach(), 3, cancellationToken: Token);
        var one = await runtime.Orchestrator.RunAsync(Steps.Ask(), "tea", cancellationToken: Token);
        var lost = new RunId(new Guid(1, 2, 3, [4, 5, 6, 7, 8, 9, 10, 11]));

        var summary = await runtime.Orchestrator.VerifyAsync(runtime.Log, [one.Run, lost, one.Run], new VerifyOptions { Graph = Text("another") }, Token);
        var item = await runtime.Orchestrator.VerifyAsync(
            runtime.Log, [each.Run], new VerifyOptions { Graph = Graph.Define("each", 1, static (GraphBuilder g, Step<int> n) => g.ForEach("items", n, static n => Enumerable.Range(0, n), static (inner, item) => inner.Ask("ask", item, static i => Prompt.Text($"thing {i}")))) }, Token);

        Assert.Equal((0, 2, 1), (summary.Held, summary.Diverged, summary.NotVerifiable));
        Assert.Equal((DivergenceReason.Prompt, "ask", 2), Assert.Single(summary.Divergences));
        Assert.Equal((DivergenceReason.Prompt, "items/ask", 1), Assert.Single(item.Divergences));
    }

    private static Graph<string, string> Text(string prompt) => Graph.Define("one", 1, (GraphBuilder g, Step<string> input) => g.Ask("ask", input, _ => Prompt.Text(prompt)));

    private static async Task<RunVerification> VerifyAsync<TOut>(Graph<string, TOut> before, Graph after, string answer = "yes")
    {
        using var runtime = TestRuntime.With(new ScriptedChatClient().Says(answer));
        var run = await runtime.Orchestrator.RunAsync(before, "tea time", cancellationToken: Token);
        Assert.True(run.Succeeded);

        var verified = await runtime.Orchestrator.VerifyAsync(runtime.Log, run.Run, new() { Graph = after }, Token);

        Assert.Equal(VerificationOutcome.Diverged, verified.Outcome);
        return verified;
    }

    private sealed record Old(int A);

    private sealed record New(string A);

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
    [JsonSerializable(typeof(Old))]
    [JsonSerializable(typeof(New))]
    private sealed partial class VerifiedJson : JsonSerializerContext;
}
