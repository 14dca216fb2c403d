using System.Text;
using System.Text.Json;
using Orchestration.Providers.Wire;

namespace Orchestration.Providers.Tests.Wire;

public sealed class SoundTextTests
{
    [Theory]
    [InlineData("""{"a":"plain"}""")]
    [InlineData("""{"a":"é茶🍵 \n \u00e9 \ud83c\udf75 \\ud83c \\\\ud83c"}""")]
    [InlineData("""{"a":"\\""")]
    [InlineData("""{"a":"\u""")]
    public void Sound_text_stays_the_same_bytes(string json)
    {
        ReadOnlyMemory<byte> bytes = Encoding.UTF8.GetBytes(json);

        Assert.True(bytes.Equals(SoundText.Of(bytes)));
    }

    [Theory]
    [InlineData("\"\\ud83c\"", "\uFFFD")]
    [InlineData("\"a\\uDF75b\"", "a\uFFFDb")]
    [InlineData("\"\\ud83c\\ud83c\\udf75\"", "\uFFFD🍵")]
    [InlineData("\"\\\\\\ud83cx\"", "\\\uFFFDx")]
    [InlineData("\"\\ud83c\\n\"", "\uFFFD\n")]
    public void Half_a_pair_is_replaced(string json, string expected) =>
        Assert.Equal(expected, JsonElement.Parse(SoundText.Of(Encoding.UTF8.GetBytes(json)).Span).GetString());

    [Fact]
    public void Bytes_that_are_no_text_are_replaced() =>
        Assert.Equal("a\uFFFDb", JsonElement.Parse(SoundText.Of(new byte[] { (byte)'"', (byte)'a', 0xFF, (byte)'b', (byte)'"' }).Span).GetString());
}
