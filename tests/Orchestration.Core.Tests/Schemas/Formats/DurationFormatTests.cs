using Orchestration.Schemas.Formats;

namespace Orchestration.Core.Tests.Schemas.Formats;

public sealed class DurationFormatTests
{
    [Theory]
    [InlineData("P4DT12H30M5S")]
    [InlineData("P1Y2M3D")]
    [InlineData("P4Y")]
    [InlineData("PT0S")]
    [InlineData("P0D")]
    [InlineData("P1M")]
    [InlineData("PT1M")]
    [InlineData("PT36H")]
    [InlineData("P1DT12H")]
    [InlineData("P2W")]
    [InlineData("P1Y2M")]
    [InlineData("PT1H2M")]
    public void This_is_of_format_duration(string text) => Assert.True(SchemaFormats.IsValid("duration", text));

    [Theory]
    [InlineData("")]
    [InlineData("P")]
    [InlineData("PT")]
    [InlineData("4DT12H30M5S")]
    [InlineData("PT1D")]
    [InlineData("P1")]
    [InlineData("P1YT")]
    [InlineData("P2D1Y")]
    [InlineData("P1D2H")]
    [InlineData("P2S")]
    [InlineData("P1Y2W")]
    [InlineData("P1W2D")]
    [InlineData("P٢Y")]
    [InlineData("P1.5D")]
    [InlineData("PT0.5S")]
    [InlineData("P1Y1D")]
    [InlineData("PT1H1S")]
    [InlineData("P-1D")]
    [InlineData("p1d")]
    [InlineData("P1DT")]
    [InlineData("PT1")]
    [InlineData("P1D ")]
    [InlineData("W")]
    [InlineData("PW")]
    [InlineData("PT1W")]
    public void This_is_not_of_format_duration(string text) => Assert.False(SchemaFormats.IsValid("duration", text));
}
