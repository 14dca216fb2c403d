using Orchestration.Evals.Inference;

namespace Orchestration.Evals.Tests.Inference;

public sealed class SchemaInferenceTests
{
    [Fact]
    public void What_every_sample_has_is_required_and_what_is_null_once_is_nullable()
    {
        var inferred = SchemaInference.FromSamples(["""{"a":1,"b":"x","c":null}""", """{"a":2.5,"c":"y"}""", """{"a":3,"b":"z","c":"w"}"""]);

        Assert.Equal(3, inferred.SampleCount);
        Assert.Equal(
            """{"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object","properties":{"a":{"type":"number"},"b":{"type":"string"},"c":{"type":["string","null"]}},"required":["a","c"],"additionalProperties":false}""",
            inferred.Schema.ToString());
    }

    [Fact]
    public void Json_is_taken_out_of_talk_and_what_holds_none_is_counted()
    {
        var inferred = SchemaInference.FromSamples(["Sure [as asked]:\n```json\n{\"a\": [1, 2]}\n```\nAnything else?", "I cannot do that.", "", "{\"a\": []}"]);

        Assert.Equal(2, inferred.SampleCount);
        Assert.Equal([new SkippedSample("sample 2", "It holds no JSON."), new SkippedSample("sample 3", "It is empty.")], inferred.Skipped);
        Assert.True(inferred.Schema.IsValid("""{"a":[7]}"""u8));
        Assert.False(inferred.Schema.IsValid("""{"a":["x"]}"""u8));
    }

    [Fact]
    public void A_format_is_kept_only_when_all_samples_have_it()
    {
        const string Id = "0f8fad5b-d9cb-469f-a165-70867728950e";

        var all = SchemaInference.FromSamples([$$"""{"id":"{{Id}}"}""", $$"""{"id":"{{Id}}"}"""]);
        var some = SchemaInference.FromSamples([$$"""{"id":"{{Id}}"}""", """{"id":"none"}"""]);

        Assert.Equal("uuid", all.Schema.Document.GetProperty("properties").GetProperty("id").GetProperty("format").GetString());
        Assert.DoesNotContain("format", some.Schema.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Few_values_over_many_samples_become_an_enum_when_asked_for()
    {
        var samples = Enumerable.Range(0, 20).Select(static i => $$"""{"s":"{{(i % 2 == 0 ? "open" : "done")}}"}""").ToList();

        var plain = SchemaInference.FromSamples(samples);
        var offered = SchemaInference.FromSamples(samples, new SchemaInferenceOptions { MaxEnumValues = 5 });

        Assert.DoesNotContain("enum", plain.Schema.ToString(), StringComparison.Ordinal);
        Assert.Contains("\"enum\":[\"done\",\"open\"]", offered.Schema.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_any_json_there_is_no_schema()
    {
        Assert.Contains("of 2 none", Assert.Throws<InvalidOperationException>(() => SchemaInference.FromSamples(["a", "b"])).Message, StringComparison.Ordinal);
    }
}
