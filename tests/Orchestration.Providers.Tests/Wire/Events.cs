using System.Net.ServerSentEvents;
using System.Text;
using Orchestration.Providers.Wire;

namespace Orchestration.Providers.Tests.Wire;

/// <summary>Reads bodies to their end.</summary>
internal static class Events
{
    /// <summary>The body's events as "name|data", with a mark where the body ended within one.</summary>
    public static List<string> Of(string body, EventFraming framing, params IReadOnlyList<int> lengths) => Of(Encoding.UTF8.GetBytes(body), framing, lengths);

    public static List<string> Of(ReadOnlyMemory<byte> body, EventFraming framing, params IReadOnlyList<int> lengths)
    {
        using var stream = PieceStream.Of(body, lengths.Count == 0 ? [int.MaxValue] : lengths);
        using var reader = new EventReader(stream, framing);
        var events = new List<string>();
        while (reader.ReadAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult())
        {
            events.Add($"{Encoding.UTF8.GetString(reader.Name.Span)}|{Encoding.UTF8.GetString(reader.Data.Span)}{(reader.IsCutOff ? "|cut" : string.Empty)}");
        }

        return events;
    }

    /// <summary>The same as the framework's own parser reads it, without events that hold nothing.</summary>
    public static List<string> ByTheFramework(string body)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(body));
        return [.. SseParser.Create(stream).Enumerate()
            .Where(static item => item.Data.Trim(' ', '\t', '\n').Length > 0)
            .Select(static item => $"{(item.EventType == SseParser.EventTypeDefault ? string.Empty : item.EventType)}|{item.Data}")];
    }
}
