using System.Text.Json.Serialization;
using Orchestration.Graphs;
using Orchestration.Policies;
using Orchestration.Prompts;

namespace Orchestration.TrimmedApp;

internal sealed record Question(string Topic);

internal sealed record Source(string Name, string Text);

internal sealed record Facts(string Summary, IReadOnlyList<string> Sentences);

internal sealed record Digest(string Title, Facts Facts);

[JsonSerializable(typeof(Question))]
[JsonSerializable(typeof(Source))]
[JsonSerializable(typeof(Facts))]
internal sealed partial class DigestJson : JsonSerializerContext;

internal static class Digests
{
    private const string Whale = """
        The sperm whale breathes through a single blowhole on the left side of its head. It can stay below the surface for an hour.
        Its head holds the spermaceti organ, which is filled with a waxy oil. The whale feeds on squid that it finds by echolocation.
        Sperm whales sleep upright near the surface for about ten minutes at a time. A calf is born after fifteen months.
        """;

    private static readonly StepPolicy Cached = new() { Cache = CachePolicy.For(TimeSpan.FromHours(1)) };

    public static readonly Graph<Question, Digest> Make = Graph.Define("digest", version: 1, static (GraphBuilder g, Step<Question> question) =>
    {
        var source = g.Effect("fetch", question, static (q, _, _) => ValueTask.FromResult(new Source($"{q.Topic}.txt", Whale)));
        var facts = g.Ask("facts", question, source, static (q, s) => Prompt.Json(
            DigestJson.Default.Facts, $"Give the summary and 3 sentences on the {q.Topic}.\n<source name=\"{s.Name}\">{s.Text}</source>"), Cached);
        var title = g.Ask("title", source, static s => Prompt.Text($"Suggest a title.\n<source name=\"{s.Name}\">{s.Text}</source>"), Cached);
        return g.Compute("digest", title, facts, static (t, f) => new Digest(t, f));
    }, DigestJson.Default);
}
