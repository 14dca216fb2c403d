using System.Text;
using Orchestration.Schemas;
using Reference = NJsonSchema.JsonSchema;

namespace Orchestration.Core.Tests.Schemas;

/// <summary>NJsonSchema, which is right about the keywords that draft 4 and draft 2020-12 share, judges random documents as we do.</summary>
public sealed class SecondOpinionTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task NJsonSchema_agrees_on_random_schemas_and_documents(int seed)
    {
        var cases = new SharedKeywords(new Random(seed));
        var (valid, invalid, disputed) = (0, 0, new List<string>());
        for (var i = 0; i < 500; i++)
        {
            var schema = cases.Schema(3);
            var ours = JsonSchema.Parse(schema.Text);
            var theirs = await Reference.FromJsonAsync(schema.Text, TestContext.Current.CancellationToken);
            for (var j = 0; j < 6; j++)
            {
                var document = cases.Document(schema);

                var isValid = ours.IsValid(Encoding.UTF8.GetBytes(document));

                _ = isValid ? valid++ : invalid++;
                if (isValid != (theirs.Validate(document).Count == 0))
                {
                    disputed.Add($"{(isValid ? "valid" : "invalid")}: {document} by {schema.Text}");
                }
            }
        }

        Assert.Empty(disputed);

        // Judges who agree on everything being wrong, or right, have told nothing.
        Assert.InRange(valid, 600, 2_400);
        Assert.InRange(invalid, 600, 2_400);
    }
}
