using Microsoft.Extensions.AI;
using Orchestration.Core.Tests.Testing;
using Orchestration.Models;
using Orchestration.Prompts;

namespace Orchestration.Core.Tests.Prompts;

public sealed class OutputTests
{
    private const string Secret = "the secret of the prompt";

    private static readonly Prompt<Answer> Json = Prompt.Json(AnswerJson.Default.Answer, Secret);

    [Fact]
    public void Json_of_the_right_shape_becomes_a_value()
    {
        var answer = Assert.IsType<Answer>(Json.Read(Said("""{"title":"Tea","tags":["leaf"],"stars":5}""")));

        Assert.Equal(("Tea", "leaf", 5), (answer.Title, Assert.Single(answer.Tags), answer.Stars));
        Assert.Equal(3, Assert.IsType<Answer>(Json.Read(Said("""{"title":"Tea","tags":[]}"""))).Stars);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("no JSON at all")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("{}")]
    [InlineData("""{"title":"Tea"}""")]
    [InlineData("""{"title":"Tea","tags":null}""")]
    [InlineData("""{"title":null,"tags":[]}""")]
    [InlineData("""{"title":7,"tags":[]}""")]
    [InlineData("""{"title":"Tea","tags":"leaf"}""")]
    [InlineData("""{"title":"Tea","tags":[],"stars":"five"}""")]
    [InlineData("""{"title":"Tea","tags":[],"stars":5,"stars":4}""")]
    [InlineData("""{"title":"Tea","tags":[],"moons":5}""")]
    [InlineData("""{"title":"Tea","tags":["le""")]
    [InlineData("""{"title":"Tea","tags":[]} and more""")]
    public void Json_of_another_shape_is_an_invalid_output(string text)
    {
        var fault = Assert.Throws<InvalidOutputException>(() => Json.Read(Said(text)));

        Assert.DoesNotContain(Secret, fault.Message);
        Assert.DoesNotContain("Tea", fault.Message);
    }

    [Fact]
    public void Json_cut_off_by_the_token_limit_says_so_even_if_it_parses()
    {
        var fault = Assert.Throws<InvalidOutputException>(() => Json.Read(Said("""{"title":"Tea","tags":[]}""", ChatFinishReason.Length)));

        Assert.Equal("The JSON was cut off by the token limit; raise MaxOutputTokens.", fault.Message);
    }

    [Fact]
    public void The_place_of_the_fault_is_told()
    {
        var fault = Assert.Throws<InvalidOutputException>(() => Json.Read(Said("""{"title":7,"tags":[]}""")));

        Assert.Equal(("/title", "type"), (Assert.Single(fault.Errors).InstancePath, fault.Errors[0].Keyword));
        Assert.Contains("'type' does not hold at /title", fault.Message);
    }

    [Fact]
    public void Text_is_taken_as_it_is()
    {
        Assert.Equal(" text \r\n", Prompt.Text("x").Read(Said(" text \r\n")));
    }

    [Fact]
    public void An_empty_text_is_an_invalid_output() => Assert.Throws<InvalidOutputException>(static () => Prompt.Text("x").Read(Said("")));

    [Fact]
    public void A_tool_call_where_text_was_asked_for_names_the_way_out()
    {
        var fault = Assert.Throws<InvalidOutputException>(static () => Prompt.Text("x").Read(Said("") with { ToolCalls = [new ToolCall("1", "search", "{}")] }));

        Assert.Contains("AsCompletion()", fault.Message);
    }

    [Fact]
    public void A_completion_is_taken_with_its_tool_calls()
    {
        var completion = Said("") with { ToolCalls = [new ToolCall("1", "search", "{}")] };

        Assert.Same(completion, Prompt.User("x").AsCompletion().Read(completion));
    }

    private static Completion Said(string text, ChatFinishReason? reason = null) => new() { Text = text, FinishReason = (reason ?? ChatFinishReason.Stop).Value };
}
