using System.Text;
using System.Text.Json;
using Orchestration.Schemas.Following;

namespace Orchestration.Core.Tests.Schemas.Following;

public class PartialJsonTests
{
    [Fact]
    public void An_object_shows_property_by_property_and_an_array_item_by_item()
    {
        string[] pieces = ["{\"title\":\"T", "ea\",\"n\":1", "2", ",\"items\":[{\"a\":1,", "\"b\":[2]", "},{\"a\":", "3}", "]", "}"];

        Assert.Equal(
            ["""{"title":"Tea"}""", """{"title":"Tea","n":12}""", """{"title":"Tea","n":12,"items":[{"a":1,"b":[2]}]}""",
            """{"title":"Tea","n":12,"items":[{"a":1,"b":[2]},{"a":3}]}""", """{"title":"Tea","n":12,"items":[{"a":1,"b":[2]},{"a":3}]}""",
            """{"title":"Tea","n":12,"items":[{"a":1,"b":[2]},{"a":3}]}"""],
            Snapshots(pieces));
    }

    [Fact]
    public void Characters_beyond_ascii_may_be_cut_in_two() =>
        Assert.Equal(["""["é😀"]""", """["é😀",null]"""], Snapshots(["[\"é\ud83d", "\ude00\",", "nu", "ll]"]));

    [Fact]
    public void The_whole_document_shows_once_even_when_it_has_hardly_grown() =>
        Assert.Equal(2, Snapshots([$"[\"{new string('x', 1000)}\",", "1", "]", " ", "\n"]).Count);

    [Fact]
    public void Every_snapshot_is_json_and_its_items_are_those_of_the_document()
    {
        var random = new Random(5);
        var snapshots = 0;
        for (var i = 0; i < 5_000; i++)
        {
            var json = SomeJson.Next(random, depth: 4);
            var (characters, last) = (0, "");
            using var whole = JsonDocument.Parse(json);
            foreach (var snapshot in Snapshots(Cuts.Of(random, json)))
            {
                using var part = JsonDocument.Parse(snapshot);
                Assert.True(IsPart(part.RootElement, whole.RootElement), $"{snapshot} of {json}");
                characters += snapshot.Length;
                snapshots++;
                last = snapshot;
            }

            Assert.True(characters <= 65 * (json.Length + 64), json);
            Assert.True(char.IsAsciiDigit(json.Trim()[^1]) || last == json.TrimEnd(), $"{last} of {json}");
        }

        Assert.InRange(snapshots, 4_000, int.MaxValue);
    }

    private static List<string> Snapshots(IEnumerable<string> pieces)
    {
        var follower = new JsonFollower(maxDepth: 64);
        var partial = new PartialJson(follower);
        var snapshots = new List<string>();
        foreach (var piece in pieces)
        {
            follower.Append(piece);
            while (follower.Next() is not (JsonStep.Starved or JsonStep.Failed))
            {
            }

            if (partial.TrySnapshot(out var json))
            {
                snapshots.Add(Encoding.UTF8.GetString(json.Span));
            }
        }

        return snapshots;
    }

    private static bool IsPart(JsonElement part, JsonElement whole) => whole.ValueKind switch
    {
        JsonValueKind.Object => part.EnumerateObject().All(property => IsPart(property.Value, whole.GetProperty(property.Name))),
        JsonValueKind.Array => part.EnumerateArray().Zip(whole.EnumerateArray()).All(static pair => JsonElement.DeepEquals(pair.First, pair.Second)),
        _ => JsonElement.DeepEquals(part, whole),
    };
}
