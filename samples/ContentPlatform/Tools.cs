using ContentPlatform.Articles;
using ContentPlatform.Models;
using Microsoft.Extensions.DependencyInjection;
using Orchestration.DependencyInjection;

namespace ContentPlatform;

/// <summary>What the <c>orchestration</c> tool finds of this application: its graph, its models, its eval. The models are those of <c>write</c>: the providers whose keys are in the environment, else the local one.</summary>
internal sealed class Tools : IOrchestrationHost
{
    public void Configure(IOrchestrationBuilder builder)
    {
        ModelChoice.From(Environment.GetEnvironmentVariable, local: false, simulate: false).AddTo(builder, PlannedFailures.Parse([]), pace: null, simulator: null);
        builder.AddGraph(ArticleGraph.Write).AddEval(ArticleEval.Articles);
    }
}
