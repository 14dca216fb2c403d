using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Orchestration.Simulator.Answers;

namespace Orchestration.Simulator.Wire;

/// <summary>Gemini <c>:embedContent</c> and <c>:batchEmbedContents</c>.</summary>
internal sealed class GeminiEmbeddings : GeminiProtocol
{
    public override Protocol Name => Protocol.GeminiEmbeddings;

    public override Asked Read(JsonElement body, HttpRequest request)
    {
        var isSingle = request.Path.Value!.EndsWith(":embedContent", StringComparison.Ordinal);
        IReadOnlyList<JsonElement> requests = isSingle ? [body] : [.. body.Get("requests").Items()];
        IReadOnlyList<string> inputs = [.. requests.Select(static entry => entry.Get("content").Get("parts").ContentText())];
        return new Asked
        {
            Body = body,
            Model = ModelOf(request),
            Inputs = inputs,
            InputTokens = inputs.Sum(static input => Tokens.Count(input)),
            Dimensions = requests.Count == 0 ? null : Get(requests[0], "outputDimensionality", "output_dimensionality").Number(),
            IsSingle = isSingle,
        };
    }

    public override FrameSet Whole(Asked asked, Reply reply, ModelScript script, Dress dress)
    {
        var writer = new FrameWriter(isIndented: true);
        var json = writer.Json;
        json.WriteStartObject();
        if (asked.IsSingle)
        {
            json.WriteStartObject("embedding");
            Write(json, asked, script, asked.Inputs[0]);
        }
        else
        {
            json.WriteStartArray("embeddings");
            foreach (var input in asked.Inputs)
            {
                json.WriteStartObject();
                Write(json, asked, script, input);
            }

            json.WriteEndArray();
        }

        json.WriteStartObject("usageMetadata");
        json.WriteNumber("promptTokenCount", reply.Usage.Input);
        json.WriteEndObject();
        WriteUnknown(json, dress);
        json.WriteEndObject();
        return new FrameSet(GeminiJson, [writer.Raw("\n"u8).Take(isEnd: true)], IsStream: false);
    }

    private static void Write(Utf8JsonWriter json, Asked asked, ModelScript script, string input)
    {
        json.WriteStartArray("values");
        foreach (var value in Vectors.Of(input, asked.Dimensions ?? script.EmbeddingDimensions))
        {
            json.WriteNumberValue(value);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
