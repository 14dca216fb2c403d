namespace Orchestration.Schemas.Evaluation.Documents;

/// <summary>Compares numbers, by the short way where there is one.</summary>
internal static class NumberText
{
    public static int Compare(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) =>
        SimpleNumber.TryRead(left, out var first) && SimpleNumber.TryRead(right, out var second) ? first.Against(second) : JsonNumber.Compare(left, right);

    public static bool IsMultiple(ReadOnlySpan<byte> number, ReadOnlySpan<byte> divisor) =>
        SimpleNumber.TryRead(number, out var first) && SimpleNumber.TryRead(divisor, out var second) ? first.IsMultipleOf(second) : JsonNumber.IsMultiple(number, divisor);
}
