using System.Text;
using System.Text.Json;
using Orchestration.Schemas.Following;

namespace Orchestration.Core.Tests.Schemas.Following;

public class JsonFollowerTests
{
    [Theory]
    [InlineData("{}")]
    [InlineData("""{"a":[1,-0,2.50,1e9,0E-2,true,false,null,"",{"b":{}}],"c":" \" \\ \/ \b\f\n\r\t é \u00e9 😀 \ud83d\ude00"} """)]
    [InlineData(" \r\n\t[ ]")]
    [InlineData("\"text\"")]
    [InlineData("-12.5e+3")]
    [InlineData("null")]
    public void Json_is_followed_to_its_end_however_it_is_cut(string json)
    {
        for (var cut = 1; cut <= json.Length; cut++)
        {
            var follower = new JsonFollower(maxDepth: 64);

            for (var at = 0; at < json.Length; at += cut)
            {
                follower.Append(json.AsSpan(at, Math.Min(cut, json.Length - at)));
                Assert.NotEqual(JsonStep.Failed, Drain(follower));
            }

            Assert.NotEqual(JsonStep.Failed, follower.Finish());
            Assert.True(follower.IsComplete);
        }
    }

    // The sign ¦ stands behind the first character that no JSON goes on with.
    [Theory]
    [InlineData("x¦")]
    [InlineData("[1,]¦")]
    [InlineData("[,¦")]
    [InlineData("{,¦")]
    [InlineData("{a¦")]
    [InlineData("""{"a":1,}¦""")]
    [InlineData("""{"a" 1¦""")]
    [InlineData("""{"a":}¦""")]
    [InlineData("""{"a":1]¦""")]
    [InlineData("[1}¦")]
    [InlineData("[1 2¦")]
    [InlineData("01¦")]
    [InlineData("-a¦")]
    [InlineData("[-]¦")]
    [InlineData("1.]¦")]
    [InlineData("1ee¦")]
    [InlineData("[1e]¦")]
    [InlineData("+¦")]
    [InlineData(".¦")]
    [InlineData("tru3¦")]
    [InlineData("nul ¦")]
    [InlineData("1 2¦")]
    [InlineData("{} /¦/")]
    [InlineData("[1]/¦* no comments */")]
    [InlineData("\"a\n¦\"")]
    [InlineData("""
        "\x¦"
        """)]
    [InlineData("""
        "\u00g¦0"
        """)]
    [InlineData("""
        "\udc¦00"
        """)]
    [InlineData("""
        "\ud800a¦"
        """)]
    [InlineData("""
        "\ud800\n¦"
        """)]
    [InlineData("""
        "\ud800\u0¦041"
        """)]
    [InlineData("""
        "\ud800\ud8¦00"
        """)]
    [InlineData("""{"a":1,"a"¦:2}""")]
    [InlineData("""{"a":1,"\u0061"¦:2}""")]
    [InlineData("[[[[[¦")]
    [InlineData("\uFEFF¦{}")]
    public void What_is_no_json_is_said_at_the_character_that_decides(string marked)
    {
        var mark = marked.IndexOf('¦');
        var follower = new JsonFollower(maxDepth: 4);

        follower.Append(marked.AsSpan(0, mark - 1));
        Assert.NotEqual(JsonStep.Failed, Drain(follower));
        follower.Append(marked.AsSpan(mark - 1, 1));

        Assert.Equal(JsonStep.Failed, Drain(follower));
        Assert.Equal(mark, follower.Seen);
        Assert.Equal("json", follower.Error?.Keyword);
    }

    // As a fact: the arguments of a theory are stored as UTF-8, where no half of a pair survives.
    [Fact]
    public void Halves_of_surrogate_pairs_are_refused()
    {
        foreach (var content in new[] { "\uDC00", "\uD800a", "\uD800\"", "\\ud800\uDC00", "\uD800\\udc00" })
        {
            var follower = new JsonFollower(maxDepth: 4);

            follower.Append($"\"{content}\"");

            Assert.Equal(JsonStep.Failed, Drain(follower));
        }
    }

    [Theory]
    [InlineData("""{"a":1,"b":tru3}""", "/b")]
    [InlineData("""{"a/b~":[1,{"c":]""", "/a~1b~0/1/c")]
    [InlineData("""{"a":[1 2]}""", "/a")]
    [InlineData("""{"a":{"b":1,"b":2}}""", "/a")]
    public void An_error_names_its_place(string json, string path)
    {
        var follower = new JsonFollower(maxDepth: 4);

        follower.Append(json);
        Drain(follower);

        Assert.Equal(path, follower.Error?.InstancePath);
    }

    [Fact]
    public void Names_strings_and_ranges_are_told_as_they_come()
    {
        var told = new StringBuilder();
        var follower = new JsonFollower(maxDepth: 4);

        foreach (var c in """{"n\u0061":[12,"x\ty"]} """)
        {
            follower.Append([c]);
            for (var step = follower.Next(); step != JsonStep.Starved; step = follower.Next())
            {
                told.Append(step).Append(step switch
                {
                    JsonStep.Begin => $" {follower.Kind}",
                    JsonStep.Text or JsonStep.NameText => $" {follower.Fresh}",
                    JsonStep.NameEnd => $" {follower.Content}",
                    JsonStep.End => $" {follower.Whole}",
                    _ => string.Empty,
                }).Append('\n');
            }
        }

        Assert.Equal(
            "Begin Object\nName\nNameText n\nNameText a\nNameEnd na\nBegin Array\nBegin Number\nEnd 12\nComma\nBegin String\nText x\nText \t\nText y\nEnd \"x\\ty\"\n"
            + "End [12,\"x\\ty\"]\nEnd {\"n\\u0061\":[12,\"x\\ty\"]}\n",
            told.ToString());
    }

    [Fact]
    public void It_agrees_with_the_reader_of_the_platform_about_thousands_of_broken_documents()
    {
        var random = new Random(11);
        var accepted = 0;
        for (var i = 0; i < 20_000; i++)
        {
            var json = Mutate(random, SomeJson.Next(random, depth: 3));
            var follower = new JsonFollower(maxDepth: 8);
            follower.Append(json);
            var takes = Drain(follower) != JsonStep.Failed && follower.Finish() != JsonStep.Failed;

            Assert.True(takes == IsJson(json), json);
            accepted += takes ? 1 : 0;
        }

        Assert.InRange(accepted, 1_000, 19_000);
    }

    private static JsonStep Drain(JsonFollower follower)
    {
        while (true)
        {
            var step = follower.Next();
            if (step is JsonStep.Starved or JsonStep.Failed)
            {
                return step;
            }
        }
    }

    private static string Mutate(Random random, string json)
    {
        const string Characters = "{}[],:\"\\0123456789-+.eEtrufalsn \n\t/abu\ud83d\ude00";
        var text = new StringBuilder(json);
        for (var i = random.Next(3); i > 0 && text.Length > 0; i--)
        {
            var at = random.Next(text.Length);
            switch (random.Next(3))
            {
                case 0:
                    text.Remove(at, 1);
                    break;
                case 1:
                    text.Insert(at, Characters[random.Next(Characters.Length)]);
                    break;
                default:
                    text[at] = Characters[random.Next(Characters.Length)];
                    break;
            }
        }

        return text.ToString();
    }

    private static bool IsJson(string json)
    {
        try
        {
            var utf8 = new UTF8Encoding(false, throwOnInvalidBytes: true).GetBytes(json);
            using var document = JsonDocument.Parse(utf8, new() { AllowDuplicateProperties = false, MaxDepth = 8 });
            return HasWholeStrings(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or EncoderFallbackException or InvalidOperationException)
        {
            return false;
        }
    }

    // The platform finds halves of surrogate pairs only when it takes an escape apart.
    private static bool HasWholeStrings(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().All(static property => property.Name is not null && HasWholeStrings(property.Value)),
        JsonValueKind.Array => value.EnumerateArray().All(HasWholeStrings),
        JsonValueKind.String => value.GetString() is not null,
        _ => true,
    };
}
