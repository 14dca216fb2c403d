using System.Text;
using Orchestration.Simulator.Answers;

namespace Orchestration.Simulator.Wire;

/// <summary>The events of a streamed response: created, in progress, its output items piece by piece, completed.</summary>
internal sealed class ResponseStream(Asked asked, Reply reply, Dress dress)
{
    // OpenAI pads its deltas by something of chance, so that their length tells nothing.
    private const string Obfuscation = "q7Zk2wRb";

    private readonly FrameWriter _writer = new();
    private readonly List<Frame> _frames = [];
    private int _sequence;

    public void Begin()
    {
        Event("response.created", writer => ResponseObject.Write(writer, "response", asked, reply, "in_progress", dress));
        Event("response.in_progress", writer => ResponseObject.Write(writer, "response", asked, reply, "in_progress", dress));
        Take();
    }

    public void AddReasoning(int output)
    {
        Item("response.output_item.added", output, writer => ResponseObject.WriteReasoning(writer, "item"));
        Item("response.output_item.done", output, writer => ResponseObject.WriteReasoning(writer, "item"));
        Take();
    }

    public void AddMessage(int output)
    {
        Item("response.output_item.added", output, writer => ResponseObject.WriteMessage(writer, "item", null, "in_progress"));
        Part("response.content_part.added", output, writer => ResponseObject.WritePart(writer.Json, "part", ""));
        Take();
        foreach (var piece in reply.Pieces)
        {
            Part("response.output_text.delta", output, writer =>
            {
                writer.Json.WriteString("delta", piece.Text);
                writer.Json.WriteStartArray("logprobs");
                writer.Json.WriteEndArray();
                writer.Json.WriteString("obfuscation", Obfuscation);
            });
            Take(piece.Tokens);
        }

        Part("response.output_text.done", output, writer =>
        {
            writer.Json.WriteStartArray("logprobs");
            writer.Json.WriteEndArray();
            writer.Json.WriteString("text", reply.Text);
        });
        Part("response.content_part.done", output, writer => ResponseObject.WritePart(writer.Json, "part", reply.Text));
        Item("response.output_item.done", output, writer => ResponseObject.WriteMessage(writer, "item", reply.Text, reply.Ending == Ending.Length ? "incomplete" : "completed"));
        Take();
    }

    public void AddCall(int output, int index)
    {
        var call = reply.Calls[index];
        Item("response.output_item.added", output, writer => ResponseObject.WriteCall(writer, "item", call, index, "", "in_progress"));
        Take();
        foreach (var piece in call.Pieces)
        {
            Arguments("response.function_call_arguments.delta", "delta", piece.Text, output, index, isDelta: true);
            Take(piece.Tokens);
        }

        Arguments("response.function_call_arguments.done", "arguments", call.Arguments, output, index);
        Item("response.output_item.done", output, writer => ResponseObject.WriteCall(writer, "item", call, index, call.Arguments, "completed"));
        Take();
    }

    public FrameSet End(string status)
    {
        Event($"response.{status}", writer => ResponseObject.Write(writer, "response", asked, reply, status, dress));
        Take(isEnd: true);
        Event("error", static writer =>
        {
            writer.Json.WriteStartObject("error");
            writer.Json.WriteString("type", "service_unavailable_error");
            writer.Json.WriteString("code", "server_is_overloaded");
            writer.Json.WriteString("message", "Our servers are currently overloaded. Please try again later.");
            writer.Json.WriteNull("param");
            writer.Json.WriteEndObject();
        });
        Event("response.failed", writer => ResponseObject.Write(writer, "response", asked, reply, "failed", dress));
        return new FrameSet(WireProtocol.EventStream, _frames, IsStream: true)
        {
            Overloaded = _writer.Take(isEnd: true),
            Malformed = "event: response.output_text.delta\ndata: {\"type\":\"response.output_text.delta\",\"content_index\":0,\"del\n\n"u8.ToArray(),
        };
    }

    private void Item(string name, int output, Action<FrameWriter> item) => Event(name, writer =>
    {
        writer.Json.WriteNumber("output_index", output);
        item(writer);
    });

    private void Part(string name, int output, Action<FrameWriter> part) => Event(name, writer =>
    {
        writer.Json.WriteNumber("content_index", 0);
        writer.Id("item_id", "msg_");
        writer.Json.WriteNumber("output_index", output);
        part(writer);
    });

    private void Arguments(string name, string property, string text, int output, int index, bool isDelta = false) => Event(name, writer =>
    {
        if (isDelta)
        {
            writer.Json.WriteString("obfuscation", Obfuscation);
        }

        writer.Json.WriteString(property, text);
        writer.Id("item_id", "fc_", $"{index}");
        writer.Json.WriteNumber("output_index", output);
    });

    private void Event(string name, Action<FrameWriter> body)
    {
        _writer.Raw("event: "u8).Raw(Encoding.UTF8.GetBytes(name)).Raw("\ndata: "u8);
        _writer.Json.WriteStartObject();
        _writer.Json.WriteString("type", name);
        body(_writer);
        _writer.Json.WriteNumber("sequence_number", _sequence++);
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
            _frames.Add(_writer.Raw(": keep-alive\n\n"u8).Take());
        }

        if (dress.HasUnknowns)
        {
            Event("simulated.unknown", static writer => writer.Json.WriteString("what", "nobody knows"));
            _frames.Add(_writer.Take());
        }
    }
}
