using Orchestration.Simulator.Answers;

namespace Orchestration.Simulator.Wire;

/// <summary>The chunks of a chat stream: the role, the deltas, the finish, the usage if it was asked for, <c>[DONE]</c>.</summary>
internal sealed class ChatStream(Asked asked, Dress dress)
{
    private readonly FrameWriter _writer = new();
    private readonly List<Frame> _frames = [];

    public void Add(Action<FrameWriter> delta, int tokens = 0)
    {
        WriteChunk(delta, null);
        _frames.Add(_writer.Take(tokens));
        if (_frames.Count % 4 == 1)
        {
            Disturb();
        }
    }

    public FrameSet End(string finish, BilledTokens usage)
    {
        WriteChunk(static _ => { }, finish);
        if (asked.WantsUsage)
        {
            Open();
            _writer.Json.WriteStartArray("choices");
            _writer.Json.WriteEndArray();
            OpenAIChat.WriteUsage(_writer.Json, usage, dress);
            Close();
        }

        _frames.Add(_writer.Raw("data: [DONE]\n\n"u8).Take(isEnd: true));
        return new FrameSet(WireProtocol.EventStream, _frames, IsStream: true)
        {
            Malformed = "data: {\"id\":\"chatcmpl-0\",\"object\":\"chat.completion.chunk\",\"choices\":[{\"index\":0,\"delta\":{\"con\n\n"u8.ToArray(),
            Overloaded = _writer.Raw(
                "data: {\"error\":{\"message\":\"Our servers are currently overloaded. Please try again later.\",\"type\":\"service_unavailable_error\",\"param\":null,\"code\":\"server_is_overloaded\"}}\n\n"u8)
                .Take(isEnd: true),
        };
    }

    private void WriteChunk(Action<FrameWriter> delta, string? finish)
    {
        Open();
        var json = _writer.Json;
        json.WriteStartArray("choices");
        json.WriteStartObject();
        json.WriteNumber("index", 0);
        json.WriteStartObject("delta");
        delta(_writer);
        json.WriteEndObject();
        if (dress.Dialect == ChatDialect.OpenAI)
        {
            json.WriteNull("logprobs");
        }

        json.WriteString("finish_reason", finish);
        json.WriteEndObject();
        json.WriteEndArray();
        if (asked.WantsUsage)
        {
            json.WriteNull("usage");
        }

        Close();
    }

    private void Disturb()
    {
        if (dress.HasPings)
        {
            _frames.Add(_writer.Raw(": keep-alive\n\n"u8).Take());
        }

        if (dress.HasUnknowns)
        {
            Open();
            _writer.Json.WriteStartArray("choices");
            _writer.Json.WriteEndArray();
            Close();
            _frames.Add(_writer.Raw("event: simulated.unknown\ndata: {\"object\":\"simulated.unknown\",\"choices\":[]}\n\n"u8).Take());
        }
    }

    private void Open()
    {
        _writer.Raw("data: "u8);
        OpenAIChat.Open(_writer, asked, "chat.completion.chunk", dress);
    }

    private void Close()
    {
        _writer.Json.WriteEndObject();
        _writer.Raw("\n\n"u8);
    }
}
