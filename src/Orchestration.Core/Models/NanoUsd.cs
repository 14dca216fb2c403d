namespace Orchestration.Models;

/// <summary>An amount of money in billionths of a US dollar. Every operation is exact or throws <see cref="OverflowException"/>.</summary>
/// <param name="Value">Nano-USD; a <see cref="long"/> holds a little over 9.2 billion dollars.</param>
internal readonly record struct NanoUsd(long Value) : IComparable<NanoUsd>
{
    public const long PerUsd = 1_000_000_000;

    public static readonly NanoUsd Zero;

    public decimal ToUsd() => (decimal)Value / PerUsd;

    /// <exception cref="ArgumentException">The amount has more than nine decimals.</exception>
    /// <exception cref="OverflowException">The amount does not fit.</exception>
    public static NanoUsd FromUsd(decimal usd)
    {
        var nano = usd * PerUsd;
        return nano == decimal.Truncate(nano)
            ? new NanoUsd(decimal.ToInt64(nano))
            : throw new ArgumentException("An amount of US dollars has at most nine decimals.", nameof(usd));
    }

    public static NanoUsd operator +(NanoUsd left, NanoUsd right) => new(checked(left.Value + right.Value));

    public static NanoUsd operator -(NanoUsd left, NanoUsd right) => new(checked(left.Value - right.Value));

    public static bool operator <(NanoUsd left, NanoUsd right) => left.Value < right.Value;

    public static bool operator >(NanoUsd left, NanoUsd right) => left.Value > right.Value;

    public static bool operator <=(NanoUsd left, NanoUsd right) => left.Value <= right.Value;

    public static bool operator >=(NanoUsd left, NanoUsd right) => left.Value >= right.Value;

    public int CompareTo(NanoUsd other) => Value.CompareTo(other.Value);
}
