using System.Globalization;
using System.Text;
using System.Text.Json;
using Orchestration.Evals.Inference;

namespace Orchestration.Evals.Tests.Inference;

public sealed class InferenceProperties
{
    [Theory]
    [InlineData(0, false)]
    [InlineData(5, false)]
    [InlineData(5, true)]
    public void Every_sample_is_valid_against_the_schema_made_of_it(int maxEnumValues, bool allowsUnknown)
    {
        var options = new SchemaInferenceOptions { MaxEnumValues = maxEnumValues, SamplesPerEnumValue = 1, AllowsUnknown = allowsUnknown };
        for (var seed = 0; seed < 1_000; seed++)
        {
            var samples = Samples(seed);

            var inferred = SchemaInference.FromSamples(samples, options);

            Assert.Equal(samples.Count, inferred.SampleCount);
            Assert.All(samples, sample => Assert.Empty(inferred.Schema.Validate(Encoding.UTF8.GetBytes(sample))));
        }
    }

    [Fact]
    public void The_order_of_samples_changes_the_order_of_names_and_nothing_else()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var samples = Samples(seed);

            var forwards = SchemaInference.FromSamples(samples).Schema.Document;
            var backwards = SchemaInference.FromSamples(Enumerable.Reverse(samples)).Schema.Document;

            Assert.True(Sorted(forwards) == Sorted(backwards), $"Seed {seed.ToString(CultureInfo.InvariantCulture)}: {forwards} and {backwards}");
        }
    }

    [Fact]
    public void The_same_samples_once_more_change_nothing()
    {
        for (var seed = 0; seed < 300; seed++)
        {
            var samples = Samples(seed);

            var once = SchemaInference.FromSamples(samples).Schema.ToString();
            var twice = SchemaInference.FromSamples([.. samples, .. samples]).Schema.ToString();

            Assert.Equal(once, twice);
        }
    }

    private static List<string> Samples(int seed)
    {
        var json = new SomeJson(seed);
        return [.. Enumerable.Range(0, (seed % 6) + 1).Select(_ => json.Next(4))];
    }

    /// <summary>With the members of objects, and the names in <c>required</c>, in their alphabetical order.</summary>
    private static string Sorted(JsonElement schema) => schema.ValueKind switch
    {
        JsonValueKind.Object => $"{{{string.Join(',', schema.EnumerateObject().OrderBy(static member => member.Name, StringComparer.Ordinal).Select(static member => $"{member.Name}:{Sorted(member.Value)}"))}}}",
        JsonValueKind.Array => $"[{string.Join(',', schema.EnumerateArray().Select(Sorted).Order(StringComparer.Ordinal))}]",
        _ => schema.GetRawText(),
    };
}
