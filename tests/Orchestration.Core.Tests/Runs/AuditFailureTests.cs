using Orchestration.Audit;
using Orchestration.Core.Tests.Testing;
using Orchestration.Graphs;
using Orchestration.Runs;
using Orchestration.Testing;

namespace Orchestration.Core.Tests.Runs;

/// <summary>An append that fails fails the step: no unaudited answer leaves the runtime.</summary>
public sealed class AuditFailureTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(AuditKind.RunStarted, "(run)", 0)]
    [InlineData(AuditKind.AttemptStarted, "ask", 0)]
    [InlineData(AuditKind.AttemptEnded, "ask", 1)]
    [InlineData(AuditKind.StepCompleted, "ask", 1)]
    [InlineData(AuditKind.RunEnded, "(run)", 1)]
    public async Task A_record_that_cannot_be_written_fails_the_run(AuditKind kind, string step, int calls)
    {
        var model = new ScriptedChatClient().Says("answer");
        using var runtime = RuntimeWith(model, kind);

        var result = await runtime.Orchestrator.RunAsync(Steps.Ask(Steps.Once), "x", cancellationToken: Token);

        Assert.Equal(step, result.Failure?.Step);
        Assert.Contains("the audit log refused a record, and no unaudited answer leaves the runtime: disk full", result.Failure!.Message);
        Assert.IsType<IOException>(result.Failure.InnerException);
        Assert.Equal(calls, model.Requests.Count);
        Assert.Throws<RunFailedException>(() => result.Value);
    }

    [Fact]
    public async Task A_stream_does_not_tell_a_step_as_done_whose_answer_is_not_recorded()
    {
        using var runtime = RuntimeWith(new ScriptedChatClient().Says("answer"), AuditKind.AttemptEnded);

        var events = await runtime.Orchestrator.StreamAsync(Steps.Ask(Steps.Once), "x", cancellationToken: Token).ToListAsync(Token);

        Assert.Equal(StepOutcome.Failed, Assert.Single(events.OfType<StepEnded>()).Outcome);
        Assert.False(Assert.IsType<RunEnded<string>>(events[^1]).Result.Succeeded);
    }

    [Fact]
    public async Task An_effects_result_that_cannot_be_recorded_fails_its_step()
    {
        using var runtime = RuntimeWith(new ScriptedChatClient(), AuditKind.Effect);
        var graph = Graph.Define("effect", 1, static (GraphBuilder g, Step<string> input) => g.Effect("send", input, static (text, _, _) => ValueTask.FromResult(text), Steps.AtOnce));

        Assert.Equal("send", (await runtime.Orchestrator.RunAsync(graph, "x", cancellationToken: Token)).Failure?.Step);
    }

    private static TestRuntime RuntimeWith(ScriptedChatClient model, AuditKind broken)
    {
        var log = new BrokenLog(broken);
        return new TestRuntime(builder => Microsoft.Extensions.DependencyInjection.OrchestrationServiceCollectionExtensions.AddModel(builder, "model", model, TestRuntime.OneDollarAMillion)) { Log = log };
    }

    private sealed class BrokenLog(AuditKind broken) : IAuditLog
    {
        private readonly InMemoryAuditLog _inner = new();

        public ValueTask AppendAsync(AuditRecord record, CancellationToken cancellationToken = default) =>
            record.Kind == broken ? throw new IOException("disk full") : _inner.AppendAsync(record, cancellationToken);

        public IAsyncEnumerable<AuditRecord> ReadAsync(AuditQuery query, CancellationToken cancellationToken = default) => _inner.ReadAsync(query, cancellationToken);

        public Task<AuditVerification> VerifyAsync(CancellationToken cancellationToken = default) => _inner.VerifyAsync(cancellationToken);
    }
}
