namespace Orchestration.Simulator.Wire;

/// <summary>What differs from one response to the next while all other bytes stay.</summary>
internal enum SlotKind
{
    /// <summary>24 characters of an id.</summary>
    Id,

    /// <summary>Ten digits: seconds since 1970.</summary>
    Seconds,

    /// <summary>27 characters: 2026-03-14T15:09:26.535897Z.</summary>
    Time,
}

/// <summary>Where in a frame something is filled in.</summary>
internal readonly record struct Slot(SlotKind Kind, int Offset);

/// <summary>Bytes of a response that go out together, made once and filled in for each response.</summary>
/// <param name="Bytes">The bytes.</param>
/// <param name="Slots">What is filled in.</param>
/// <param name="Tokens">Tokens of the answer that they carry; 0 = what stands around it.</param>
/// <param name="IsEnd">Whether they say that the answer is over.</param>
internal sealed record Frame(byte[] Bytes, Slot[] Slots, int Tokens, bool IsEnd)
{
    /// <summary>Writes the frame, filled in; the target is at least as long.</summary>
    public void CopyTo(Span<byte> target, Stamp stamp)
    {
        Bytes.CopyTo(target);
        foreach (var slot in Slots)
        {
            stamp.Of(slot.Kind).CopyTo(target[slot.Offset..]);
        }
    }
}

/// <summary>A body in frames, of which several are a stream.</summary>
/// <param name="ContentType">Its media type.</param>
/// <param name="Frames">Its parts.</param>
/// <param name="IsStream">Whether it goes out part by part.</param>
internal sealed record FrameSet(string ContentType, IReadOnlyList<Frame> Frames, bool IsStream)
{
    /// <summary>The tokens of all parts.</summary>
    public int Tokens { get; } = Frames.Sum(static frame => frame.Tokens);

    /// <summary>An event of the stream whose JSON is broken.</summary>
    public byte[] Malformed { get; init; } = [];

    /// <summary>The event that says that the provider is overloaded.</summary>
    public Frame? Overloaded { get; init; }
}
