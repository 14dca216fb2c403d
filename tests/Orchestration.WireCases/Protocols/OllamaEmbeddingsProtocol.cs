using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Orchestration.Models;
using Orchestration.Providers.Llama;

namespace Orchestration.WireCases.Protocols;

/// <summary>Ollama's <c>/api/embed</c> and the older <c>/api/embeddings</c>.</summary>
internal sealed class OllamaEmbeddingsProtocol : Protocol
{
    public override bool Owns(WireCase @case) => @case.Api == "embeddings" && (@case.Path.Contains("/api/embed", StringComparison.Ordinal) || @case.Provider.StartsWith("ollama", StringComparison.Ordinal));

    public override async Task<Outcome> RunAsync(WireCase @case, HttpClient http, Uri server)
    {
        var (texts, given) = (new List<string>(), new EmbeddingGenerationOptions { AdditionalProperties = [] });
        var options = new LlamaOptions
        {
            BaseAddress = OllamaExpectation.BaseOf(@case, server),
            UsesOldEmbeddings = @case.Path.Contains("/api/embeddings", StringComparison.Ordinal),
        };
        Read(@case.Request, texts, given, options);
        using var generator = new OllamaEmbeddingGenerator(http, options, @case.Model ?? "nomic-embed-text");
        try
        {
            // A response without its request says itself how many texts there were.
            var count = @case.Request is null ? EmbeddingsOf(@case)?.Count ?? 1 : 0;
            var embeddings = await generator.GenerateAsync([.. texts, .. Enumerable.Repeat("Hello", count)], given);
            return new Outcome
            {
                InputTokens = embeddings.Usage?.InputTokenCount,
                Embeddings = new EmbeddingsOutcome(
                    embeddings.Count, embeddings[0].Vector.Length, [.. embeddings.SelectMany(static embedding => embedding.Vector[..Math.Min(3, embedding.Vector.Length)].ToArray().Select(static value => (double)value))]),
            };
        }
        catch (ModelCallException e)
        {
            return new Outcome { Failure = e.Reason, ProviderCode = e.ProviderCode, RequestId = e.RequestId, RetryAfter = e.RetryAfter };
        }
    }

    public override Outcome Expected(WireCase @case) => new()
    {
        InputTokens = OllamaExpectation.Count(OllamaExpectation.Member(@case.Expect, "usage"), "input"),
        Failure = OllamaExpectation.Failure(@case),
        RetryAfter = OllamaExpectation.RetryAfter(@case),
        Embeddings = EmbeddingsOf(@case),
    };

    public override void Normalize(JsonObject body, WireCase @case)
    {
        OllamaMeaning.Normalize(body);
        body.Remove("stream");
        if (body["input"] is JsonValue single)
        {
            body["input"] = new JsonArray(single.DeepClone());
        }
    }

    public override IEnumerable<string> RequestDifferences(WireCase @case, SentRequest sent) =>
        sent.Path == @case.Path ? [] : [$"path: recorded {@case.Path}, sent {sent.Path}"];

    private static void Read(JsonElement? request, List<string> texts, EmbeddingGenerationOptions given, LlamaOptions options)
    {
        foreach (var member in request?.EnumerateObject().ToArray() ?? [])
        {
            switch (member.Name)
            {
                case "model": given.ModelId = member.Value.GetString(); break;
                case "input" when member.Value.ValueKind == JsonValueKind.Array: texts.AddRange(member.Value.EnumerateArray().Select(static text => text.GetString()!)); break;
                case "input" or "prompt": texts.Add(member.Value.GetString()!); break;
                case "dimensions" when member.Value.ValueKind == JsonValueKind.Number: given.Dimensions = member.Value.GetInt32(); break;
                case "keep_alive" when member.Value.ValueKind != JsonValueKind.Null && OllamaConversation.KeepAlive(member.Value) is { } keepAlive: options.KeepAlive = keepAlive; break;
                default: given.AdditionalProperties![member.Name] = member.Value.ValueKind == JsonValueKind.Null ? null : member.Value; break;
            }
        }
    }

    private static EmbeddingsOutcome? EmbeddingsOf(WireCase @case)
    {
        if (OllamaExpectation.Member(@case.Expect, "embeddings") is not { } expected)
        {
            return null;
        }

        var dimensions = OllamaExpectation.Member(expected, "dims") is { ValueKind: JsonValueKind.Array } all && all.GetArrayLength() > 0 ? all[0].GetInt32() : (int?)null;
        var first = OllamaExpectation.Member(expected, "first3") is { ValueKind: JsonValueKind.Array } values
            ? values.EnumerateArray().SelectMany(static vector => vector.EnumerateArray()).Select(static value => value.GetDouble())
            : [];
        return new EmbeddingsOutcome((int)(OllamaExpectation.Count(expected, "count") ?? 0), dimensions, [.. first]);
    }
}
