using Orchestration.Graphs;
using Orchestration.Prompts;

namespace ContentPlatform.Articles;

/// <summary>How an article comes about. Begin to read here: this is the whole of it, and everything else in this project only serves it.</summary>
/// <remarks>
/// <code>
/// sources ─► research ─► outline ─► plan ─► sections (one call each, at once) ─► draft ─► polish ─► seo ─► assemble
/// </code>
/// A handle such as <c>notes</c> stands for a value that a run will have, and a step can only take handles that exist: so what compiles is well typed
/// and has no cycle. The lines below call no model. They describe the calls, in <see cref="Prompts"/>, and under which terms they are made, in
/// <see cref="Policies"/>; the runtime makes them, pays, retries, caches and records.
/// </remarks>
internal static class ArticleGraph
{
    public static readonly Graph<Brief, Article> Write = With(Prompts.Section);

    /// <summary>The graph with another prompt for its sections, to try that one out.</summary>
    public static Graph<Brief, Article> With(Func<Assignment, Prompt<string>> section) => Graph.Define("article", version: 1, (GraphBuilder g, Step<Brief> brief) =>
    {
        // An effect reads the outside. What it read is recorded, so that a replay needs neither the folder nor that it is unchanged.
        var material = g.Effect("sources", brief, static (b, _, cancelled) => SourceFolder.ReadAsync(b.Folder, cancelled), Policies.Sources);

        // A model is asked for JSON, and the step's value is a checked C# object.
        var notes = g.Ask("research", brief, material, Prompts.Research, Policies.Research);
        var outline = g.Ask("outline", brief, material, notes, Prompts.Outline, Policies.Outline);

        // Pure code needs no policy and no record.
        var plan = g.Compute("plan", brief, material, notes, outline, Assignment.For);

        // The sections do not wait for each other. They come back in the order of the plan.
        var sections = g.ForEach(
            "sections",
            plan,
            static assignments => assignments,
            (g, assignment) => g.Ask("write", assignment, section, Policies.Section),
            maxConcurrency: 4);

        var draft = g.Compute("draft", plan, sections, Markdown.Draft);
        var polished = g.Ask("polish", brief, draft, Prompts.Polish, Policies.Polish);
        var seo = g.Ask("seo", brief, polished, Prompts.Seo, Policies.Seo);
        return g.Compute("assemble", brief, outline, polished, seo, Markdown.Assemble);
    }, ArticleJson.Default);
}
