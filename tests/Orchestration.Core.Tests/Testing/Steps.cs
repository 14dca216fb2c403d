using Orchestration.Graphs;
using Orchestration.Policies;
using Orchestration.Prompts;

namespace Orchestration.Core.Tests.Testing;

/// <summary>The smallest graphs, for tests of what happens within a step.</summary>
internal static class Steps
{
    /// <summary>Retries without waiting.</summary>
    public static readonly StepPolicy AtOnce = new() { Retry = new() { BaseDelay = TimeSpan.Zero } };

    /// <summary>As <see cref="AtOnce"/>; an answer that breaks off begins anew, and nothing is held back.</summary>
    public static readonly StepPolicy Anew = AtOnce with { Splice = Splice.Never };

    /// <summary>One attempt on each candidate.</summary>
    public static readonly StepPolicy Once = new() { Retry = Retry.Never };

    /// <summary>One step, "ask", that sends its input and gives the answer.</summary>
    public static Graph<string, string> Ask(StepPolicy? policy = null) =>
        Graph.Define("one", 1, (GraphBuilder g, Step<string> input) => g.Ask("ask", input, static text => Prompt.Text(text), policy));

    /// <summary>As <see cref="Ask"/>, with a limit of tokens on the answer.</summary>
    public static Graph<string, string> AskAtMost(int maxOutputTokens, StepPolicy? policy = null) => Graph.Define("one", 1, (GraphBuilder g, Step<string> input) =>
        g.Ask("ask", input, text => Prompt.User(text).With(new() { MaxOutputTokens = maxOutputTokens }).AsText(), policy));

    /// <summary>As <see cref="Ask"/>, with a value for the case that no model answers.</summary>
    public static Graph<string, string> AskOr(string value, StepPolicy? policy = null) =>
        Graph.Define("one", 1, (GraphBuilder g, Step<string> input) => g.Ask("ask", input, text => Prompt.Text(text).WithFallback(value), policy));

    /// <summary>One step, "ask", for each item of the input: "items[0]/ask" and so on.</summary>
    public static Graph<int, IReadOnlyList<string>> AskEach(StepPolicy? policy = null, int maxConcurrency = 100) => Graph.Define("each", 1, (GraphBuilder g, Step<int> count) =>
        g.ForEach("items", count, static n => Enumerable.Range(0, n), (inner, item) => inner.Ask("ask", item, static i => Prompt.Text($"item {i}"), policy), maxConcurrency));
}
