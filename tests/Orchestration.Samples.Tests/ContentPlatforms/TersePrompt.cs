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
        var written = ContentPlatform.Articles.Prompts.Section(assignment);
        return written with { Messages = [.. written.Messages.Select(static message => message with { Parts = [.. message.Parts.Select(Terse)] })] };
    }

    private static PromptPart Terse(PromptPart part) => part is TextPart text ? new TextPart(text.Text.Replace("in about 150 words", "in about 40 words", StringComparison.Ordinal)) : part;
}
