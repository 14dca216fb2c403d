using Microsoft.Extensions.AI;

namespace Orchestration.Providers.Wire;

/// <summary>Reads the events of one streamed answer in one provider's protocol. Used by one reader, for one stream.</summary>
internal abstract class StreamDecoder
{
    /// <summary>Whether the event that ends an answer has come. A stream that ends before it was interrupted.</summary>
    public abstract bool IsComplete { get; }

    /// <summary>Whether the protocol's last event has come, after which nothing is waited for: some servers keep the connection open. Never, where a protocol has no such event.</summary>
    public virtual bool IsOver => false;

    /// <summary>Takes an event and adds what it brings to the answer. Unknown events bring nothing.</summary>
    /// <param name="name">The event's name; empty when the protocol has none.</param>
    /// <param name="data">Its data. Holds only during the call.</param>
    /// <param name="updates">Receives the updates.</param>
    /// <exception cref="Orchestration.Models.ModelCallException">The event is the provider's error.</exception>
    /// <exception cref="System.Text.Json.JsonException">The data is not JSON.</exception>
    public abstract void Read(ReadOnlySpan<byte> name, ReadOnlyMemory<byte> data, List<ChatResponseUpdate> updates);

    /// <summary>
    /// Adds what was held back until it would be whole: tool calls under way, usage so far. Called once, at the end of the stream, complete or not;
    /// what came is recorded and paid for even when the answer is void.
    /// </summary>
    public abstract void Flush(List<ChatResponseUpdate> updates);
}
