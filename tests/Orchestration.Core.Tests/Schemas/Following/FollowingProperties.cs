using System.Text;
using Orchestration.Schemas;
using Orchestration.Schemas.Compilation;
using Orchestration.Schemas.Following;

namespace Orchestration.Core.Tests.Schemas.Following;

public class FollowingProperties
{
    [Fact]
    public void A_prefix_of_a_valid_document_is_never_refused_and_a_whole_document_as_the_evaluator_has_it()
    {
        var random = new Random(3);
        var (valid, early, late) = (0, 0, 0);
        for (var i = 0; i < 2_000; i++)
        {
            var text = new SomeSchema(random).Next();
            var schema = JsonSchema.Parse(text);
            for (var j = 0; j < 12; j++)
            {
                var json = SomeJson.Next(random, depth: 3);
                var isValid = schema.IsValid(Encoding.UTF8.GetBytes(json));
                var follower = new SchemaFollower(schema);
                SchemaError? error = null;
                foreach (var piece in Cuts.Of(random, json))
                {
                    error = follower.Add(piece);
                }

                early += error is null ? 0 : 1;
                error ??= follower.End();

                Assert.True(isValid == error is null, $"{json} is {(isValid ? "valid" : "invalid")} by {text}, but {error} at {follower.Position}");
                Assert.Equal(isValid, follower.IsComplete);
                (valid, late) = (valid + (isValid ? 1 : 0), late + (isValid ? 0 : 1));
            }
        }

        Assert.True(valid > 3_000 && late > 3_000 && early > 3_000, $"{valid} valid, {late} invalid, {early} of them refused before the end");
    }

    [Fact]
    public void What_is_refused_early_is_refused_with_every_ending()
    {
        var random = new Random(4);
        var tried = 0;
        for (var i = 0; i < 2_000; i++)
        {
            var text = new SomeSchema(random).Next();
            var schema = JsonSchema.Parse(text);
            string[] documents = [.. Enumerable.Range(0, 8).Select(_ => SomeJson.Next(random, depth: 3))];
            foreach (var json in documents)
            {
                var follower = new SchemaFollower(schema);
                if (follower.Add(json) is not { } error || follower.Position == json.Length)
                {
                    continue;
                }

                var start = json[..follower.Position];
                foreach (var ending in Endings(random, start, documents))
                {
                    tried++;
                    Assert.False(schema.IsValid(Encoding.UTF8.GetBytes(start + ending)), $"{start}¦{ending} is valid by {text}, but {error}");
                }
            }
        }

        Assert.True(tried > 50_000, $"{tried} tried");
    }

    // What closes the open containers, after nothing, after the end of a string and after some value; and the ends of other documents.
    private static IEnumerable<string> Endings(Random random, string start, string[] documents)
    {
        var follower = new JsonFollower(maxDepth: 64);
        follower.Append(start);
        while (follower.Next() is not (JsonStep.Starved or JsonStep.Failed))
        {
        }

        var closing = new StringBuilder();
        for (var level = follower.Depth - 1; level >= 0; level--)
        {
            closing.Append(follower.Container(level).Kind == JsonKinds.Array ? ']' : '}');
        }

        foreach (var middle in new[] { "", "\"", "0", "1", "e1", "e-9", ".0", "rue", "alse", "ull", "\":1", "\":null", "\":\"red\"", "1,\"a\":1", "\"a\":1", "\",\"a\":1" })
        {
            yield return middle + closing;
        }

        for (var i = 0; i < 4; i++)
        {
            yield return $"{SomeJson.Scalar(random)}{closing}";
            yield return $"\":{SomeJson.Next(random, depth: 1)}{closing}";
            yield return $"\"{SomeJson.Scalar(random)}\":{SomeJson.Scalar(random)}{closing}";
        }

        foreach (var document in documents)
        {
            yield return document[random.Next(document.Length)..];
        }
    }
}
