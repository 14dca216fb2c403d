using System.Buffers.Binary;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Orchestration.Simulator.Answers;

namespace Orchestration.Simulator.Wire;

/// <summary>OpenAI <c>/v1/embeddings</c>.</summary>
internal sealed class OpenAIEmbeddings : OpenAIProtocol
{
    public override Protocol Name => Protocol.OpenAIEmbeddings;

    public override Asked Read(JsonElement body, HttpRequest request)
    {
        var inputs = body.Get("input").Texts();
        if (inputs.Count == 0)
        {
            throw new FormatException("'$.input' is invalid: the simulator embeds a text or an array of texts.");
        }

        return new Asked
        {
            Body = body,
            Model = ModelOf(body, request),
            Inputs = inputs,
            InputTokens = inputs.Sum(input => Tokens.Count(input)),
            Dimensions = body.Get("dimensions").Number(),
            AsBase64 = body.Get("encoding_format").Text() == "base64",
        };
    }

    public override FrameSet Whole(Asked asked, Reply reply, ModelScript script, Dress dress)
    {
        var writer = new FrameWriter();
        var json = writer.Json;
        json.WriteStartObject();
        json.WriteString("object", "list");
        json.WriteStartArray("data");
        for (var i = 0; i < asked.Inputs.Count; i++)
        {
            json.WriteStartObject();
            json.WriteString("object", "embedding");
            json.WriteNumber("index", i);
            Write(json, Vectors.Of(asked.Inputs[i], asked.Dimensions ?? script.EmbeddingDimensions), asked.AsBase64);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("model", asked.Model);
        json.WriteStartObject("usage");
        json.WriteNumber("prompt_tokens", reply.Usage.Input);
        json.WriteNumber("total_tokens", reply.Usage.Input);
        json.WriteEndObject();
        WriteUnknown(json, dress);
        json.WriteEndObject();
        return new FrameSet(Json, [writer.Take(isEnd: true)], IsStream: false);
    }

    private static void Write(Utf8JsonWriter json, float[] vector, bool asBase64)
    {
        if (asBase64)
        {
            var bytes = new byte[vector.Length * sizeof(float)];
            for (var i = 0; i < vector.Length; i++)
            {
                BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), vector[i]);
            }

            json.WriteBase64String("embedding", bytes);
            return;
        }

        json.WriteStartArray("embedding");
        foreach (var value in vector)
        {
            json.WriteNumberValue(value);
        }

        json.WriteEndArray();
    }
}
