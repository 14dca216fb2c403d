using System.Text;
using Orchestration.Schemas;

namespace Orchestration.Core.Tests.Schemas;

/// <summary>Values that a reader of doubles or of UTF-16 takes for others.</summary>
public class ExactnessTests
{
    [Theory]
    [InlineData("""{ "type": "integer" }""", "12345678910111213141516171819202122232425262728293031", true)]
    [InlineData("""{ "type": "integer" }""", "-98249283749234923498293171823948729348710298301928331", true)]
    [InlineData("""{ "type": "string" }""", "98249283749234923498293171823948729348710298301928331", false)]
    [InlineData("""{ "type": "integer" }""", "1e308", true)]
    [InlineData("""{ "type": "integer" }""", "1e-400", false)]
    [InlineData("""{ "maximum": 18446744073709551615 }""", "18446744073709551600", true)]
    [InlineData("""{ "maximum": 18446744073709551615 }""", "18446744073709551616", false)]
    [InlineData("""{ "exclusiveMaximum": 972783798187987123879878123.18878137 }""", "972783798187987123879878123.188781371", false)]
    [InlineData("""{ "exclusiveMinimum": -972783798187987123879878123.18878137 }""", "-972783798187987123879878123.188781371", false)]
    [InlineData("""{ "minimum": -18446744073709551615 }""", "-18446744073709551600", true)]
    [InlineData("""{ "type": "integer", "multipleOf": 0.5 }""", "1e308", true)]
    [InlineData("""{ "type": "integer", "multipleOf": 0.123456789 }""", "1e308", false)]
    [InlineData("""{ "const": 9007199254740993 }""", "9007199254740992", false)]
    [InlineData("""{ "enum": [100] }""", "1.00e2", true)]
    [InlineData("""{ "maxLength": 2 }""", "\"\\ud83d\\udca9\\ud83d\\udca9\"", true)]
    [InlineData("""{ "minLength": 2 }""", "\"💩\"", false)]
    [InlineData("""{ "pattern": "^🐲*$" }""", "\"🐲🐲\"", true)]
    [InlineData("""{ "pattern": "^🐲*$" }""", "\"🐉\"", false)]
    [InlineData("""{ "patternProperties": { "^🐲*$": { "type": "integer" } } }""", """{ "🐲": "a" }""", false)]
    [InlineData("""{ "minLength": 2 }""", "\"foo\"", true)]
    [InlineData("""{ "minLength": 2 }""", "\"a\"", false)]
    public void A_value_is_what_it_says_to_the_last_digit_and_character(string schema, string document, bool isValid) =>
        Assert.Equal(isValid, JsonSchema.Parse(schema).IsValid(Encoding.UTF8.GetBytes(document)));
}
