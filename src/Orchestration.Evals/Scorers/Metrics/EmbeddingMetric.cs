using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Orchestration.Evals.Scorers.Metrics;

/// <summary>Reads the argument of embedding similarity; the judging waits for a model, see <see cref="EmbeddingScorer"/>.</summary>
internal sealed class EmbeddingMetric(IEmbeddingGenerator<string, Embedding<float>>? generator = null) : Metric<SimilarityRule>
{
    public override string Name => "embedding-similarity";

    public override string Form => SimilarityRule.Form;

    public override IScorer At(string? name, string? at, JsonElement? argument) => new EmbeddingScorer(new MetricScorer(this, name, at, argument), generator);

    public override object FromReference(JsonElement reference) => new SimilarityRule(null, null);

    protected override SimilarityRule ReadRule(JsonElement argument) => SimilarityRule.Read(argument);

    protected override Score Judge(SimilarityRule rule, Part part) => Score.Error("Embeddings are judged by their scorer.");
}
