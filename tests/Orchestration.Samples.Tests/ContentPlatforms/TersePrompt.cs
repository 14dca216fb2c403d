using ContentPlatform.Articles;
using ContentPlatform.Models;
using Microsoft.Extensions.DependencyInjection;
using Orchestration.DependencyInjection;
using Orchestration.Prompts;

namespace Orchestration.Samples.Tests.ContentPlatforms;

/// <summary>The sample after the change that its exercise proposes: sections of 40 words. The tool loads it as it loads the sample.</summary>
internal sealed class TersePrompt : IOrchestrationHost
{
    public void Configure(IOrchestrationBuilder builder)
    {
        ModelChoice.From(static _ => null, local: true, simulate: false).AddTo(builder, PlannedFailures.Parse([]), pace: null, simulator: null);
        builder.AddGraph(ArticleGraph.With(Section)).AddEval(ArticleEval.Articles);
    }

    private static Prompt<string> Section(Assignment assignment)
    {
        var written = Prompts.Section(assignment);
        var question = written.Messages[^1].Text;
        Assert.Contains("about 150 words", question, StringComparison.Ordinal);
        return Prompt.System(Prompts.Roles["sections"]).User(question.Replace("about 150 words", "about 40 words", StringComparison.Ordinal)).With(new() { MaxOutputTokens = 600 }).AsText();
    }
}
