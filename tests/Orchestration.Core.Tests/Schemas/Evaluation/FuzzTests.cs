using System.Text;
using Orchestration.Schemas;

namespace Orchestration.Core.Tests.Schemas.Evaluation;

public class FuzzTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Whatever_the_schema_and_the_document_the_two_verdicts_agree(int seed)
    {
        var random = new RandomJson(seed);
        var valid = 0;
        var invalid = 0;
        for (var i = 0; i < 600; i++)
        {
            if (Compiled(random.Root()) is not { } schema)
            {
                continue;
            }

            for (var j = 0; j < 12; j++)
            {
                var text = random.Document();
                var json = Encoding.UTF8.GetBytes(text);
                var errors = schema.Validate(json, maxErrors: 5);

                Assert.True(schema.IsValid(json) == errors.IsEmpty, $"{schema} and {text}: {string.Join("; ", errors)}");
                Assert.True(errors.Length <= 5);
                Assert.Equal(errors.Distinct(), errors);
                _ = errors.IsEmpty ? valid++ : invalid++;
            }
        }

        Assert.True(valid > 500 && invalid > 500, $"{valid} valid and {invalid} invalid documents are no test.");
    }

    [Fact]
    public void Broken_bytes_are_errors_and_no_exceptions()
    {
        var random = new RandomJson(seed: 4);
        var schema = JsonSchema.Parse("""{ "properties": { "a": { "$ref": "#" } }, "items": { "$ref": "#" }, "not": { "const": 1 } }""");
        for (var i = 0; i < 3000; i++)
        {
            var json = random.Mutated(Encoding.UTF8.GetBytes(random.Document()));

            Assert.Equal(schema.IsValid(json), schema.Validate(json).IsEmpty);
        }
    }

    private static JsonSchema? Compiled(string schema)
    {
        try
        {
            return JsonSchema.Parse(schema);
        }
        catch (JsonSchemaException)
        {
            return null;
        }
    }
}
