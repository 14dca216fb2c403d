using Orchestration.Prompts;

namespace ContentPlatform.Articles;

/// <summary>What each step asks. Pure: the same inputs give the same prompt, which is what lets a run be cached and replayed.</summary>
internal static class Prompts
{
    /// <summary>By step, the standing instruction its prompt begins with. Each step has one of its own.</summary>
    public static readonly IReadOnlyDictionary<string, string> Roles = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["research"] = "You are a researcher. You only use the sources you are given.",
        ["outline"] = "You are a commissioning editor. You only use the sources you are given.",
        ["sections"] = "You are a writer of plain, vivid prose. You only use the sources you are given.",
        ["polish"] = "You are a copy editor. You add nothing.",
        ["seo"] = "You are a librarian. You describe what is there.",
    };

    public static Prompt<Notes> Research(Brief brief, Material material) => Prompt
        .System(Roles["research"])
        .User($"""
            Find 16 facts on "{brief.Topic}", spread over all the sources. Name the source of each.

            {Tagged(material.Sources)}
            """)
        .With(new() { MaxOutputTokens = 2_500 })
        .AsJson(ArticleJson.Default.Notes);

    public static Prompt<Outline> Outline(Brief brief, Material material, Notes notes) => Prompt
        .System(Roles["outline"])
        .User($"""
            Plan an article on "{brief.Topic}" in 4 sections. Each section draws on one source, and no two on the same.

            {Tagged(material.Sources.Select(source => source with { Text = $"# {source.Title}\n\n{Bullets(notes.Facts, source)}" }))}
            """)
        .With(new() { MaxOutputTokens = 1_000 })
        .AsJson(ArticleJson.Default.Outline);

    public static Prompt<string> Section(Assignment assignment) => Prompt
        .System(Roles["sections"])
        .User($"""
            Write the section "{assignment.Section.Heading}" of an article on "{assignment.Topic}" in about 150 words, without its heading.
            It says: {assignment.Section.Gist}

            {Tagged(assignment.Sources)}
            """)
        .With(new() { MaxOutputTokens = 600 })
        .AsText();

    public static Prompt<string> Polish(Brief brief, string draft) => Prompt
        .System(Roles["polish"])
        .User($"""
            Polish this article on "{brief.Topic}". Keep its headings and its facts. Answer with the article alone, in Markdown.

            <draft>
            {draft}
            </draft>
            """)
        .With(new() { MaxOutputTokens = 3_000 })
        .AsText();

    public static Prompt<Seo> Seo(Brief brief, string article) => Prompt
        .System(Roles["seo"])
        .User($"""
            Describe this article on "{brief.Topic}" for search engines, with 6 keywords.

            <document name="article.md">
            {article}
            </document>
            """)
        .With(new() { MaxOutputTokens = 400 })
        .AsJson(ArticleJson.Default.Seo);

    private static string Bullets(IReadOnlyList<Fact> facts, Source source) =>
        string.Join('\n', facts.Where(fact => fact.Source == source.Name).Select(static fact => $"- {fact.Text}"));

    // A text must not be able to end its own tag and go on as an instruction.
    private static string Tagged(IEnumerable<Source> sources) => string.Join(
        "\n\n", sources.Select(static source => $"<source name=\"{source.Name}\">\n{source.Text.Replace("</source", "< /source", StringComparison.OrdinalIgnoreCase)}\n</source>"));
}
