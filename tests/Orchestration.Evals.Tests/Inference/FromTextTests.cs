using Orchestration.Evals.Inference;

namespace Orchestration.Evals.Tests.Inference;

/// <summary>What of an answer in free text is taken for its JSON.</summary>
public sealed class FromTextTests
{
    private const string Sample = """{"a":1}""";

    [Theory]
    [InlineData("""{"a":1}""")]
    [InlineData("\uFEFF{\"a\":1}")]
    [InlineData("```json\n{\"a\":1}\n```")]
    [InlineData("Sure [as you asked, and at length]: {\"a\":1} Anything else [?")]
    [InlineData("By [1] and {x, y}: {\"a\":1}.")]
    [InlineData("A 5\" pipe [5\"] gives {\"a\":1}")]
    public void Json_is_found_in_talk(string text)
    {
        var inferred = SchemaInference.FromSamples([text]);

        Assert.Equal(SchemaInference.FromSamples([Sample]).Schema.ToString(), inferred.Schema.ToString());
    }

    [Theory]
    [InlineData("\n \t", "It is empty.")]
    [InlineData("No {thing} [here", "It holds no JSON.")]
    [InlineData("""{"items":[{"a":1},{"a":2},]}""", "Its JSON is broken.")]
    [InlineData("""{"name":'x',"items":[{"a":1},{"a":2}]}""", "Its JSON is broken.")]
    [InlineData("""See [1]: {"name":'x',"a":1}""", "Its JSON is broken.")]
    [InlineData("""{"items":[{"a":1},{"a":""", "Its JSON breaks off.")]
    [InlineData("""{"a":1,"a":2}""", "Its JSON has a name twice, half a surrogate pair, or more than 60 levels.")]
    [InlineData("""{"a":"\ud800"}""", "Its JSON has a name twice, half a surrogate pair, or more than 60 levels.")]
    public void The_inner_parts_of_what_is_no_sample_are_not_taken_for_one(string text, string reason)
    {
        var inferred = SchemaInference.FromSamples([text, Sample]);

        Assert.Equal([new SkippedSample("sample 1", reason)], inferred.Skipped);
        Assert.Equal(1, inferred.SampleCount);
    }

    [Fact]
    public void A_text_with_half_a_surrogate_pair_is_skipped()
    {
        var inferred = SchemaInference.FromSamples([$"half {'\ud800'} a pair {{}}", Sample]);

        Assert.Equal([new SkippedSample("sample 1", "It holds half a surrogate pair, which is no character.")], inferred.Skipped);
    }

    [Theory]
    [InlineData(60, 1)]
    [InlineData(61, 0)]
    [InlineData(5_000, 0)]
    public void What_is_nested_too_deep_is_skipped_as_a_whole(int levels, int taken)
    {
        var deep = string.Concat(Enumerable.Repeat("{\"a\":", levels)) + "0" + new string('}', levels);

        var inferred = SchemaInference.FromSamples([deep, Sample]);

        Assert.Equal(taken + 1, inferred.SampleCount);
        Assert.Equal(1 - taken, inferred.Skipped.Length);
    }

    [Fact]
    public void A_text_of_brackets_is_given_up_soon()
    {
        var brackets = string.Concat(Enumerable.Repeat("[x", 200_000));

        Assert.Equal(new SkippedSample("sample 1", "It holds no JSON."), Assert.Single(SchemaInference.FromSamples([brackets, Sample]).Skipped));
    }
}
