namespace Orchestration.Evals.Tests.GoldenSets;

public sealed class YamlScalarTests : IDisposable
{
    private readonly Samples _samples = new();

    public void Dispose() => _samples.Dispose();

    [Theory]
    [InlineData("yes", "\"yes\"")]
    [InlineData("No", "\"No\"")]
    [InlineData("on", "\"on\"")]
    [InlineData("y", "\"y\"")]
    [InlineData("true", "true")]
    [InlineData("False", "false")]
    [InlineData("tRUE", "\"tRUE\"")]
    [InlineData("'true'", "\"true\"")]
    [InlineData("~", "null")]
    [InlineData("", "null")]
    [InlineData("NULL", "null")]
    [InlineData("\"null\"", "\"null\"")]
    [InlineData("''", "\"\"")]
    [InlineData("12", "12")]
    [InlineData("+12", "12")]
    [InlineData("-0", "-0")]
    [InlineData("007", "7")]
    [InlineData("0x1F", "31")]
    [InlineData("0xFF", "255")]
    [InlineData("0o17", "15")]
    [InlineData("0b11", "\"0b11\"")]
    [InlineData("1_000", "\"1_000\"")]
    [InlineData("12:30", "\"12:30\"")]
    [InlineData("2026-01-02", "\"2026-01-02\"")]
    [InlineData("1.50", "1.50")]
    [InlineData("1.", "1")]
    [InlineData("-.5", "-0.5")]
    [InlineData("1e3", "1e3")]
    [InlineData("6.02E+23", "6.02E+23")]
    [InlineData("123456789012345678901234567890.5", "123456789012345678901234567890.5")]
    [InlineData("1.2.3", "\"1.2.3\"")]
    [InlineData(".", "\".\"")]
    [InlineData("'12'", "\"12\"")]
    [InlineData("!!str 12", "\"12\"")]
    [InlineData("! 12", "\"12\"")]
    [InlineData("!!float 12", "12")]
    [InlineData("{a: 1, b: [x, 2], \"c d\": ~}", """{"a":1,"b":["x",2],"c d":null}""")]
    [InlineData("|\n    two\n      lines\n", "\"two\\n  lines\\n\"")]
    [InlineData("|-\n    12", "\"12\"")]
    [InlineData(">-\n    one\n    line", "\"one line\"")]
    [InlineData("\"\\u00e9 \\\"q\\\"\"", "\"é \\\"q\\\"\"")]
    public async Task A_scalar_is_what_the_core_schema_of_yaml_1_2_says(string yaml, string json)
    {
        var cases = await _samples.CasesAsync("a.yaml", $"- id: a\n  input: {yaml}");

        Assert.Equal(json, Assert.Single(cases).Input.ToString());
    }

    [Fact]
    public async Task The_name_of_a_member_is_text_whatever_it_looks_like()
    {
        var cases = await _samples.CasesAsync("a.yaml", "- id: a\n  input: { 1: a, yes: b, null: c, 007: d }");

        Assert.Equal("""{"1":"a","yes":"b","null":"c","007":"d"}""", cases[0].Input.ToString());
    }
}
