namespace Orchestration.Simulator.Wire;

/// <summary>The chunks of Gemini's stream: events that end with CRLF twice, or entries of one indented array.</summary>
internal sealed class GeminiStream(bool asArray, Dress dress)
{
    private readonly FrameWriter _writer = new(isIndented: asArray);
    private readonly List<Frame> _frames = [];

    public void Add(Action<FrameWriter> chunk, int tokens, bool isEnd = false)
    {
        if (!asArray)
        {
            _writer.Raw("data: "u8);
        }
        else
        {
            _writer.Raw(_frames.Count == 0 ? "["u8 : "\n,\n"u8);
        }

        chunk(_writer);
        if (!asArray)
        {
            _writer.Raw("\r\n\r\n"u8);
        }
        else if (isEnd)
        {
            _writer.Raw("\n]\n"u8);
        }

        _frames.Add(_writer.Take(tokens, isEnd));
        if (!isEnd && !asArray && _frames.Count % 4 == 1)
        {
            Disturb();
        }
    }

    /// <summary>Within a stream the error comes bare, without <c>data:</c>.</summary>
    public FrameSet End() => new(asArray ? "application/json; charset=UTF-8" : "text/event-stream", _frames, IsStream: true)
    {
        Overloaded = (asArray ? _writer.Raw("\n,\n"u8) : _writer)
            .Raw("{\"error\":{\"code\":503,\"message\":\"The model is overloaded. Please try again later.\",\"status\":\"UNAVAILABLE\"}}"u8)
            .Raw(asArray ? "\n]\n"u8 : ""u8).Take(isEnd: true),
        Malformed = asArray ? "\n,\n{\"candidates\": [{\"content\""u8.ToArray() : "data: {\"candidates\": [{\"content\": {\"par\r\n\r\n"u8.ToArray(),
    };

    private void Disturb()
    {
        if (dress.HasPings)
        {
            _frames.Add(_writer.Raw(": keep-alive\r\n\r\n"u8).Take());
        }

        if (dress.HasUnknowns)
        {
            _frames.Add(_writer.Raw("event: simulatedUnknown\r\ndata: {\"simulatedUnknown\": {\"what\": \"nobody knows\"}}\r\n\r\n"u8).Take());
        }
    }
}
