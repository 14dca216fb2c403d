using Orchestration.Graphs;
using Orchestration.Policies;
using Orchestration.Prompts;

namespace Orchestration.Cli.TestApp;

/// <summary>The graphs of the test application: one with items and a branch, in two versions, and one of a single step.</summary>
public static class Letters
{
    private static readonly StepPolicy Careful = new() { Route = "large", Fallback = Fallback.To("small"), Retry = new() { MaxAttempts = 1 } };

    private static readonly Graph<string, string> Paragraph = Graph.Define("paragraph", version: 1, static (GraphBuilder g, Step<string> topic) =>
        g.Ask("draft", topic, static t => Prompt.Text($"Write about {t}."), Careful));

    public static readonly Graph<Letter, string> Write = Graph.Define("letter", version: 2, static (GraphBuilder g, Step<Letter> letter) =>
    {
        var address = g.Effect("address", letter, static (l, _, _) => ValueTask.FromResult($"{l.To}, 1 Main Street"));
        var greeting = g.When("greeting", g.Compute("name", letter, static l => l.To), static name => name.Length > 0, static (then, name) =>
            then.Ask("greet", name, static n => Prompt.Text($"Greet {n}."), Careful));
        var paragraphs = g.ForEach("paragraphs", letter, static l => l.Topics, Paragraph);
        return g.Compute("whole", address, greeting, paragraphs, static (a, h, p) => $"{a}\n\n{(h.Or("Hello"))}\n\n{string.Join("\n\n", p)}");
    });

    public static readonly Graph<string, string> Answer = Graph.Define("answer", version: 1, static (GraphBuilder g, Step<string> question) =>
        g.Ask("answer", question, static q => Prompt.Text($"Answer: {q}"), Careful));
}

/// <summary>What a letter is to be.</summary>
public sealed record Letter(string To, string[] Topics);
