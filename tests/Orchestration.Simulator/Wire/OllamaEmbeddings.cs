using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Orchestration.Simulator.Answers;

namespace Orchestration.Simulator.Wire;

/// <summary>Ollama <c>/api/embed</c>.</summary>
internal sealed class OllamaEmbeddings : OllamaProtocol
{
    public override Protocol Name => Protocol.OllamaEmbeddings;

    public override Asked Read(JsonElement body, HttpRequest request)
    {
        var inputs = body.Get("input").Texts();
        return new Asked
        {
            Body = body,
            Model = body.Get("model").Text() ?? throw new FormatException("model is required"),
            Inputs = inputs,
            InputTokens = inputs.Sum(static input => Tokens.Count(input)),
            Dimensions = body.Get("dimensions").Number(),
        };
    }

    public override FrameSet Whole(Asked asked, Reply reply, ModelScript script, Dress dress)
    {
        var writer = new FrameWriter();
        var json = writer.Json;
        json.WriteStartObject();
        json.WriteString("model", asked.Model);
        json.WriteStartArray("embeddings");
        foreach (var input in asked.Inputs)
        {
            json.WriteStartArray();
            foreach (var value in Vectors.Of(input, asked.Dimensions ?? script.EmbeddingDimensions))
            {
                json.WriteNumberValue(value);
            }

            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteNumber("total_duration", 14_143_917);
        json.WriteNumber("load_duration", 1_019_500);
        json.WriteNumber("prompt_eval_count", reply.Usage.Input);
        WriteUnknown(json, dress);
        json.WriteEndObject();
        return new FrameSet(OllamaJson, [writer.Take(isEnd: true)], IsStream: false);
    }
}
