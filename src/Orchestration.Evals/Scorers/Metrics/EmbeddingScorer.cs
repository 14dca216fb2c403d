using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace Orchestration.Evals.Scorers.Metrics;

/// <summary>The cosine of the angle between the embeddings of two texts; what points away counts as 0.</summary>
internal sealed class EmbeddingScorer(MetricScorer rules, IEmbeddingGenerator<string, Embedding<float>>? generator) : IBoundScorer, IExpecting
{
    public string Name => rules.Name;

    public string Version => rules.Version;

    public bool TakesExpectation => rules.TakesExpectation;

    public IScorer Bind(IServiceProvider services) => generator is not null ? this : new EmbeddingScorer(
        rules,
        services.GetService<IEmbeddingGenerator<string, Embedding<float>>>() ?? throw new InvalidOperationException(
            $"The scorer '{Name}' needs an IEmbeddingGenerator<string, Embedding<float>>, and none is registered: add one to the services, or give one to Scorer.EmbeddingSimilarity."));

    public string? FaultOf(JsonElement argument) => rules.FaultOf(argument);

    public async ValueTask<Score> ScoreAsync(ScoredOutput output, CancellationToken cancellationToken)
    {
        if (generator is null)
        {
            return Score.Error($"The scorer '{Name}' has no embedding model: it was not bound to the application's services.");
        }

        var (asked, verdict) = rules.Prepare(output);
        if (asked is not var (rule, part))
        {
            return verdict!;
        }

        var similarity = (SimilarityRule)rule;
        if (similarity.OtherText(part) is not { } other)
        {
            return Score.NotApplicable("Neither the expectation nor a reference gives a text to compare with.");
        }

        try
        {
            var embeddings = await generator.GenerateAsync([part.Text, other], cancellationToken: cancellationToken).ConfigureAwait(false);
            return embeddings is [var left, var right] && Cosine(left.Vector.Span, right.Vector.Span) is { } cosine
                ? similarity.Of(cosine, FormattableString.Invariant($"The embeddings' cosine is {cosine:0.###}"))
                : Score.Error("The embedding model did not give two vectors of one length.");
        }
#pragma warning disable CA1031 // Whatever a client throws, the output is neither good nor bad for it.
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            return Score.Error($"The embedding model failed: {e.Message}");
        }
    }

    // Two vectors without length say nothing of each other.
    private static double? Cosine(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        if (left.Length != right.Length)
        {
            return null;
        }

        var (product, leftSquare, rightSquare) = (0.0, 0.0, 0.0);
        for (var i = 0; i < left.Length; i++)
        {
            product += (double)left[i] * right[i];
            leftSquare += (double)left[i] * left[i];
            rightSquare += (double)right[i] * right[i];
        }

        return leftSquare == 0 || rightSquare == 0 ? null : product / (Math.Sqrt(leftSquare) * Math.Sqrt(rightSquare));
    }
}
