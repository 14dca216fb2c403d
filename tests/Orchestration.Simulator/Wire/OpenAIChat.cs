using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Orchestration.Simulator.Answers;

namespace Orchestration.Simulator.Wire;

/// <summary>OpenAI <c>/v1/chat/completions</c>, and llama.cpp's.</summary>
internal sealed class OpenAIChat : OpenAIProtocol
{
    public override Protocol Name => Protocol.OpenAIChat;

    public override Asked Read(JsonElement body, HttpRequest request)
    {
        var meter = new PromptMeter();
        meter.Add(body.Get("tools"));
        meter.Add(body.Get("messages"));
        var last = body.Get("messages").Items().LastOrDefault();
        var format = body.Get("response_format");
        var (mustCall, tool) = ChoiceOf(body);
        return new Asked
        {
            Body = body,
            Model = ModelOf(body, request),
            IsStreaming = body.Get("stream").IsTrue(),
            WantsUsage = body.Get("stream_options").Get("include_usage").IsTrue(),
            LastText = last.Get("content").ContentText(),
            Before = body.Get("messages").Before(),
            HasToolResults = last.Get("role").Text() == "tool",
            PromptHash = meter.Hash,
            InputTokens = meter.Tokens,
            Prefixes = meter.Prefixes,
            Schema = format.Get("json_schema").Get("schema"),
            WantsJson = format.Get("type").Text() is "json_object" or "json_schema",
            Tools = ToolsOf(body),
            MustCall = mustCall,
            ForcedTool = tool,
            MaxTokens = body.Get("max_completion_tokens").Number() ?? body.Get("max_tokens").Number(),
            Stops = body.Get("stop").Texts(),
        };
    }

    public override FrameSet Whole(Asked asked, Reply reply, ModelScript script, Dress dress)
    {
        var writer = new FrameWriter(isIndented: dress.Dialect == ChatDialect.OpenAI);
        var json = writer.Json;
        Open(writer, asked, "chat.completion", dress);
        json.WriteStartArray("choices");
        json.WriteStartObject();
        json.WriteNumber("index", 0);
        json.WriteStartObject("message");
        json.WriteString("role", "assistant");
        WriteReasoning(json, reply.Reasoning, dress);
        json.WriteString("content", reply.Calls.Count > 0 ? null : reply.Text);
        if (reply.Calls.Count > 0)
        {
            json.WriteStartArray("tool_calls");
            for (var i = 0; i < reply.Calls.Count; i++)
            {
                WriteCall(writer, reply.Calls[i], i, hasIndex: false, reply.Calls[i].Arguments);
            }

            json.WriteEndArray();
        }

        if (dress.Dialect == ChatDialect.OpenAI)
        {
            json.WriteNull("refusal");
            json.WriteStartArray("annotations");
            json.WriteEndArray();
        }

        json.WriteEndObject();
        if (dress.Dialect == ChatDialect.OpenAI)
        {
            json.WriteNull("logprobs");
        }

        json.WriteString("finish_reason", FinishOf(reply));
        json.WriteEndObject();
        json.WriteEndArray();
        WriteUsage(json, reply.Usage, dress);
        json.WriteEndObject();
        return new FrameSet(Json, [writer.Take(reply.Usage.Output, isEnd: true)], IsStream: false);
    }

    public override FrameSet Stream(Asked asked, Reply reply, ModelScript script, Dress dress)
    {
        var stream = new ChatStream(asked, dress);
        stream.Add(delta =>
        {
            delta.Json.WriteString("role", "assistant");
            delta.Json.WriteString("content", reply.Calls.Count > 0 ? null : "");
            if (dress.Dialect == ChatDialect.OpenAI)
            {
                delta.Json.WriteNull("refusal");
            }
        });
        foreach (var piece in dress.Dialect == ChatDialect.LlamaCpp ? reply.ReasoningPieces : [])
        {
            stream.Add(delta => delta.Json.WriteString("reasoning_content", piece.Text), piece.Tokens);
        }

        foreach (var piece in reply.Pieces)
        {
            stream.Add(delta => delta.Json.WriteString("content", piece.Text), piece.Tokens);
        }

        for (var i = 0; i < reply.Calls.Count; i++)
        {
            var (call, index) = (reply.Calls[i], i);
            stream.Add(delta => AddCall(delta, () => WriteCall(delta, call, index, hasIndex: true, arguments: "")));
            foreach (var piece in call.Pieces)
            {
                stream.Add(delta => AddCall(delta, () => WriteArguments(delta.Json, index, piece.Text)), piece.Tokens);
            }
        }

        return stream.End(FinishOf(reply), reply.Usage);
    }

    /// <summary>What every body and chunk begins with.</summary>
    internal static void Open(FrameWriter writer, Asked asked, string kind, Dress dress)
    {
        writer.Json.WriteStartObject();
        writer.Id("id", "chatcmpl-");
        writer.Json.WriteString("object", kind);
        writer.Seconds("created");
        writer.Json.WriteString("model", asked.Model);
        if (dress.Dialect == ChatDialect.OpenAI)
        {
            writer.Json.WriteString("service_tier", "default");
        }

        writer.Json.WriteString("system_fingerprint", dress.Dialect == ChatDialect.OpenAI ? "fp_5151515151" : "b7010-c27efd2bd");
        WriteUnknown(writer.Json, dress);
    }

    internal static void WriteUsage(Utf8JsonWriter json, BilledTokens usage, Dress dress)
    {
        json.WriteStartObject("usage");
        json.WriteNumber("prompt_tokens", usage.Input);
        json.WriteNumber("completion_tokens", usage.Output);
        json.WriteNumber("total_tokens", usage.Input + usage.Output);
        json.WriteStartObject("prompt_tokens_details");
        json.WriteNumber("cached_tokens", usage.CachedInput);
        if (dress.Dialect == ChatDialect.OpenAI)
        {
            json.WriteNumber("audio_tokens", 0);
        }

        json.WriteEndObject();
        if (dress.Dialect == ChatDialect.OpenAI)
        {
            json.WriteStartObject("completion_tokens_details");
            json.WriteNumber("reasoning_tokens", usage.Reasoning);
            json.WriteNumber("audio_tokens", 0);
            json.WriteNumber("accepted_prediction_tokens", 0);
            json.WriteNumber("rejected_prediction_tokens", 0);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        if (dress.Dialect == ChatDialect.LlamaCpp)
        {
            json.WriteStartObject("timings");
            json.WriteNumber("cache_n", usage.CachedInput);
            WriteTiming(json, "prompt", usage.Input - usage.CachedInput, millisecondsPerToken: 1.5);
            WriteTiming(json, "predicted", usage.Output, millisecondsPerToken: 8);
            json.WriteEndObject();
        }
    }

    private static void WriteTiming(Utf8JsonWriter json, string what, int tokens, double millisecondsPerToken)
    {
        json.WriteNumber($"{what}_n", tokens);
        json.WriteNumber($"{what}_ms", tokens * millisecondsPerToken);
        json.WriteNumber($"{what}_per_token_ms", millisecondsPerToken);
        json.WriteNumber($"{what}_per_second", 1000 / millisecondsPerToken);
    }

    private static void WriteReasoning(Utf8JsonWriter json, string reasoning, Dress dress)
    {
        if (dress.Dialect == ChatDialect.LlamaCpp && reasoning.Length > 0)
        {
            json.WriteString("reasoning_content", reasoning);
        }
    }

    private static void AddCall(FrameWriter delta, Action write)
    {
        delta.Json.WriteStartArray("tool_calls");
        write();
        delta.Json.WriteEndArray();
    }

    private static void WriteCall(FrameWriter writer, ReplyCall call, int index, bool hasIndex, string arguments)
    {
        var json = writer.Json;
        json.WriteStartObject();
        if (hasIndex)
        {
            json.WriteNumber("index", index);
        }

        writer.Id("id", "call_", $"{index}");
        json.WriteString("type", "function");
        json.WriteStartObject("function");
        json.WriteString("name", call.Name);
        json.WriteString("arguments", arguments);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteArguments(Utf8JsonWriter json, int index, string arguments)
    {
        json.WriteStartObject();
        json.WriteNumber("index", index);
        json.WriteStartObject("function");
        json.WriteString("arguments", arguments);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static string FinishOf(Reply reply) => reply.Ending switch
    {
        Ending.Length => "length",
        Ending.ToolCalls => "tool_calls",
        _ => "stop",
    };
}
