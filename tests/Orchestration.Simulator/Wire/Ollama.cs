using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Orchestration.Simulator.Answers;

namespace Orchestration.Simulator.Wire;

/// <summary>Ollama <c>/api/chat</c>.</summary>
internal sealed class Ollama : OllamaProtocol
{
    private const string Lines = "application/x-ndjson";

    public override Protocol Name => Protocol.OllamaChat;

    public override Asked Read(JsonElement body, HttpRequest request)
    {
        var meter = new PromptMeter();
        meter.Add(body.Get("tools"));
        meter.Add(body.Get("messages"));
        var last = body.Get("messages").Items().LastOrDefault();
        var format = body.Get("format");
        return new Asked
        {
            Body = body,
            Model = body.Get("model").Text() ?? throw new FormatException("model is required"),

            // It streams unless it is told not to.
            IsStreaming = body.Get("stream") is not { ValueKind: JsonValueKind.False },
            LastText = last.Get("content").ContentText(),
            Before = body.Get("messages").Before(),
            HasToolResults = last.Get("role").Text() == "tool",
            PromptHash = meter.Hash,
            InputTokens = meter.Tokens,
            Prefixes = meter.Prefixes,
            Schema = format is { ValueKind: JsonValueKind.Object } ? format : null,
            WantsJson = format.Text() == "json",
            Tools =
            [
                .. body.Get("tools").Items().Select(static tool => tool.Get("function")).Select(static function =>
                    new AskedTool(function.Get("name").Text() ?? "", function.Get("parameters"))),
            ],
            MaxTokens = body.Get("options").Get("num_predict").Number() is > 0 and var most ? most : null,
            Stops = body.Get("options").Get("stop").Texts(),
            WantsThoughts = body.Get("think") is { ValueKind: not JsonValueKind.False },
        };
    }

    public override FrameSet Whole(Asked asked, Reply reply, ModelScript script, Dress dress)
    {
        var writer = new FrameWriter();
        WriteLine(writer, asked, reply, dress, isDone: true, () =>
        {
            writer.Json.WriteString("content", reply.Text);
            if (asked.WantsThoughts && reply.Reasoning.Length > 0)
            {
                writer.Json.WriteString("thinking", reply.Reasoning);
            }

            WriteCalls(writer, reply);
        });
        return new FrameSet(OllamaJson, [writer.Take(reply.Usage.Output, isEnd: true)], IsStream: false);
    }

    public override FrameSet Stream(Asked asked, Reply reply, ModelScript script, Dress dress)
    {
        var writer = new FrameWriter();
        var frames = new List<Frame>();
        void Line(Action message, int tokens = 0, bool isDone = false)
        {
            WriteLine(writer, asked, reply, dress, isDone, message);
            frames.Add(writer.Raw("\n"u8).Take(tokens, isDone));
            if (!isDone && frames.Count % 4 == 1)
            {
                Disturb(writer, frames, dress);
            }
        }

        foreach (var piece in asked.WantsThoughts ? reply.ReasoningPieces : [])
        {
            Line(() =>
            {
                writer.Json.WriteString("content", "");
                writer.Json.WriteString("thinking", piece.Text);
            }, piece.Tokens);
        }

        foreach (var piece in reply.Pieces)
        {
            Line(() => writer.Json.WriteString("content", piece.Text), piece.Tokens);
        }

        if (reply.Calls.Count > 0)
        {
            Line(() =>
            {
                writer.Json.WriteString("content", "");
                WriteCalls(writer, reply);
            }, reply.Calls.Sum(static call => call.Pieces.Sum(static piece => piece.Tokens)));
        }

        Line(() => writer.Json.WriteString("content", ""), isDone: true);
        return new FrameSet(Lines, frames, IsStream: true)
        {
            Overloaded = writer.Raw("{\"error\":\"server busy, please try again.  maximum pending requests exceeded\"}\n"u8).Take(isEnd: true),
            Malformed = "{\"model\":\"m\",\"created_at\":\"2026-01-01T00:00:00Z\",\"message\":{\"role\":\"assi\n"u8.ToArray(),
        };
    }

    private static void WriteLine(FrameWriter writer, Asked asked, Reply reply, Dress dress, bool isDone, Action message)
    {
        var json = writer.Json;
        json.WriteStartObject();
        json.WriteString("model", asked.Model);
        writer.Time("created_at");
        json.WriteStartObject("message");
        json.WriteString("role", "assistant");
        message();
        json.WriteEndObject();
        if (isDone)
        {
            json.WriteString("done_reason", reply.Ending == Ending.Length ? "length" : "stop");
        }

        json.WriteBoolean("done", isDone);
        if (isDone)
        {
            json.WriteNumber("total_duration", 313_801_125);
            json.WriteNumber("load_duration", 41_717_917);
            json.WriteNumber("prompt_eval_count", reply.Usage.Input);
            json.WriteNumber("prompt_eval_duration", 27_758_541);
            json.WriteNumber("eval_count", reply.Usage.Output);
            json.WriteNumber("eval_duration", 243_926_334);
        }

        WriteUnknown(json, dress);
        json.WriteEndObject();
    }

    private static void WriteCalls(FrameWriter writer, Reply reply)
    {
        if (reply.Calls.Count == 0)
        {
            return;
        }

        var json = writer.Json;
        json.WriteStartArray("tool_calls");
        for (var i = 0; i < reply.Calls.Count; i++)
        {
            json.WriteStartObject();
            writer.Id("id", "call_", $"{i}");
            json.WriteStartObject("function");
            json.WriteNumber("index", i);
            json.WriteString("name", reply.Calls[i].Name);
            json.WritePropertyName("arguments");
            json.WriteRawValue(reply.Calls[i].ArgumentsObject, skipInputValidation: true);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Disturb(FrameWriter writer, List<Frame> frames, Dress dress)
    {
        if (dress.HasPings)
        {
            frames.Add(writer.Raw("\n"u8).Take());
        }

        if (dress.HasUnknowns)
        {
            frames.Add(writer.Raw("{\"simulated_unknown\":\"nobody knows\"}\n"u8).Take());
        }
    }
}
