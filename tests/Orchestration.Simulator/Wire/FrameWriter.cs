using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Orchestration.Simulator.Wire;

/// <summary>Writes frames: JSON, the text around it, and the places to be filled in.</summary>
internal sealed class FrameWriter
{
    private const long AnySeconds = 1_234_567_890;
    private const string AnyTime = "2026-01-01T00:00:00.000000Z";
    private static readonly string AnyId = new('0', Stamp.IdLength);

    private readonly ArrayBufferWriter<byte> _buffer = new();
    private readonly List<Slot> _slots = [];

    public FrameWriter(bool isIndented = false) =>
        Json = new Utf8JsonWriter(_buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Indented = isIndented, NewLine = "\n", SkipValidation = true });

    public Utf8JsonWriter Json { get; }

    /// <summary>Text that is no JSON, between two values.</summary>
    public FrameWriter Raw(ReadOnlySpan<byte> text)
    {
        Json.Flush();
        Json.Reset();
        _buffer.Write(text);
        return this;
    }

    /// <summary>A property whose value is the response's id, between a prefix and a suffix.</summary>
    public void Id(string property, string prefix, string suffix = "")
    {
        Json.WriteString(property, prefix + AnyId + suffix);
        Slot(SlotKind.Id, Stamp.IdLength + suffix.Length + 1);
    }

    public void Seconds(string property)
    {
        Json.WriteNumber(property, AnySeconds);
        Slot(SlotKind.Seconds, AnySeconds.ToString(CultureInfo.InvariantCulture).Length);
    }

    public void Time(string property)
    {
        Json.WriteString(property, AnyTime);
        Slot(SlotKind.Time, AnyTime.Length + 1);
    }

    /// <summary>What was written since the last frame, as a frame.</summary>
    public Frame Take(int tokens = 0, bool isEnd = false)
    {
        Json.Flush();
        Json.Reset();
        var frame = new Frame(_buffer.WrittenSpan.ToArray(), [.. _slots], tokens, isEnd);
        _buffer.Clear();
        _slots.Clear();
        return frame;
    }

    private void Slot(SlotKind kind, int fromEnd)
    {
        Json.Flush();
        _slots.Add(new Slot(kind, _buffer.WrittenCount - fromEnd));
    }
}
