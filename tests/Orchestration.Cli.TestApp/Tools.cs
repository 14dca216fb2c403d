using Microsoft.Extensions.DependencyInjection;
using Orchestration.DependencyInjection;
using Orchestration.Models;

namespace Orchestration.Cli.TestApp;

/// <summary>What the tool looks for.</summary>
internal sealed class Tools : IOrchestrationHost
{
    public void Configure(IOrchestrationBuilder builder) => Register(builder);

    /// <summary>As the application registers it, here and in its host.</summary>
    public static void Register(IOrchestrationBuilder builder) => builder
        .AddModel("large", new EchoClient("large"), new() { Price = Price.PerMillionTokens(inputUsd: 1000m, outputUsd: 2000m) })
        .AddModel("small", new EchoClient("small"))
        .AddGraph(Letters.Write)
        .AddGraph(Letters.Answer)
        .AddEval(new() { Name = "answer", Graph = "answer", GoldenSet = "evals/answer.yaml", Gate = new() { MustSee = 0.3 } })
        .AddEval(new() { Name = "few", Graph = "answer", GoldenSet = "evals/few.yaml", Repeats = 1 });
}
