using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Orchestration.Models;
using Orchestration.Providers.OpenAI;

namespace Orchestration.WireCases.Protocols;

/// <summary>OpenAI's embeddings, of OpenAI, Azure and llama.cpp.</summary>
internal sealed class EmbeddingsProtocol : Protocol
{
    public override bool Owns(WireCase @case) =>
        @case.Api == "embeddings" && @case.Path.Split('?')[0].EndsWith("/embeddings", StringComparison.Ordinal) && !@case.Path.StartsWith("/api/embeddings", StringComparison.Ordinal);

    public override async Task<Outcome> RunAsync(WireCase @case, HttpClient http, Uri server)
    {
        var (options, model) = OpenAIServers.Of(@case, server);
        using var generator = new OpenAIEmbeddingGenerator(http, options, model);
        var (texts, settings) = Read(@case);
        try
        {
            var embeddings = await generator.GenerateAsync(texts, settings);
            return new Outcome
            {
                InputTokens = embeddings.Usage?.InputTokenCount,
                Embeddings = new EmbeddingsOutcome(embeddings.Count, embeddings.FirstOrDefault()?.Vector.Length, [.. embeddings.SelectMany(static e => e.Vector[..Math.Min(3, e.Vector.Length)].ToArray()).Select(static f => (double)f)]),
            };
        }
        catch (ModelCallException e)
        {
            return new Outcome { Failure = e.Reason, ProviderCode = e.ProviderCode, RequestId = e.RequestId, RetryAfter = e.RetryAfter };
        }
    }

    public override Outcome Expected(WireCase @case)
    {
        if (@case.Expect.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.Object)
        {
            return ChatExpectation.OfError(@case, error);
        }

        var embeddings = @case.Expect.GetProperty("embeddings");
        return new Outcome
        {
            InputTokens = @case.Expect.TryGetProperty("usage", out var usage) && usage.ValueKind == JsonValueKind.Object && usage.TryGetProperty("input", out var input) ? input.GetInt64() : null,
            Embeddings = new EmbeddingsOutcome(
                embeddings.GetProperty("count").GetInt32(),
                embeddings.GetProperty("dims").EnumerateArray().Select(static dimensions => (int?)dimensions.GetInt32()).FirstOrDefault(),
                [.. embeddings.GetProperty("first3").EnumerateArray().SelectMany(static vector => vector.EnumerateArray()).Select(static number => number.GetDouble())]),
        };
    }

    public override void Normalize(JsonObject body, WireCase @case)
    {
        ChatMeaning.DropNulls(body);
        body.Remove("encoding_format");
        if (body["input"] is JsonValue single)
        {
            body["input"] = new JsonArray(single.DeepClone());
        }

        OpenAIServers.DropNamedModel(body, @case);
    }

    public override IEnumerable<string> RequestDifferences(WireCase @case, SentRequest sent) => OpenAIServers.Differences(@case, sent);

    /// <summary>Texts are given as texts; tokens, which the interface has no place for, as the request's own field.</summary>
    private static (List<string> Texts, EmbeddingGenerationOptions Options) Read(WireCase @case)
    {
        var options = new EmbeddingGenerationOptions { AdditionalProperties = [] };
        if (@case.Request is not { } request)
        {
            var count = @case.Expect.TryGetProperty("embeddings", out var expected) && expected.ValueKind == JsonValueKind.Object ? expected.GetProperty("count").GetInt32() : 1;
            return ([.. Enumerable.Repeat("Hello", count)], options);
        }

        var texts = new List<string>();
        foreach (var field in request.EnumerateObject())
        {
            switch (field.Name)
            {
                case "input" when field.Value.ValueKind == JsonValueKind.String:
                    texts.Add(field.Value.GetString()!);
                    break;
                case "input" when field.Value.EnumerateArray().All(static item => item.ValueKind == JsonValueKind.String):
                    texts.AddRange(field.Value.EnumerateArray().Select(static text => text.GetString()!));
                    break;
                case "dimensions" when field.Value.ValueKind == JsonValueKind.Number:
                    options.Dimensions = field.Value.GetInt32();
                    break;
                case "model" or "encoding_format":
                    break;
                default:
                    options.AdditionalProperties[field.Name] = field.Value;
                    break;
            }
        }

        return (texts, options);
    }
}
