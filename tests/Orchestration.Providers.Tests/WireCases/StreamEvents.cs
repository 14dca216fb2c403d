using System.Text;
using System.Text.Json;
using Orchestration.WireCases;

namespace Orchestration.Providers.Tests.WireCases;

/// <summary>One event of a recorded stream.</summary>
/// <param name="Head">The lines before its data, each with its end.</param>
/// <param name="Data">Its data.</param>
/// <param name="DataEnd">Where its data ends in the body, in bytes.</param>
/// <param name="End">Where it ends with all that closes it, in bytes.</param>
internal sealed record StreamEvent(string Head, string Data, int DataEnd, int End);

/// <summary>A recorded stream, taken apart without the reader under test, to be put together changed.</summary>
internal sealed class StreamEvents
{
    private readonly bool _isLines;
    private readonly bool _isArray;

    private StreamEvents(IReadOnlyList<StreamEvent> events, bool isLines, bool isArray) => (List, _isLines, _isArray) = (events, isLines, isArray);

    public IReadOnlyList<StreamEvent> List { get; }

    /// <summary>Whether comments and named events can stand between the events.</summary>
    public bool IsServerSent => !_isLines && !_isArray;

    /// <returns><see langword="null"/> when the stream is framed in one of the ways that only real servers think of.</returns>
    public static StreamEvents? Of(WireCase @case)
    {
        if (@case.Api == "ollama-chat")
        {
            return FromLines(@case.Response);
        }

        return @case.Response.TrimStart().StartsWith('[') ? FromArray(@case.Response) : FromServerSent(@case.Response);
    }

    /// <summary>The body of changed events.</summary>
    /// <param name="datas">The data of each event.</param>
    public byte[] With(IEnumerable<string> datas) => Join(List.Zip(datas, (item, data) => Render(item.Head, data)));

    /// <summary>The body with pieces between its events.</summary>
    /// <param name="between">What stands before the event of this place; after all of them for their number.</param>
    public byte[] WithBetween(Func<int, string?> between) =>
        Join(Enumerable.Range(0, List.Count + 1).SelectMany(i => (string?[])[between(i), i < List.Count ? Render(List[i].Head, List[i].Data) : null]).OfType<string>());

    /// <summary>An event of its own.</summary>
    public string Render(string head, string data) => _isArray ? data : _isLines ? data + "\n" : $"{head}data: {data}\n\n";

    private byte[] Join(IEnumerable<string> events) => Encoding.UTF8.GetBytes(_isArray ? $"[{string.Join("\n,\r\n", events)}\n]" : string.Concat(events));

    private static StreamEvents FromLines(string body)
    {
        var (events, offset) = (new List<StreamEvent>(), 0);
        foreach (var line in body.Split('\n'))
        {
            var length = Encoding.UTF8.GetByteCount(line);
            if (!string.IsNullOrWhiteSpace(line))
            {
                events.Add(new StreamEvent(string.Empty, line, offset + Encoding.UTF8.GetByteCount(line.TrimEnd()), offset + length + 1));
            }

            offset += length + 1;
        }

        return new StreamEvents(events, isLines: true, isArray: false);
    }

    private static StreamEvents? FromServerSent(string body)
    {
        var (events, offset) = (new List<StreamEvent>(), 0);
        var (head, data, dataEnd) = (new StringBuilder(), (string?)null, 0);
        foreach (var ended in body.Split('\n'))
        {
            var line = ended.TrimEnd('\r');
            var start = offset;
            offset += Encoding.UTF8.GetByteCount(ended) + 1;
            if (line.Length == 0)
            {
                if (data is not null)
                {
                    events.Add(new StreamEvent(head.ToString(), data, dataEnd, offset));
                    data = null;
                }

                head.Clear();
            }
            else if (line.StartsWith("data:", StringComparison.Ordinal) && data is null)
            {
                (data, dataEnd) = (line[5..].Trim(), start + Encoding.UTF8.GetByteCount(line.TrimEnd()));
            }
            else if (data is null && (line[0] == ':' || line.StartsWith("event:", StringComparison.Ordinal) || line.StartsWith("id:", StringComparison.Ordinal)))
            {
                head.Append(line).Append('\n');
            }
            else
            {
                return null;
            }
        }

        if (data is not null)
        {
            events.Add(new StreamEvent(head.ToString(), data, dataEnd, offset));
        }

        return new StreamEvents(events, isLines: false, isArray: false);
    }

    private static StreamEvents FromArray(string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        var reader = new Utf8JsonReader(bytes);
        var (events, start) = (new List<StreamEvent>(), 0);
        while (reader.Read())
        {
            if (reader is { CurrentDepth: 1, TokenType: JsonTokenType.StartObject })
            {
                start = (int)reader.TokenStartIndex;
            }
            else if (reader is { CurrentDepth: 1, TokenType: JsonTokenType.EndObject })
            {
                var end = (int)reader.BytesConsumed;
                events.Add(new StreamEvent(string.Empty, Encoding.UTF8.GetString(bytes, start, end - start), end, end));
            }
        }

        return new StreamEvents(events, isLines: false, isArray: true);
    }
}
