using System.Text;
using Orchestration.Simulator.Answers;

namespace Orchestration.Simulator.Wire;

/// <summary>The events of a streamed message: its start, its content blocks piece by piece, its usage, its end.</summary>
internal sealed class AnthropicStream(Asked asked, Reply reply, Dress dress)
{
    private readonly FrameWriter _writer = new();
    private readonly List<Frame> _frames = [];
    private int _block;

    public void Begin()
    {
        Event("message_start", writer => AnthropicMessage.Write(writer, "message", asked, reply, isStart: true, dress));
        Take();
    }

    public void AddThinking()
    {
        Start("thinking", static writer =>
        {
            writer.Json.WriteString("thinking", "");
            writer.Json.WriteString("signature", "");
        });
        foreach (var piece in reply.ReasoningPieces)
        {
            Delta("thinking_delta", "thinking", piece.Text);
            Take(piece.Tokens);
        }

        Delta("signature_delta", "signature", AnthropicMessage.Signature);
        Stop();
    }

    public void AddText()
    {
        Start("text", static writer => writer.Json.WriteString("text", ""));
        foreach (var piece in reply.Pieces)
        {
            Delta("text_delta", "text", piece.Text);
            Take(piece.Tokens);
        }

        Stop();
    }

    public void AddCall(int index)
    {
        var call = reply.Calls[index];
        Start("tool_use", writer =>
        {
            writer.Id("id", "toolu_", $"{index}");
            writer.Json.WriteString("name", call.Name);
            writer.Json.WriteStartObject("input");
            writer.Json.WriteEndObject();
            AnthropicMessage.WriteCaller(writer.Json);
        });
        Delta("input_json_delta", "partial_json", "");
        foreach (var piece in call.Pieces)
        {
            Delta("input_json_delta", "partial_json", piece.Text);
            Take(piece.Tokens);
        }

        Stop();
    }

    public FrameSet End()
    {
        Event("message_delta", writer =>
        {
            writer.Json.WriteStartObject("delta");
            writer.Json.WriteString("stop_reason", AnthropicMessage.StopOf(reply));
            writer.Json.WriteString("stop_sequence", reply.StopSequence);
            writer.Json.WriteNull("stop_details");
            writer.Json.WriteEndObject();
            AnthropicMessage.WriteFinalUsage(writer.Json, reply.Usage);
        });
        Event("message_stop", static _ => { });
        Take(isEnd: true);
        Event("error", static writer =>
        {
            writer.Json.WriteStartObject("error");
            writer.Json.WriteNull("details");
            writer.Json.WriteString("type", "overloaded_error");
            writer.Json.WriteString("message", "Overloaded");
            writer.Json.WriteEndObject();
            writer.Id("request_id", "req_");
        });
        return new FrameSet(WireProtocol.EventStream, _frames, IsStream: true)
        {
            Overloaded = _writer.Take(isEnd: true),
            Malformed = "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"del\n\n"u8.ToArray(),
        };
    }

    private void Start(string type, Action<FrameWriter> block)
    {
        Event("content_block_start", writer =>
        {
            writer.Json.WriteNumber("index", _block);
            writer.Json.WriteStartObject("content_block");
            writer.Json.WriteString("type", type);
            block(writer);
            writer.Json.WriteEndObject();
        });
        if (_block == 0)
        {
            Ping();
        }
    }

    private void Delta(string type, string property, string text) => Event("content_block_delta", writer =>
    {
        writer.Json.WriteNumber("index", _block);
        writer.Json.WriteStartObject("delta");
        writer.Json.WriteString("type", type);
        writer.Json.WriteString(property, text);
        writer.Json.WriteEndObject();
    });

    private void Stop()
    {
        Event("content_block_stop", writer => writer.Json.WriteNumber("index", _block));
        Take();
        _block++;
    }

    private void Ping() => _writer.Raw("event: ping\ndata: {\"type\": \"ping\"}\n\n"u8);

    private void Event(string name, Action<FrameWriter> body)
    {
        _writer.Raw("event: "u8).Raw(Encoding.UTF8.GetBytes(name)).Raw("\ndata: "u8);
        _writer.Json.WriteStartObject();
        _writer.Json.WriteString("type", name);
        body(_writer);
        if (dress.HasUnknowns)
        {
            _writer.Json.WriteString("simulated_unknown", "?");
        }

        _writer.Json.WriteEndObject();
        _writer.Raw("\n\n"u8);
    }

    private void Take(int tokens = 0, bool isEnd = false)
    {
        _frames.Add(_writer.Take(tokens, isEnd));
        if (isEnd || _frames.Count % 4 != 1)
        {
            return;
        }

        if (dress.HasPings)
        {
            Ping();
            _frames.Add(_writer.Raw(": keep-alive\n\n"u8).Take());
        }

        if (dress.HasUnknowns)
        {
            Event("simulated_unknown", static writer => writer.Json.WriteString("what", "nobody knows"));
            _frames.Add(_writer.Take());
        }
    }
}
