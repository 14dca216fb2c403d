using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Orchestration.DependencyInjection;
using Orchestration.Evals.Running;
using Orchestration.Evals.Scorers;
using Orchestration.Graphs;
using Orchestration.Models;
using Orchestration.Policies;
using Orchestration.Prompts;

namespace Orchestration.Cli.Tests.Commands.Replays;

/// <summary>The application whose runs are replayed, as the tool finds it: this assembly, by its name.</summary>
internal sealed class ReplayHost : IOrchestrationHost
{
    private static readonly StepPolicy Once = new() { Route = "small", Retry = Retry.Never };

    /// <summary>Two model steps; from version 4 on the second asks for something else.</summary>
    public static Graph<string, string> Note(int version, string ask = "Tell of") => Graph.Define("note", version, (GraphBuilder g, Step<string> topic) =>
    {
        var facts = g.Ask("facts", topic, t => Prompt.Text($"{ask} {t}"), Once);
        return g.Ask("note", facts, f => Prompt.Text($"{(version < 4 ? "Kindly" : "Curtly")} note {f}"), Once);
    });

    public static readonly Graph<string, string> Letter = Graph.Define("letter", 1, static (GraphBuilder g, Step<string> topic) =>
    {
        var sent = g.Effect("send", topic, static (t, _, _) => ValueTask.FromResult($"sent {t}"));
        return g.Ask("reply", sent, static s => Prompt.Text($"reply to {s}"), Once);
    });

    public void Configure(IOrchestrationBuilder builder) => Register(builder, new WordsModel("small"), "Tell of");

    /// <param name="builder">Where to.</param>
    /// <param name="small">The model that the graphs ask.</param>
    /// <param name="ask">How the first prompt begins.</param>
    public static void Register(IOrchestrationBuilder builder, IChatClient small, string ask)
    {
        builder.AddModel("small", small, Priced(1_000)).AddModel("big", new WordsModel("BIG"), Priced(2_000)).AddGraph(Letter)
            .AddEval(new Eval { Name = "notes", Graph = "note", GoldenSet = "notes.jsonl", Scorers = [Scorer.Contains(["kindly"], ignoreCase: true, name: "kind")] });
        for (var version = 1; version <= 5; version++)
        {
            builder.AddGraph(Note(version, ask));
        }
    }

    // An attempt takes 20 tokens: 2 cents on the small model, 4 on the big one.
    public static ModelProfile Priced(decimal usdPerMillion) => new() { Price = Price.PerMillionTokens(usdPerMillion, usdPerMillion), MaxOutputTokens = 100 };
}

/// <summary>The same application after a prompt was changed, without a new version.</summary>
internal sealed class ChangedReplayHost : IOrchestrationHost
{
    public void Configure(IOrchestrationBuilder builder) => ReplayHost.Register(builder, new WordsModel("small"), "Say all of");
}

/// <summary>A model that says its name and what it was asked, word by word.</summary>
internal sealed class WordsModel(string name) : IChatClient
{
    public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        yield return new ChatResponseUpdate(ChatRole.Assistant, $"{name}:");
        foreach (var word in messages.Last().Text.Split(' '))
        {
            yield return new ChatResponseUpdate(ChatRole.Assistant, $" {word}");
        }

        yield return new ChatResponseUpdate(ChatRole.Assistant, [new UsageContent(new() { InputTokenCount = 10, OutputTokenCount = 10 })]) { FinishReason = ChatFinishReason.Stop };
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceType == typeof(ChatClientMetadata) ? new ChatClientMetadata("words") : null;

    public void Dispose()
    {
    }
}
