using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Orchestration.Models;
using Orchestration.Providers.Gemini;

namespace Orchestration.WireCases.Protocols;

/// <summary>Gemini's batchEmbedContents and embedContent.</summary>
internal sealed class GeminiEmbeddingProtocol : Protocol
{
    public override bool Owns(WireCase @case) => @case.Api == "embeddings" && @case.Path.Contains("mbedContent", StringComparison.Ordinal);

    public override async Task<Outcome> RunAsync(WireCase @case, HttpClient http, Uri server)
    {
        var path = GeminiPath.Parse(@case.Path);
        using var generator = new GeminiEmbeddingGenerator(http, path.Options(server), path.Model);
        var (texts, options) = @case.Request is { } recorded ? Read(GeminiMeaning.Of(recorded)) : (["Hello"], new EmbeddingGenerationOptions());
        try
        {
            var embeddings = await generator.GenerateAsync(texts, options);
            return new Outcome
            {
                InputTokens = embeddings.Usage?.InputTokenCount,
                Embeddings = new EmbeddingsOutcome(embeddings.Count, embeddings.Count > 0 ? embeddings[0].Vector.Length : null, [.. embeddings.SelectMany(static one => one.Vector[..Math.Min(3, one.Vector.Length)].ToArray()).Select(static value => (double)value)]),
            };
        }
        catch (ModelCallException e)
        {
            return new Outcome { Failure = e.Reason, ProviderCode = e.ProviderCode, RequestId = e.RequestId, RetryAfter = e.RetryAfter };
        }
    }

    public override Outcome Expected(WireCase @case)
    {
        if (!@case.Expect.TryGetProperty("embeddings", out var embeddings))
        {
            return GeminiExpectation.Of(@case);
        }

        return new Outcome
        {
            InputTokens = @case.Expect.TryGetProperty("usage", out var usage) && usage.ValueKind == JsonValueKind.Object && usage.TryGetProperty("input", out var input) && input.ValueKind == JsonValueKind.Number ? input.GetInt64() : null,
            Embeddings = new EmbeddingsOutcome(
                embeddings.GetProperty("count").GetInt32(),
                embeddings.GetProperty("dims").EnumerateArray().FirstOrDefault() is { ValueKind: JsonValueKind.Number } dimensions ? dimensions.GetInt32() : null,
                [.. embeddings.GetProperty("first3").EnumerateArray().SelectMany(static vector => vector.EnumerateArray()).Select(static value => value.GetDouble())]),
        };
    }

    public override void Normalize(JsonObject body, WireCase @case)
    {
        GeminiMeaning.Normalize(body);
        foreach (var request in body["requests"] as JsonArray ?? [])
        {
            // There is but one speaker here.
            (request!["content"] as JsonObject)?.Remove("role");
        }
    }

    public override IEnumerable<string> RequestDifferences(WireCase @case, SentRequest sent) => GeminiPath.Differences(@case, sent);

    private static (IReadOnlyList<string> Texts, EmbeddingGenerationOptions Options) Read(JsonObject body)
    {
        var requests = (body["requests"] as JsonArray ?? [body.DeepClone()]).Select(static request => request!.AsObject()).ToList();
        var options = new EmbeddingGenerationOptions { Dimensions = (int?)requests[0]["outputDimensionality"], AdditionalProperties = [] };
        if (!requests.TrueForAll(request => request["content"]!["parts"] is JsonArray { Count: 1 } parts && parts[0]!["text"] is not null && HaveSameOptions(request, requests[0])))
        {
            // Several parts for one vector, pictures, options of each text's own: there is no type for these, only the field itself.
            options.AdditionalProperties["requests"] = body["requests"]!.DeepClone();
            return ([.. requests.Select(static _ => string.Empty)], options);
        }

        foreach (var (name, value) in requests[0])
        {
            if (name is not ("content" or "model" or "outputDimensionality"))
            {
                options.AdditionalProperties[name] = value!.DeepClone();
            }
        }

        return ([.. requests.Select(static request => (string)request["content"]!["parts"]![0]!["text"]!)], options);
    }

    private static bool HaveSameOptions(JsonObject one, JsonObject other)
    {
        var (left, right) = (one.DeepClone().AsObject(), other.DeepClone().AsObject());
        left.Remove("content");
        right.Remove("content");
        return JsonNode.DeepEquals(left, right);
    }
}
