using System.Text.Json;
using Orchestration.Simulator.Answers;

namespace Orchestration.Simulator.Wire;

/// <summary>Anthropic's message object and its usage.</summary>
internal static class AnthropicMessage
{
    /// <summary>What stands for the signature of thinking; sent back as it came.</summary>
    public const string Signature = "EqQBCkYIARgCKkBTaW11bGF0ZWRTaWduYXR1cmVPZlRoaW5raW5nRm9yVGVzdHM=";

    /// <summary>Writes it as a value or, with a name, as a property; at a stream's start without content.</summary>
    public static void Write(FrameWriter writer, string? property, Asked asked, Reply reply, bool isStart, Dress dress)
    {
        var json = writer.Json;
        if (property is null)
        {
            json.WriteStartObject();
        }
        else
        {
            json.WriteStartObject(property);
        }

        json.WriteString("model", asked.Model);
        writer.Id("id", "msg_");
        json.WriteString("type", "message");
        json.WriteString("role", "assistant");
        json.WriteStartArray("content");
        if (!isStart)
        {
            WriteContent(writer, asked, reply);
        }

        json.WriteEndArray();
        json.WriteString("stop_reason", isStart ? null : StopOf(reply));
        json.WriteString("stop_sequence", isStart ? null : reply.StopSequence);
        json.WriteNull("stop_details");
        WriteUsage(json, reply.Usage, isStart);
        if (dress.HasUnknowns)
        {
            json.WriteString("simulated_unknown", "?");
        }

        json.WriteEndObject();
    }

    public static string StopOf(Reply reply) => reply.Ending switch
    {
        Ending.Length => "max_tokens",
        Ending.ToolCalls => "tool_use",
        Ending.StopSequence => "stop_sequence",
        _ => "end_turn",
    };

    /// <summary>The usage at a stream's end: cumulative, without the split of cache writes.</summary>
    public static void WriteFinalUsage(Utf8JsonWriter json, BilledTokens usage)
    {
        json.WriteStartObject("usage");
        WriteInput(json, usage);
        WriteOutput(json, usage);
        json.WriteEndObject();
    }

    /// <summary>The model called the tool itself, not from code that it runs.</summary>
    public static void WriteCaller(Utf8JsonWriter json)
    {
        json.WriteStartObject("caller");
        json.WriteString("type", "direct");
        json.WriteEndObject();
    }

    private static void WriteUsage(Utf8JsonWriter json, BilledTokens usage, bool isStart)
    {
        json.WriteStartObject("usage");
        WriteInput(json, usage);
        json.WriteStartObject("cache_creation");
        json.WriteNumber("ephemeral_5m_input_tokens", usage.CacheWrite);
        json.WriteNumber("ephemeral_1h_input_tokens", 0);
        json.WriteEndObject();
        if (isStart)
        {
            json.WriteNumber("output_tokens", Math.Min(usage.Output, 1));
        }
        else
        {
            WriteOutput(json, usage);
        }

        json.WriteString("service_tier", "standard");
        json.WriteEndObject();
    }

    /// <summary>Anthropic's input tokens do not count those of the cache.</summary>
    private static void WriteInput(Utf8JsonWriter json, BilledTokens usage)
    {
        json.WriteNumber("input_tokens", usage.Input - usage.CachedInput - usage.CacheWrite);
        json.WriteNumber("cache_creation_input_tokens", usage.CacheWrite);
        json.WriteNumber("cache_read_input_tokens", usage.CachedInput);
    }

    private static void WriteOutput(Utf8JsonWriter json, BilledTokens usage)
    {
        json.WriteNumber("output_tokens", usage.Output);
        if (usage.Reasoning > 0)
        {
            json.WriteStartObject("output_tokens_details");
            json.WriteNumber("thinking_tokens", usage.Reasoning);
            json.WriteEndObject();
        }
    }

    private static void WriteContent(FrameWriter writer, Asked asked, Reply reply)
    {
        var json = writer.Json;
        if (asked.WantsThoughts && reply.Reasoning.Length > 0)
        {
            json.WriteStartObject();
            json.WriteString("type", "thinking");
            json.WriteString("thinking", reply.Reasoning);
            json.WriteString("signature", Signature);
            json.WriteEndObject();
        }

        if (reply.Text.Length > 0)
        {
            json.WriteStartObject();
            json.WriteString("type", "text");
            json.WriteString("text", reply.Text);
            json.WriteEndObject();
        }

        for (var i = 0; i < reply.Calls.Count; i++)
        {
            json.WriteStartObject();
            json.WriteString("type", "tool_use");
            writer.Id("id", "toolu_", $"{i}");
            json.WriteString("name", reply.Calls[i].Name);
            json.WritePropertyName("input");
            json.WriteRawValue(reply.Calls[i].ArgumentsObject, skipInputValidation: true);
            WriteCaller(json);
            json.WriteEndObject();
        }
    }
}
