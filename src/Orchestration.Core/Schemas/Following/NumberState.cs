namespace Orchestration.Schemas.Following;

/// <summary>How far a number has come, by the grammar of RFC 8259, section 6.</summary>
internal enum NumberState
{
    /// <summary>No number goes on so.</summary>
    Broken,
    Minus,
    Zero,
    Integer,
    Point,
    Fraction,
    Exponent,
    ExponentSign,
    ExponentDigits,
}

internal static class NumberStates
{
    public static NumberState First(char c) => c switch
    {
        '-' => NumberState.Minus,
        '0' => NumberState.Zero,
        _ => NumberState.Integer,
    };

    public static NumberState Next(this NumberState state, char c) => state switch
    {
        NumberState.Minus when c == '0' => NumberState.Zero,
        NumberState.Minus or NumberState.Integer when char.IsAsciiDigit(c) => NumberState.Integer,
        NumberState.Zero or NumberState.Integer when c == '.' => NumberState.Point,
        NumberState.Point or NumberState.Fraction when char.IsAsciiDigit(c) => NumberState.Fraction,
        NumberState.Zero or NumberState.Integer or NumberState.Fraction when c is 'e' or 'E' => NumberState.Exponent,
        NumberState.Exponent when c is '+' or '-' => NumberState.ExponentSign,
        NumberState.Exponent or NumberState.ExponentSign or NumberState.ExponentDigits when char.IsAsciiDigit(c) => NumberState.ExponentDigits,
        _ => NumberState.Broken,
    };

    public static bool MayEnd(this NumberState state) => state is NumberState.Zero or NumberState.Integer or NumberState.Fraction or NumberState.ExponentDigits;
}
