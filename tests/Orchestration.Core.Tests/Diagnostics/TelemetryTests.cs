using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Orchestration.Core.Tests.Testing;
using Orchestration.Diagnostics;
using Orchestration.Models;
using Orchestration.Policies;
using Orchestration.Runs;
using Orchestration.Testing;

namespace Orchestration.Core.Tests.Diagnostics;

public sealed class TelemetryTests : IDisposable
{
    // Sources and meters are a process's: what other tests cause is told apart by the trace and by the model's name.
    private readonly ConcurrentBag<Activity> _spans = [];
    private readonly ConcurrentBag<(string Metric, double Value, Dictionary<string, object?> Tags)> _measured = [];
    private readonly ActivityListener _activities;
    private readonly MeterListener _meters = new();
    private readonly Activity _root = new Activity("test").Start();

    public TelemetryTests()
    {
        _activities = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == OrchestrationTelemetry.Name,
            Sample = static (ref _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _spans.Add,
        };
        ActivitySource.AddActivityListener(_activities);
        _meters.InstrumentPublished = static (instrument, listener) =>
        {
            if (instrument.Meter.Name == OrchestrationTelemetry.Name)
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _meters.SetMeasurementEventCallback<long>((instrument, value, tags, _) => _measured.Add((instrument.Name, value, Dictionary(tags))));
        _meters.SetMeasurementEventCallback<double>((instrument, value, tags, _) => _measured.Add((instrument.Name, value, Dictionary(tags))));
        _meters.Start();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _root.Dispose();
        _activities.Dispose();
        _meters.Dispose();
    }

    [Fact]
    public async Task A_run_is_a_span_of_spans_that_say_what_the_log_says()
    {
        using var runtime = TestRuntime.With(new ScriptedChatClient().Says("a", "b"));

        var result = await runtime.Orchestrator.RunAsync(Steps.Ask(), "secret question", new RunOptions { Tenant = "acme" }, Token);

        var (run, ask, chat) = (Span("invoke_workflow"), Span("ask"), Span("chat"));
        Assert.Equal((_root.SpanId, run.SpanId, ask.SpanId), (run.ParentSpanId, ask.ParentSpanId, chat.ParentSpanId));
        Assert.Equal((result.Run.ToString(), "acme", "Succeeded"), (run.GetTagItem("orchestration.run.id"), run.GetTagItem("orchestration.tenant"), run.GetTagItem("orchestration.outcome")));
        Assert.Equal(("New", 1), (ask.GetTagItem("orchestration.outcome"), ask.GetTagItem("orchestration.attempts")));
        Assert.Equal(ActivityKind.Client, chat.Kind);
        Assert.Equal("chat model", chat.DisplayName);
        Assert.Equal(("scripted", "model", 10L, 2L), (chat.GetTagItem("gen_ai.provider.name"), chat.GetTagItem("gen_ai.request.model"), chat.GetTagItem("gen_ai.usage.input_tokens"), chat.GetTagItem("gen_ai.usage.output_tokens")));
        Assert.Equal((double)result.CostUsd, chat.GetTagItem("orchestration.cost_usd"));
        Assert.DoesNotContain(Spans().SelectMany(static span => span.TagObjects), static tag => tag.Value?.ToString()?.Contains("secret", StringComparison.Ordinal) == true);
    }

    [Fact]
    public async Task Prompts_and_answers_are_traced_only_when_asked_for()
    {
        using var runtime = new TestRuntime(
            static builder => builder.AddModel("model", new ScriptedChatClient().Says("the ", "answer")), static options => options.TraceContent = true);

        await runtime.Orchestrator.RunAsync(Steps.Ask(), "the question", cancellationToken: Token);

        Assert.Equal("""[{"role":"user","parts":[{"type":"text","content":"the question"}]}]""", Span("chat").GetTagItem("gen_ai.input.messages"));
        Assert.Equal("""[{"role":"assistant","parts":[{"type":"text","content":"the answer"}],"finish_reason":"stop"}]""", Span("chat").GetTagItem("gen_ai.output.messages"));
    }

    [Fact]
    public async Task A_failed_attempt_and_a_failed_run_are_errors_of_their_reason()
    {
        using var runtime = TestRuntime.With(new ScriptedChatClient().Fails(FailureReason.QuotaExhausted));

        await runtime.Orchestrator.RunAsync(Steps.Ask(Steps.Once), "x", cancellationToken: Token);

        Assert.All(Spans(), static span => Assert.Equal((ActivityStatusCode.Error, "quota_exhausted"), (span.Status, span.GetTagItem("error.type"))));
        Assert.Equal(3, Spans().Count());
    }

    [Fact]
    public async Task Attempts_are_measured_by_tokens_time_and_cost()
    {
        using var runtime = new TestRuntime(static builder => builder.AddModel("measured", new ScriptedChatClient().Says("a", "b", "c"), TestRuntime.OneDollarAMillion));

        await runtime.Orchestrator.RunAsync(Steps.Ask(), "x", cancellationToken: Token);

        Assert.Equal([("input", 10), ("output", 3)], Of("gen_ai.client.token.usage", "measured").Select(static each => ((string)each.Tags["gen_ai.token.type"]!, each.Value)).Order());
        Assert.Equal(0.000013, Assert.Single(Of("orchestration.cost", "measured")).Value, 9);
        Assert.Single(Of("gen_ai.client.operation.duration", "measured"));
        Assert.Single(Of("gen_ai.client.operation.time_to_first_chunk", "measured"));
        Assert.Equal(2, Of("gen_ai.client.operation.time_per_output_chunk", "measured").Count());
    }

    [Fact]
    public async Task Fallbacks_circuits_and_budgets_are_counted()
    {
        var broken = new ScriptedChatClient().Fails(FailureReason.Authentication);
        using var runtime = new TestRuntime(builder => builder
            .AddModel("counted-a", broken, TestRuntime.OneDollarAMillion)
            .AddModel("counted-b", new ScriptedChatClient().Says("b"), TestRuntime.OneDollarAMillion));

        await runtime.Orchestrator.RunAsync(Steps.Ask(Steps.Once), "x", cancellationToken: Token);
        await runtime.Orchestrator.RunAsync(Steps.Ask(Steps.Once), "x", cancellationToken: Token);
        await runtime.Orchestrator.RunAsync(Steps.Ask(Steps.Once), "x", new RunOptions { Budget = new Budget { MaxTokens = 1 } }, Token);

        Assert.Equal(["authentication", "circuit_open", "circuit_open"], Of("orchestration.fallbacks", "counted-b").Select(static each => (string)each.Tags["orchestration.reason"]!).Order());
        Assert.Equal(2, Of("orchestration.circuit.rejections", "counted-a").Sum(static each => each.Value));
        Assert.Equal(1, Of("orchestration.budget.refusals", "counted-b").Sum(static each => each.Value));
    }

    private static Dictionary<string, object?> Dictionary(ReadOnlySpan<KeyValuePair<string, object?>> tags) => new(tags.ToArray());

    private IEnumerable<Activity> Spans() => _spans.Where(span => span.TraceId == _root.TraceId);

    private Activity Span(string operation) => Assert.Single(Spans(), span => span.OperationName == operation);

    private IEnumerable<(string Metric, double Value, Dictionary<string, object?> Tags)> Of(string metric, string model) =>
        _measured.Where(each => each.Metric == metric && (string?)each.Tags.GetValueOrDefault("gen_ai.request.model") == model);
}
