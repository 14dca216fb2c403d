using System.Text.Json;
using Orchestration.Simulator.Answers;

namespace Orchestration.Simulator.Wire;

/// <summary>The response object of OpenAI's responses API and its output items.</summary>
internal static class ResponseObject
{
    /// <summary>Writes it as a value or, with a name, as a property. Output and usage come with its last status only.</summary>
    public static void Write(FrameWriter writer, string? property, Asked asked, Reply reply, string status, Dress dress)
    {
        var (json, isOver) = (writer.Json, status is "completed" or "incomplete");
        Start(json, property);
        writer.Id("id", "resp_");
        json.WriteString("object", "response");
        writer.Seconds("created_at");
        json.WriteString("status", status);
        json.WriteBoolean("background", false);
        if (isOver)
        {
            writer.Seconds("completed_at");
        }
        else
        {
            json.WriteNull("completed_at");
        }

        WriteFailure(json, status);
        WriteEchoes(json, asked);
        json.WriteStartArray("output");
        if (isOver)
        {
            WriteOutput(writer, reply, status);
        }

        json.WriteEndArray();
        if (isOver)
        {
            WriteUsage(json, reply.Usage);
        }
        else
        {
            json.WriteNull("usage");
        }

        json.WriteNull("user");
        json.WriteStartObject("metadata");
        json.WriteEndObject();
        if (dress.HasUnknowns)
        {
            json.WriteString("simulated_unknown", "?");
        }

        json.WriteEndObject();
    }

    public static void WriteMessage(FrameWriter writer, string? property, string? text, string status)
    {
        var json = writer.Json;
        Start(json, property);
        writer.Id("id", "msg_");
        json.WriteString("type", "message");
        json.WriteString("status", status);
        json.WriteStartArray("content");
        if (text is not null)
        {
            WritePart(json, null, text);
        }

        json.WriteEndArray();
        json.WriteString("role", "assistant");
        json.WriteEndObject();
    }

    public static void WritePart(Utf8JsonWriter json, string? property, string text)
    {
        Start(json, property);
        json.WriteString("type", "output_text");
        json.WriteStartArray("annotations");
        json.WriteEndArray();
        json.WriteStartArray("logprobs");
        json.WriteEndArray();
        json.WriteString("text", text);
        json.WriteEndObject();
    }

    public static void WriteCall(FrameWriter writer, string? property, ReplyCall call, int index, string arguments, string status)
    {
        var json = writer.Json;
        Start(json, property);
        writer.Id("id", "fc_", $"{index}");
        json.WriteString("type", "function_call");
        json.WriteString("status", status);
        json.WriteString("arguments", arguments);
        writer.Id("call_id", "call_", $"{index}");
        json.WriteString("name", call.Name);
        json.WriteEndObject();
    }

    public static void WriteReasoning(FrameWriter writer, string? property)
    {
        Start(writer.Json, property);
        writer.Id("id", "rs_");
        writer.Json.WriteString("type", "reasoning");
        writer.Json.WriteStartArray("summary");
        writer.Json.WriteEndArray();
        writer.Json.WriteEndObject();
    }

    private static void WriteOutput(FrameWriter writer, Reply reply, string status)
    {
        if (reply.Usage.Reasoning > 0)
        {
            WriteReasoning(writer, null);
        }

        if (reply.Calls.Count == 0)
        {
            WriteMessage(writer, null, reply.Text, status);
        }

        for (var i = 0; i < reply.Calls.Count; i++)
        {
            WriteCall(writer, null, reply.Calls[i], i, reply.Calls[i].Arguments, "completed");
        }
    }

    private static void WriteFailure(Utf8JsonWriter json, string status)
    {
        if (status == "failed")
        {
            json.WriteStartObject("error");
            json.WriteString("code", "server_is_overloaded");
            json.WriteString("message", "Our servers are currently overloaded. Please try again later.");
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("error");
        }

        if (status == "incomplete")
        {
            json.WriteStartObject("incomplete_details");
            json.WriteString("reason", "max_output_tokens");
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("incomplete_details");
        }
    }

    /// <summary>What the response repeats of its request.</summary>
    private static void WriteEchoes(Utf8JsonWriter json, Asked asked)
    {
        Echo(json, asked, "instructions", static json => json.WriteNullValue());
        Echo(json, asked, "max_output_tokens", static json => json.WriteNullValue());
        json.WriteNull("max_tool_calls");
        json.WriteString("model", asked.Model);
        Echo(json, asked, "parallel_tool_calls", static json => json.WriteBooleanValue(true));
        Echo(json, asked, "previous_response_id", static json => json.WriteNullValue());
        Echo(json, asked, "prompt_cache_key", static json => json.WriteNullValue());
        Echo(json, asked, "safety_identifier", static json => json.WriteNullValue());
        json.WriteStartObject("reasoning");
        json.WriteString("effort", asked.Body.Get("reasoning").Get("effort").Text());
        json.WriteNull("summary");
        json.WriteEndObject();
        json.WriteString("service_tier", "default");
        Echo(json, asked, "store", static json => json.WriteBooleanValue(true));
        Echo(json, asked, "temperature", static json => json.WriteNumberValue(1));
        json.WriteStartObject("text");
        json.WritePropertyName("format");
        if (asked.Body.Get("text").Get("format") is { } format)
        {
            format.WriteTo(json);
        }
        else
        {
            json.WriteRawValue("""{"type":"text"}"""u8);
        }

        json.WriteString("verbosity", "medium");
        json.WriteEndObject();
        Echo(json, asked, "tool_choice", static json => json.WriteStringValue("auto"));
        Echo(json, asked, "tools", static json => json.WriteRawValue("[]"u8));
        json.WriteNumber("top_logprobs", 0);
        Echo(json, asked, "top_p", static json => json.WriteNumberValue(1));
        json.WriteString("truncation", "disabled");
    }

    private static void Echo(Utf8JsonWriter json, Asked asked, string name, Action<Utf8JsonWriter> otherwise)
    {
        json.WritePropertyName(name);
        if (asked.Body.Get(name) is { } value)
        {
            value.WriteTo(json);
        }
        else
        {
            otherwise(json);
        }
    }

    private static void WriteUsage(Utf8JsonWriter json, BilledTokens usage)
    {
        json.WriteStartObject("usage");
        json.WriteNumber("input_tokens", usage.Input);
        json.WriteStartObject("input_tokens_details");
        json.WriteNumber("cached_tokens", usage.CachedInput);
        json.WriteEndObject();
        json.WriteNumber("output_tokens", usage.Output);
        json.WriteStartObject("output_tokens_details");
        json.WriteNumber("reasoning_tokens", usage.Reasoning);
        json.WriteEndObject();
        json.WriteNumber("total_tokens", usage.Input + usage.Output);
        json.WriteEndObject();
    }

    private static void Start(Utf8JsonWriter json, string? property)
    {
        if (property is null)
        {
            json.WriteStartObject();
        }
        else
        {
            json.WriteStartObject(property);
        }
    }
}
