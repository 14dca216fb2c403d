using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Orchestration.Simulator.Answers;

namespace Orchestration.Simulator.Wire;

/// <summary>What is one response's own: its id and time.</summary>
internal sealed class Stamp
{
    public const int IdLength = 24;

    private readonly byte[] _id;
    private readonly byte[] _seconds = new byte[10];
    private readonly byte[] _time;

    public Stamp(int number, int seed, DateTimeOffset now)
    {
        Id = string.Create(CultureInfo.InvariantCulture, $"{Mix.Stir((ulong)number ^ ((ulong)seed << 32)):x16}{number:x8}");
        _id = Encoding.ASCII.GetBytes(Id);
        Utf8Formatter.TryFormat(now.ToUnixTimeSeconds(), _seconds, out _);
        _time = Encoding.ASCII.GetBytes(now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture));
    }

    /// <summary>No two responses have the same.</summary>
    public string Id { get; }

    public ReadOnlySpan<byte> Of(SlotKind kind) => kind switch
    {
        SlotKind.Id => _id,
        SlotKind.Seconds => _seconds,
        _ => _time,
    };
}
