using System.Text;
using Orchestration.Schemas;

namespace Orchestration.Core.Tests.Schemas.Evaluation;

public class ThreadsTests
{
    [Fact]
    public async Task One_schema_serves_many_threads_from_its_first_evaluation_on()
    {
        var schema = JsonSchema.Parse("""{ "properties": { "a": { "enum": [1, 2, 3] }, "b": { "items": { "$ref": "#" }, "uniqueItems": true } }, "unevaluatedProperties": false, "required": ["a"] }""");
        var cancellation = TestContext.Current.CancellationToken;

        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(worker => Task.Run(
            () => Enumerable.Range(0, 300).Select(i => schema.IsValid(Encoding.UTF8.GetBytes($$"""{ "a": {{(i % 3) + 1}}, "b": [{ "a": {{(worker + i) % 5}} }] }"""))).ToArray(),
            cancellation)));

        for (var worker = 0; worker < results.Length; worker++)
        {
            Assert.Equal(Enumerable.Range(0, 300).Select(i => (worker + i) % 5 is 1 or 2 or 3), results[worker]);
        }
    }
}
