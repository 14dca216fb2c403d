using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Orchestration.Audit;
using Orchestration.Graphs;
using Orchestration.Models;
using Orchestration.Policies;
using Orchestration.Prompts;
using Orchestration.Runs;
using Orchestration.Schemas;

namespace Orchestration.Chat;

/// <summary>The guarded call for code that has no graph: each request is a run of a graph of one step.</summary>
internal sealed class GuardedChatClient(IOrchestrator orchestrator, StepPolicy policy, RunOptions options) : IChatClient
{
    private static readonly ChatClientMetadata NoRoute = new("orchestration");

    private readonly Graph<ChatRequest, Completion> _graph = Graph.Define(
        "chat", version: 1, (GraphBuilder g, Step<ChatRequest> request) => g.Ask("answer", request, Prompt.Of, AsItIs(policy)), ChatRequestJson.Default);

    private readonly ChatClientMetadata _metadata = policy.Route is null ? NoRoute : new ChatClientMetadata("orchestration", defaultModelId: policy.Route);

    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        var updates = new List<ChatResponseUpdate>();
        await foreach (var e in StreamAsync(new ChatRequest(messages, options, isLive: false), cancellationToken).ConfigureAwait(false))
        {
            if (e is Restarted)
            {
                // Nobody has seen it yet: the next attempt begins anew.
                updates.Clear();
            }
            else
            {
                updates.AddRange(UpdatesOf(e));
            }
        }

        return updates.ToChatResponse();
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(messages);
        await foreach (var e in StreamAsync(new ChatRequest(messages, options, isLive: true), cancellationToken).ConfigureAwait(false))
        {
            foreach (var update in UpdatesOf(e))
            {
                yield return update;
            }
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null
            : serviceType == typeof(ChatClientMetadata) ? _metadata
            : serviceType.IsInstanceOfType(this) ? this
            : serviceType.IsInstanceOfType(orchestrator) ? orchestrator
            : null;
    }

    public void Dispose()
    {
        // The orchestrator is not this client's.
    }

    // The caller parses what is handed on: nothing around the JSON can be overlooked for them.
    private static StepPolicy AsItIs(StepPolicy policy) => policy with { Output = policy.Output with { Tolerance = JsonTolerance.None } };

    private IAsyncEnumerable<RunEvent> StreamAsync(ChatRequest request, CancellationToken cancellationToken) =>
        orchestrator.StreamAsync(_graph, request, options, cancellationToken);

    private static IEnumerable<ChatResponseUpdate> UpdatesOf(RunEvent e) => e switch
    {
        UpdateReceived received => [received.Update],
        TextDelta known => [new ChatResponseUpdate(ChatRole.Assistant, known.Text)],
        RunEnded<Completion> end => [LastOf(end.Result)],
        _ => [],
    };

    /// <summary>What an answer is followed by: which run it was. After an answer from the cache also what has not been streamed of it; its usage was paid for by another call.</summary>
    private static ChatResponseUpdate LastOf(RunResult<Completion> result)
    {
        var (answer, step) = (result.Value, result.Steps[^1]);
        var last = new ChatResponseUpdate { Role = ChatRole.Assistant, AdditionalProperties = [] };
        last.AdditionalProperties[ChatResponseProperties.RunId] = result.Run.ToString();
        last.AdditionalProperties[ChatResponseProperties.Outcome] = step.Outcome.ToString();
        last.AdditionalProperties[ChatResponseProperties.CostUsd] = result.UnpricedAttempts > 0 ? null : result.CostUsd;
        if (step.Outcome != StepOutcome.New)
        {
            (last.FinishReason, last.ModelId) = (answer.FinishReason is { } reason ? new ChatFinishReason(reason) : null, answer.ModelId);
            foreach (var call in answer.ToolCalls)
            {
                last.Contents.Add(ChatMessages.From(call));
            }
        }

        return last;
    }
}
