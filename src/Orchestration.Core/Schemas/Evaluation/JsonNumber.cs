namespace Orchestration.Schemas.Evaluation;

/// <summary>Exact arithmetic on JSON numbers as text: of any size and precision, without a detour by <see langword="double"/>.</summary>
internal static class JsonNumber
{
    /// <summary>Whether the value is an integer: <c>1.0</c> and <c>1e3</c> are.</summary>
    public static bool IsInteger(ReadOnlySpan<byte> number) => throw new NotSupportedException("Not there yet.");

    /// <summary>Compares two values; 1.0 and 10e-1 are equal.</summary>
    public static int Compare(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) => throw new NotSupportedException("Not there yet.");

    /// <summary>A hash that equal values share.</summary>
    public static ulong Hash(ReadOnlySpan<byte> number) => throw new NotSupportedException("Not there yet.");

    /// <summary>Whether the first is the second times an integer. <paramref name="divisor"/> is positive.</summary>
    public static bool IsMultiple(ReadOnlySpan<byte> number, ReadOnlySpan<byte> divisor) => throw new NotSupportedException("Not there yet.");
}
