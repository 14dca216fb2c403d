namespace Orchestration.Benchmarks.Gates;

/// <summary>The figures that the gate was designed by: an earlier simulation of the same workload in another language, 2,000 trials a cell (500 cases: 800). Its sign-flip column takes a normal p-value.</summary>
/// <param name="Cases">Cases.</param>
/// <param name="BaselineRuns">Runs a case in the baseline.</param>
/// <param name="Runs">Runs a case now.</param>
/// <param name="WithinCase">Of the test within cases, in %.</param>
/// <param name="SignFlip">Of the sign-flip test, in %.</param>
internal sealed record GateReference(int Cases, int BaselineRuns, int Runs, GateRates WithinCase, GateRates SignFlip)
{
    public static readonly GateReference[] All =
    [
        new(30, 1, 1, new(1.4, 1.8, 5, 5, 12, 13), new(4.8, 5.0, 11, 11, 25, 24)),
        new(30, 5, 5, new(4.3, 8.0, 31, 26, 61, 66), new(5.7, 4.7, 19, 31, 41, 69)),
        new(50, 1, 1, new(2.4, 2.5, 10, 11, 24, 25), new(5.3, 5.4, 17, 18, 34, 35)),
        new(50, 3, 3, new(2.6, 5.8, 27, 25, 63, 62), new(4.2, 4.5, 22, 31, 52, 67)),
        new(50, 5, 5, new(4.3, 7.8, 40, 39, 77, 84), new(5.7, 4.1, 27, 43, 60, 86)),
        new(50, 10, 3, new(3.5, 9.5, 37, 39, 75, 83), new(4.3, 5.3, 27, 39, 59, 82)),
        new(100, 1, 1, new(2.6, 4.3, 18, 18, 44, 47), new(4.1, 5.6, 23, 23, 51, 54)),
        new(100, 3, 3, new(4.3, 6.0, 46, 46, 86, 91), new(5.5, 4.5, 40, 50, 79, 92)),
        new(100, 10, 3, new(3.3, 7.9, 58, 60, 95, 98), new(3.6, 4.3, 47, 60, 89, 98)),
        new(200, 1, 1, new(3.7, 4.5, 31, 33, 73, 76), new(5.0, 5.9, 35, 38, 77, 80)),
        new(200, 3, 3, new(4.0, 7.0, 70, 71, 99, 100), new(4.9, 5.0, 64, 74, 98, 100)),
        new(200, 10, 3, new(4.2, 8.4, 83, 88, 100, 100), new(4.7, 5.1, 75, 87, 99, 100)),
        new(500, 3, 3, new(4.8, 6.5, 96, 98, 100, 100), new(4.8, 4.4, 94, 98, 100, 100)),
        new(500, 10, 3, new(2.5, 5.4, 97, 99, 100, 100), new(2.5, 5.0, 97, 99, 100, 100)),
    ];
}

/// <summary>How often the gate fails, in %: when nothing has changed, under churn, and when the pass rate drops by five and ten points, as some cases break or all get worse.</summary>
internal readonly record struct GateRates(double Nothing, double Churn, double FiveBreak, double FiveWorse, double TenBreak, double TenWorse)
{
    public double[] InOrder() => [Nothing, Churn, FiveBreak, FiveWorse, TenBreak, TenWorse];
}
