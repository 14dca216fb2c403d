using System.Globalization;
using System.Numerics;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Orchestration.Schemas.Evaluation;

namespace Orchestration.Core.Tests.Schemas.Evaluation;

public sealed class JsonNumberTests
{
    /// <summary>Numbers in many spellings, small and long, so that equal and neighbouring ones are met often.</summary>
    private static readonly Gen<string> Numbers =
        from sign in Gen.Elements("", "-")
        from whole in Gen.OneOf(Gen.Choose(0, 120).Select(Text), Gen.Elements("0", "1", "10", "1000000000000000000000", "999999999999999999", "123456789012345678901234567890"))
        from fraction in Gen.Elements("", ".0", ".5", ".50", ".25", ".000", ".01", ".123456789012345678901")
        from exponent in Gen.Elements("", "", "e0", "e1", "E+2", "e-1", "e-2", "e3", "e-25", "e20", "e-020")
        select sign + whole + fraction + exponent;

    [Theory]
    [InlineData("0", true)]
    [InlineData("-0", true)]
    [InlineData("0.0", true)]
    [InlineData("0e-5", true)]
    [InlineData("1.0", true)]
    [InlineData("1e3", true)]
    [InlineData("1.50e1", true)]
    [InlineData("10e-1", true)]
    [InlineData("1e-1", false)]
    [InlineData("1.5", false)]
    [InlineData("-12.34e1", false)]
    [InlineData("12.34e2", true)]
    [InlineData("1e999999999999999999999", true)]
    [InlineData("1e-999999999999999999999", false)]
    [InlineData("100000000000000000000000000000001", true)]
    [InlineData("100000000000000000000000000000.01", false)]
    public void An_integer_is_a_matter_of_value_and_not_of_spelling(string number, bool expected) => Assert.Equal(expected, JsonNumber.IsInteger(Utf8(number)));

    [Theory]
    [InlineData("1.0", "10e-1", 0)]
    [InlineData("-0", "0.00e7", 0)]
    [InlineData("2", "10", -1)]
    [InlineData("-2", "-10", 1)]
    [InlineData("0.1", "0.10000000000000000000000000001", -1)]
    [InlineData("9007199254740993", "9007199254740992", 1)]
    [InlineData("1e999999999", "1e999999998", 1)]
    [InlineData("1e99999999999999999999", "1e99999999999999999998", 1)]
    [InlineData("-1e99999999999999999999", "1", -1)]
    [InlineData("1e-99999999999999999999", "0", 1)]
    [InlineData("12.5e99999999999999999999", "1.25e100000000000000000000", 0)]
    [InlineData("123456.789", "123456.7890001", -1)]
    public void Values_of_any_size_compare_exactly(string left, string right, int expected)
    {
        Assert.Equal(expected, JsonNumber.Compare(Utf8(left), Utf8(right)));
        Assert.Equal(-expected, JsonNumber.Compare(Utf8(right), Utf8(left)));
        Assert.Equal(expected == 0, JsonNumber.Hash(Utf8(left)) == JsonNumber.Hash(Utf8(right)));
    }

    [Theory]
    [InlineData("0", "3", true)]
    [InlineData("10", "2", true)]
    [InlineData("7", "2", false)]
    [InlineData("-4.5", "1.5", true)]
    [InlineData("0.0075", "0.0001", true)]
    [InlineData("0.00751", "0.0001", false)]
    [InlineData("35", "1.5", false)]
    [InlineData("1e308", "0.123456789", false)]
    [InlineData("12391239123", "1e-8", true)]
    [InlineData("1e308", "0.5", true)]
    [InlineData("1e999999999", "7", false)]
    [InlineData("7e999999999", "7", true)]
    [InlineData("1e999999999", "64", true)]
    [InlineData("1e99999999999999999999", "1e-99999999999999999999", true)]
    [InlineData("1e-99999999999999999999", "1", false)]
    [InlineData("3", "0.1", true)]
    [InlineData("123456789012345678901234567890", "123456789012345678901234567890", true)]
    [InlineData("123456789012345678901234567891", "123456789012345678901234567890.5", false)]
    [InlineData("1e400", "1208925819614629174706176", true)] // 2^80
    [InlineData("1e60", "1208925819614629174706176", false)]
    public void Multiples_are_found_exactly(string number, string divisor, bool expected) =>
        Assert.Equal(expected, JsonNumber.IsMultiple(Utf8(number), Utf8(divisor)));

    [Fact]
    public void Everything_is_as_the_fractions_of_big_integers_have_it() =>
        Check.QuickThrowOnFailure(Prop.ForAll(
            Numbers.Two().ToArbitrary(),
            static pair =>
            {
                var (left, right) = (Utf8(pair.Item1), Utf8(pair.Item2));
                var (a, b) = (Scaled(pair.Item1), Scaled(pair.Item2));
                var one = Scaled("1");

                Assert.Equal(a.CompareTo(b), JsonNumber.Compare(left, right));
                Assert.Equal((a % one).IsZero, JsonNumber.IsInteger(left));
                Assert.True(a != b || JsonNumber.Hash(left) == JsonNumber.Hash(right), "Equal values have different hashes.");
                Assert.True(b.Sign <= 0 || (a % b).IsZero == JsonNumber.IsMultiple(left, right), "A multiple was judged wrongly.");
            }));

    [Fact]
    public void Ordinary_numbers_are_as_decimals_have_them() =>
        Check.QuickThrowOnFailure(Prop.ForAll(
            Gen.Choose(-100_000, 100_000).Zip(Gen.Choose(0, 4)).Select(static p => Money(p.Item1, p.Item2)).Two().ToArbitrary(),
            static pair =>
            {
                var (left, right) = (Utf8(Text(pair.Item1)), Utf8(Text(pair.Item2)));

                Assert.Equal(pair.Item1.CompareTo(pair.Item2), JsonNumber.Compare(left, right));
                Assert.Equal(decimal.IsInteger(pair.Item1), JsonNumber.IsInteger(left));
                Assert.True(pair.Item2 <= 0 || pair.Item1 % pair.Item2 == 0 == JsonNumber.IsMultiple(left, right), "A multiple was judged wrongly.");
            }));

    [Fact]
    public void The_order_is_total() =>
        Check.QuickThrowOnFailure(Prop.ForAll(
            Numbers.Three().ToArbitrary(),
            static numbers =>
            {
                var sorted = new[] { numbers.Item1, numbers.Item2, numbers.Item3 };
                Array.Sort(sorted, static (a, b) => JsonNumber.Compare(Utf8(a), Utf8(b)));

                Assert.True(JsonNumber.Compare(Utf8(sorted[0]), Utf8(sorted[1])) <= 0);
                Assert.True(JsonNumber.Compare(Utf8(sorted[1]), Utf8(sorted[2])) <= 0);
                Assert.True(JsonNumber.Compare(Utf8(sorted[0]), Utf8(sorted[2])) <= 0);
            }));

    [Fact]
    public void A_hundred_thousand_digits_are_exact_too()
    {
        var sevens = new string('7', 100_000);

        Assert.True(JsonNumber.IsMultiple(Utf8(sevens), "7"u8));
        Assert.False(JsonNumber.IsMultiple(Utf8(sevens + "1"), "7"u8));
        Assert.True(JsonNumber.IsMultiple(Utf8(sevens + "e5"), Utf8(sevens)));
        Assert.False(JsonNumber.IsMultiple(Utf8(sevens), Utf8(new string('3', 50_000) + "1")));
        Assert.Equal(-1, JsonNumber.Compare(Utf8(sevens), Utf8(sevens + ".5")));
        Assert.Equal(0, JsonNumber.Compare(Utf8(sevens), Utf8(sevens + ".0")));
    }

    [Fact]
    public void Ordinary_numbers_allocate_nothing()
    {
        var wrong = 0;
        void Judge()
        {
            wrong += JsonNumber.IsInteger("12.5e1"u8) ? 0 : 1;
            wrong += JsonNumber.Compare("12.50"u8, "1.25e1"u8) == 0 ? 0 : 1;
            wrong += JsonNumber.IsMultiple("19.99"u8, "0.01"u8) ? 0 : 1;
            wrong += JsonNumber.Hash("-12"u8) == JsonNumber.Hash("-12.0"u8) ? 0 : 1;
        }

        Judge();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Judge();

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(0, wrong);
    }

    /// <summary>The number times 10^60, written by other means than ours.</summary>
    private static BigInteger Scaled(string number)
    {
        var parts = number.Split('e', 'E');
        var exponent = parts.Length == 2 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 0;
        var digits = parts[0].Split('.');
        var fraction = digits.Length == 2 ? digits[1] : "";
        return BigInteger.Parse(digits[0] + fraction, CultureInfo.InvariantCulture) * BigInteger.Pow(10, 60 + exponent - fraction.Length);
    }

    private static decimal Money(int value, int digits) => value / (decimal)Math.Pow(10, digits);

    private static string Text<T>(T value)
        where T : IFormattable => value.ToString(null, CultureInfo.InvariantCulture);

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
