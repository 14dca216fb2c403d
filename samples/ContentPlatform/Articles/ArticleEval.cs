using Orchestration.Evals.Running;
using Orchestration.Evals.Scorers;

namespace ContentPlatform.Articles;

/// <summary>What a good article is: sixty of them must come out as well as those that were accepted. <c>evals/README.md</c> tells how to run it.</summary>
internal static class ArticleEval
{
    /// <summary>The eval, on the cases of <c>evals/articles.yaml</c>.</summary>
    public static Eval Articles { get; } = new()
    {
        Name = "articles",
        Graph = ArticleGraph.Write.Name,
        GoldenSet = "evals/articles.yaml",

        // Beside what each case expects to be mentioned: that what is said stands in the sources, and that front matter, title and four sections are there.
        Scorers =
        [
            Scorer.Groundedness("effect:sources#/sources", words: 4, bySentence: true, at: "/markdown", name: "groundedness"),
            Scorer.Regex(@"(?s)^---\n.+\n---\n\n# .+(\n## .+){4}", at: "/markdown", name: "form"),
        ],

        // The local model says the same each time, so once is enough. Sixty cases, once each, tell a drop of some 13 to 17 points from luck: to see less, add cases (docs/gate.md).
        Repeats = 1,
        Gate = new() { MustSee = 0.20 },
    };
}
