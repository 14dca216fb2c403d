using Microsoft.Extensions.DependencyInjection;
using Orchestration.DependencyInjection;
using Orchestration.Graphs;
using Orchestration.Month.Workload;
using Orchestration.Month.World;
using Orchestration.Policies;
using Orchestration.Prompts;
using Orchestration.Runs;

namespace Orchestration.Month.Systems;

/// <summary>The library, through its public face: a graph of one step, streamed to the reader.</summary>
internal sealed class Library : ISystem
{
    public const string Step = "answer";

    private readonly IOrchestrator _orchestrator;
    private readonly Graph<Conversation, string> _graph;

    public Library(string name, WorldState world, ulong seed, StepPolicy policy, Action<IOrchestrationBuilder> configure)
    {
        (Name, Log) = (name, new CountingLog());
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(world.Time);
        services.AddSingleton(new Random((int)seed));
        var builder = services.AddOrchestration().UseAuditLog(_ => Log);
        foreach (var sheet in world.Sheets)
        {
            builder.AddModel(sheet.Name, world.Models[sheet.Name], sheet.Profile);
        }

        configure(builder);
        _orchestrator = services.BuildServiceProvider().GetRequiredService<IOrchestrator>();
        _graph = Graph.Define("assistant", version: 1, (GraphBuilder g, Step<Conversation> conversation) => g.Ask(Step, conversation, PromptOf, policy));
    }

    public string Name { get; }

    public CountingLog Log { get; }

    public async Task AnswerAsync(Request request, Shown shown)
    {
        var options = new RunOptions { Tenant = request.App, Deadline = ISystem.Deadline };
        var models = new Dictionary<int, string>();
        var speaking = 0;
        await foreach (var e in _orchestrator.StreamAsync(_graph, request.Conversation, options))
        {
            switch (e)
            {
                case AttemptStarted attempt:
                    models[attempt.Attempt] = attempt.Model;
                    break;
                case TextDelta delta:
                    speaking = delta.Attempt;
                    shown.Add(delta.Text);
                    break;
                case Restarted:
                    shown.TakeBack();
                    break;
                case Spliced spliced:
                    shown.Splices++;
                    (shown.SplicedAt, shown.FirstModel) = (spliced.Position, shown.FirstModel ?? models.GetValueOrDefault(speaking));
                    break;
                case RunEnded<string> end:
                    var step = end.Result.Steps is [var only, ..] ? only : null;
                    (shown.Model, shown.Attempts) = (step?.Model, step?.Attempts ?? models.Count);
                    shown.IsFromCache = step?.Outcome == Audit.StepOutcome.Cached;
                    shown.End(end.Result.Succeeded, end.Result.Failure?.Reason?.ToString());
                    break;
            }
        }
    }

    private static Prompt<string> PromptOf(Conversation conversation)
    {
        var prompt = Prompt.System(conversation.Instructions);
        foreach (var turn in conversation.Turns)
        {
            prompt = turn.IsUser ? prompt.User(turn.Text) : prompt.Assistant(turn.Text);
        }

        return prompt.AsText();
    }
}
