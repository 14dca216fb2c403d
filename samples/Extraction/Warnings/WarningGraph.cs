using Orchestration.Graphs;
using Orchestration.Prompts;

namespace Extraction.Warnings;

/// <summary>From a document to a typed record. Begin to read here: one step, which asks a model for a <see cref="Warning"/>.</summary>
internal static class WarningGraph
{
    /// <summary>The graph for one model, so that models can be compared. An application that knows its model would have one graph, in a static field.</summary>
    public static Graph<Document, Warning> For(string model) => Graph.Define(
        "warning", version: 1, (GraphBuilder g, Step<Document> document) => g.Ask("read", document, Ask, Policies.Read with { Route = model }), WarningJson.Default);

    /// <summary>What is asked. Nothing is said of JSON: that the answer is a <see cref="Warning"/> says it all.</summary>
    private static Prompt<Warning> Ask(Document document) => Prompt
        .System("You note what weather warnings say. You only use the document you are given.")
        .User($"""
            What does this warning say?

            <document name="{document.Name}">
            {Harmless(document.Text)}
            </document>
            """)
        .With(new() { MaxOutputTokens = 800 })
        .AsJson(WarningJson.Default.Warning);

    // A text must not be able to end its own tag and go on as an instruction.
    private static string Harmless(string text) => text.Replace("</document", "< /document", StringComparison.OrdinalIgnoreCase);
}
