using Orchestration.Evals.Gates.Statistics;

namespace Orchestration.Evals.Tests.Gates.Statistics;

public sealed class NormalTests
{
    [Theory]
    [InlineData(0.5, 0)]
    [InlineData(0.2, Normal.Power80)]
    [InlineData(0.1, 1.2815515655446004)]
    [InlineData(0.05, 1.6448536269514722)]
    [InlineData(0.025, 1.959963984540054)]
    [InlineData(0.01, 2.3263478740408408)]
    [InlineData(0.000001, 4.753424308822899)]
    public void Quantiles_are_those_of_the_tables(double probability, double deviations) => Assert.Equal(deviations, Normal.Exceeded(probability), 1e-8);
}
