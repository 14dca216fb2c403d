using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Orchestration.Simulator.Answers;

namespace Orchestration.Simulator.Wire;

/// <summary>Gemini <c>:generateContent</c> and <c>:streamGenerateContent</c>, the latter as events or as one array.</summary>
internal sealed class Gemini : GeminiProtocol
{
    // A tool call of a thinking model carries one; sent back as it came.
    private const string Signature = "EoQCU2ltdWxhdGVkU2lnbmF0dXJlT2ZUaG91Z2h0c0ZvclRlc3RzT25seQ==";

    public override Protocol Name => Protocol.Gemini;

    public override Asked Read(JsonElement body, HttpRequest request)
    {
        var meter = new PromptMeter();
        meter.Add(body.Get("tools"));
        meter.Add(Get(body, "systemInstruction", "system_instruction"));
        meter.Add(body.Get("contents"));
        var last = body.Get("contents").Items().LastOrDefault().Get("parts");
        var config = Get(body, "generationConfig", "generation_config");
        var calling = Get(Get(body, "toolConfig", "tool_config"), "functionCallingConfig", "function_calling_config");
        var isStreaming = request.Path.Value!.EndsWith(":streamGenerateContent", StringComparison.Ordinal);
        return new Asked
        {
            Body = body,
            Model = ModelOf(request),
            IsStreaming = isStreaming,
            AsArray = isStreaming && request.Query["alt"] != "sse",
            LastText = last.ContentText(),
            Before = body.Get("contents").Before("model", "parts"),
            HasToolResults = last.Items().Any(static part => Get(part, "functionResponse", "function_response") is not null),
            PromptHash = meter.Hash,
            InputTokens = meter.Tokens,
            Prefixes = meter.Prefixes,
            Schema = Get(config, "responseJsonSchema", "response_json_schema") ?? Get(config, "responseSchema", "response_schema"),
            WantsJson = Get(config, "responseMimeType", "response_mime_type").Text() == "application/json",
            Tools =
            [
                .. body.Get("tools").Items().SelectMany(static tool => Get(tool, "functionDeclarations", "function_declarations").Items()).Select(static function =>
                    new AskedTool(function.Get("name").Text() ?? "", Get(function, "parametersJsonSchema", "parameters_json_schema") ?? function.Get("parameters"))),
            ],
            MustCall = calling.Get("mode").Text() == "ANY",
            ForcedTool = Get(calling, "allowedFunctionNames", "allowed_function_names").Texts() is [var first, ..] ? first : null,
            MaxTokens = Get(config, "maxOutputTokens", "max_output_tokens").Number(),
            Stops = Get(config, "stopSequences", "stop_sequences").Texts(),
            WantsThoughts = Get(Get(config, "thinkingConfig", "thinking_config"), "includeThoughts", "include_thoughts").IsTrue(),
        };
    }

    public override FrameSet Whole(Asked asked, Reply reply, ModelScript script, Dress dress)
    {
        var writer = new FrameWriter(isIndented: true);
        Write(writer, asked, reply.Usage, reply.Usage.Output, FinishOf(reply), dress, json =>
        {
            if (asked.WantsThoughts && reply.Reasoning.Length > 0)
            {
                WriteText(json, reply.Reasoning, isThought: true);
            }

            if (reply.Text.Length > 0)
            {
                WriteText(json, reply.Text, isThought: false);
            }

            for (var i = 0; i < reply.Calls.Count; i++)
            {
                WriteCall(writer, reply, i);
            }
        });
        return new FrameSet(GeminiJson, [writer.Raw("\n"u8).Take(reply.Usage.Output, isEnd: true)], IsStream: false);
    }

    public override FrameSet Stream(Asked asked, Reply reply, ModelScript script, Dress dress)
    {
        var stream = new GeminiStream(asked.AsArray, dress);
        var thoughts = asked.WantsThoughts ? reply.ReasoningPieces : [];
        var sent = asked.WantsThoughts ? 0 : reply.Usage.Reasoning;
        foreach (var (piece, isThought) in thoughts.Select(static piece => (piece, true)).Concat(reply.Pieces.Select(static piece => (piece, false))))
        {
            sent += piece.Tokens;
            stream.Add(writer => Write(writer, asked, reply.Usage, sent, null, dress, json => WriteText(json, piece.Text, isThought)), piece.Tokens);
        }

        for (var i = 0; i < reply.Calls.Count; i++)
        {
            var (index, tokens) = (i, reply.Calls[i].Pieces.Sum(static piece => piece.Tokens));
            sent += tokens;
            stream.Add(writer => Write(writer, asked, reply.Usage, sent, null, dress, _ => WriteCall(writer, reply, index)), tokens);
        }

        stream.Add(writer => Write(writer, asked, reply.Usage, sent, FinishOf(reply), dress, static json => WriteText(json, "", isThought: false)), 0, isEnd: true);
        return stream.End();
    }

    private static void Write(FrameWriter writer, Asked asked, BilledTokens usage, int output, string? finish, Dress dress, Action<Utf8JsonWriter> parts)
    {
        var json = writer.Json;
        json.WriteStartObject();
        json.WriteStartArray("candidates");
        json.WriteStartObject();
        json.WriteStartObject("content");
        json.WriteStartArray("parts");
        parts(json);
        if (dress.HasUnknowns)
        {
            json.WriteStartObject();
            json.WriteString("simulatedUnknown", "?");
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("role", "model");
        json.WriteEndObject();
        if (finish is not null)
        {
            json.WriteString("finishReason", finish);
        }

        json.WriteNumber("index", 0);
        json.WriteEndObject();
        json.WriteEndArray();
        WriteUsage(json, usage, output);
        json.WriteString("modelVersion", asked.Model);
        writer.Id("responseId", "");
        WriteUnknown(json, dress);
        json.WriteEndObject();
    }

    /// <summary>Thoughts stand beside the candidates' tokens, not in them.</summary>
    private static void WriteUsage(Utf8JsonWriter json, BilledTokens usage, int output)
    {
        var thoughts = Math.Min(usage.Reasoning, output);
        json.WriteStartObject("usageMetadata");
        json.WriteNumber("promptTokenCount", usage.Input);
        if (output > thoughts)
        {
            json.WriteNumber("candidatesTokenCount", output - thoughts);
        }

        json.WriteNumber("totalTokenCount", usage.Input + output);
        if (usage.CachedInput > 0)
        {
            json.WriteNumber("cachedContentTokenCount", usage.CachedInput);
        }

        json.WriteStartArray("promptTokensDetails");
        json.WriteStartObject();
        json.WriteString("modality", "TEXT");
        json.WriteNumber("tokenCount", usage.Input);
        json.WriteEndObject();
        json.WriteEndArray();
        if (thoughts > 0)
        {
            json.WriteNumber("thoughtsTokenCount", thoughts);
        }

        json.WriteEndObject();
    }

    private static void WriteText(Utf8JsonWriter json, string text, bool isThought)
    {
        json.WriteStartObject();
        json.WriteString("text", text);
        if (isThought)
        {
            json.WriteBoolean("thought", true);
        }

        json.WriteEndObject();
    }

    private static void WriteCall(FrameWriter writer, Reply reply, int index)
    {
        var json = writer.Json;
        json.WriteStartObject();
        json.WriteStartObject("functionCall");
        json.WriteString("name", reply.Calls[index].Name);
        json.WritePropertyName("args");
        json.WriteRawValue(reply.Calls[index].ArgumentsObject, skipInputValidation: true);
        writer.Id("id", "", $"{index}");
        json.WriteEndObject();
        if (index == 0 && reply.Usage.Reasoning > 0)
        {
            json.WriteString("thoughtSignature", Signature);
        }

        json.WriteEndObject();
    }

    /// <summary>A tool call ends as any answer does.</summary>
    private static string FinishOf(Reply reply) => reply.Ending == Ending.Length ? "MAX_TOKENS" : "STOP";
}
