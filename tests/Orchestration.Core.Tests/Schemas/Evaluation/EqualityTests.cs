using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Orchestration.Schemas;

namespace Orchestration.Core.Tests.Schemas.Evaluation;

public class EqualityTests
{
    [Fact]
    public void A_value_is_equal_to_itself_in_another_spelling() =>
        Check.QuickThrowOnFailure(Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            var value = new Value(new Random(seed), depth: 4);
            var other = value.Text(new Random(seed + 1L > int.MaxValue ? 0 : seed + 1));

            return IsValid($$"""{ "const": {{value.Text(null)}} }""", other)
                && !IsValid("""{ "uniqueItems": true }""", $"[{value.Text(null)}, {other}]")
                && !IsValid("""{ "uniqueItems": true }""", $"[{string.Join(", ", Enumerable.Range(10_000, 30))}, {value.Text(null)}, {other}]")
                && IsValid($$"""{ "enum": [{{string.Join(", ", Enumerable.Range(10_000, 30))}}, {{value.Text(null)}}] }""", other);
        }));

    [Theory]
    [InlineData("[1]", "[true]")]
    [InlineData("1", "\"1\"")]
    [InlineData("[1, 2]", "[2, 1]")]
    [InlineData("{\"a\": 1}", "{\"a\": 1, \"b\": 1}")]
    [InlineData("{\"a\": 1}", "{\"b\": 1}")]
    [InlineData("0", "false")]
    [InlineData("null", "0")]
    [InlineData("[]", "{}")]
    [InlineData("1", "1.00000000000000000000000001")]
    [InlineData("9007199254740993", "9007199254740992")]
    public void Values_that_look_alike_differ(string left, string right)
    {
        Assert.False(IsValid($$"""{ "const": {{left}} }""", right));
        Assert.True(IsValid("""{ "uniqueItems": true }""", $"[{left}, {right}]"));
        Assert.True(IsValid("""{ "uniqueItems": true }""", $"[{string.Join(", ", Enumerable.Range(10, 30))}, {left}, {right}]"));
    }

    private static bool IsValid(string schema, string json) => JsonSchema.Parse(schema).IsValid(Encoding.UTF8.GetBytes(json));

    /// <summary>A random value that can be written in many ways.</summary>
    private sealed class Value
    {
        private readonly string[]? _spellings;
        private readonly Value[] _children = [];
        private readonly bool _named;

        public Value(Random random, int depth)
        {
            var kind = random.Next(depth == 0 ? 3 : 5);
            var number = random.Next(-50, 50);
            _spellings = kind switch
            {
                0 => [number.ToString(CultureInfo.InvariantCulture), $"{number}.00", $"{number * 10}e-1", $"{number}E0"],
                1 => [$"\"a{number}/\"", $"\"\\u0061{number}\\/\""],
                2 => [random.Next(2) == 0 ? "true" : "null"],
                _ => null,
            };
            if (_spellings is null)
            {
                _named = kind == 3;
                _children = [.. Enumerable.Range(0, random.Next(random.Next(8) == 0 ? 40 : 4)).Select(_ => new Value(random, depth - 1))];
            }
        }

        /// <summary>The text; in any spelling and order when there is chance.</summary>
        public string Text(Random? chance)
        {
            var space = chance?.Next(2) == 0 ? " \n" : string.Empty;
            if (_spellings is not null)
            {
                return space + _spellings[chance?.Next(_spellings.Length) ?? 0];
            }

            var children = _children.Select((child, i) => (_named ? $"\"n{i}\":" : string.Empty) + child.Text(chance)).ToArray();
            if (_named && chance is not null)
            {
                chance.Shuffle(children);
            }

            return (_named ? "{" : "[") + string.Join(space + ",", children) + space + (_named ? "}" : "]");
        }
    }
}
