using System.Text;
using Orchestration.Prompts;
using Orchestration.Schemas;

namespace Orchestration.Core.Tests.Prompts;

public sealed class JsonAnswerTests
{
    private const JsonTolerance All = JsonTolerance.CodeFence | JsonTolerance.SurroundingText | JsonTolerance.TrailingCommas;

    [Theory]
    [InlineData("{\"a\":1}", "{\"a\":1}", JsonTolerance.None)]
    [InlineData(" \n\uFEFF {\"a\":1}\n", "{\"a\":1}", JsonTolerance.None)]
    [InlineData("\"text\"", "\"text\"", JsonTolerance.None)]
    [InlineData("true", "true", JsonTolerance.None)]
    [InlineData("```json\n{\"a\":1}\n```", "{\"a\":1}", JsonTolerance.CodeFence)]
    [InlineData("```\n{\"a\":1}", "{\"a\":1}", JsonTolerance.CodeFence)]
    [InlineData("```json\n{\"a\":\"```\"}\n```", "{\"a\":\"```\"}", JsonTolerance.CodeFence)]
    [InlineData("```json\n{\"a\":1}\n```\nThat is all.", "{\"a\":1}", JsonTolerance.CodeFence | JsonTolerance.SurroundingText)]
    [InlineData("Sure! {\"a\":1}", "{\"a\":1}", JsonTolerance.SurroundingText)]
    [InlineData("{\"a\":1} I hope this helps {you}.", "{\"a\":1}", JsonTolerance.SurroundingText)]
    [InlineData("By [1] and {x}: {\"a\":[1,2]} and {\"b\":1}", "{\"a\":[1,2]}", JsonTolerance.SurroundingText)]
    [InlineData("Here:\n```json\n{\"a\":1}\n```", "{\"a\":1}", JsonTolerance.CodeFence | JsonTolerance.SurroundingText)]
    [InlineData("Sure! {\"a\":[1,],}", "{\"a\":[1]}", JsonTolerance.SurroundingText | JsonTolerance.TrailingCommas)]
    [InlineData("{\"a\":[1,2,],}", "{\"a\":[1,2]}", JsonTolerance.TrailingCommas)]
    [InlineData("{\"a\":\",}\", \"b\":[1 , \n ] }", "{\"a\":\",}\", \"b\":[1  \n ] }", JsonTolerance.TrailingCommas)]
    public void The_document_is_found_and_what_was_put_right_is_told(string answer, string document, JsonTolerance mended)
    {
        Assert.Equal(document, Encoding.UTF8.GetString(JsonAnswer.Find(answer, All, out var told)));
        Assert.Equal(mended, told);
    }

    [Theory]
    [InlineData("```json\n{\"a\":1}\n```", JsonTolerance.SurroundingText | JsonTolerance.TrailingCommas)]
    [InlineData("Sure! {\"a\":1}", JsonTolerance.CodeFence | JsonTolerance.TrailingCommas)]
    [InlineData("{\"a\":1} So it is.", JsonTolerance.CodeFence | JsonTolerance.TrailingCommas)]
    [InlineData("```json\n{\"a\":1}\n``` So it is.", JsonTolerance.CodeFence)]
    public void What_is_not_tolerated_is_refused(string answer, JsonTolerance tolerance)
    {
        var fault = Assert.Throws<InvalidOutputException>(() => JsonAnswer.Find(answer, tolerance, out _));

        Assert.EndsWith("send the document alone", Assert.Single(fault.Errors).Message);
    }

    [Theory]
    [InlineData("", "it is empty")]
    [InlineData(" \n", "it is empty")]
    [InlineData("I cannot do that.", "there is no JSON document in it")]
    public void Where_there_is_no_document_it_says_so(string answer, string problem)
    {
        Assert.Contains(problem, Assert.Throws<InvalidOutputException>(() => JsonAnswer.Find(answer, All, out _)).Message);
    }

    [Fact]
    public void Half_a_surrogate_pair_is_no_character() =>
        Assert.Contains("half a surrogate pair", Assert.Throws<InvalidOutputException>(static () => JsonAnswer.Find("{\"a\":\"\ud800\"}", All, out _)).Message);

    [Fact]
    public void Without_the_policy_a_trailing_comma_stays_where_it_is() =>
        Assert.Equal("{\"a\":1,}", Encoding.UTF8.GetString(JsonAnswer.Find("{\"a\":1,}", JsonTolerance.None, out _)));

    [Fact]
    public void A_text_of_nothing_but_brackets_is_given_up()
    {
        Assert.Throws<InvalidOutputException>(static () => JsonAnswer.Find("x" + new string('[', 100_000), All, out _));
    }
}
