using System.Globalization;

namespace Orchestration.Core.Tests.Schemas;

/// <summary>Random schemas of the keywords that mean the same in draft 4 and draft 2020-12, and documents that are nearly right by them.</summary>
/// <remarks>
/// Left out, since NJsonSchema 10.7.2 is another draft or wrong there: <c>"maxItems": 0</c>, which it takes for no limit; integers written as <c>1.0</c>, which are none in draft 4; and texts
/// beyond ASCII, which it counts in UTF-16 code units.
/// </remarks>
internal sealed class SharedKeywords(Random random)
{
    private static readonly string[] Names = ["a", "b", "c", "long name", "x/y"];
    private static readonly string[] Texts = ["", "a", "ab", "abc", "b-1", "red rose", "blue"];
    private static readonly string[] Numbers = ["-3", "0", "1", "2", "2.5", "7", "12", "0.25"];
    private static readonly string[] Patterns = ["^a", "c$", "^[a-c]+$", "[0-9]", "e.r"];

    /// <param name="depth">How many levels of lists and objects at most.</param>
    public Schema Schema(int depth) => random.Next(depth == 0 ? 6 : 10) switch
    {
        0 => Of("boolean", () => Pick("true", "false")),
        1 => Of("null", static () => "null"),
        2 => Of("string", () => Quoted(Pick(Texts)), Some($"\"minLength\":{Count(3)}"), Some($"\"maxLength\":{Count(6)}"), Some($"\"pattern\":{Quoted(Pick(Patterns))}")),
        3 => Enum(),
        4 => Of("number", () => Pick(Numbers), Some($"\"minimum\":{Pick(Numbers)}"), Some($"\"maximum\":{Pick(Numbers)}")),
        5 => Of("integer", () => Pick(Numbers), Some($"\"minimum\":{Count(3)}"), Some($"\"maximum\":{Pick(Numbers)}")),
        6 or 7 => List(Schema(depth - 1)),
        _ => Object(depth),
    };

    /// <summary>Meant for the schema; now and then something else.</summary>
    public string Document(Schema schema) => random.Next(12) == 0 ? Anything(2) : schema.Document();

    private Schema Enum()
    {
        var texts = Texts.Where(_ => random.Next(2) == 0).DefaultIfEmpty("ab").Select(Quoted).ToArray();
        return Of("string", () => Pick([.. texts, .. texts, "\"green\""]), $"\"enum\":[{string.Join(',', texts)}]");
    }

    private Schema List(Schema item) => Of(
        "array",
        () => $"[{string.Join(',', Enumerable.Range(0, random.Next(4)).Select(_ => Document(item)))}]",
        $"\"items\":{item.Text}",
        Some($"\"minItems\":{Count(2)}"),
        Some($"\"maxItems\":{1 + random.Next(3)}"));

    private Schema Object(int depth)
    {
        var members = Names.OrderBy(_ => random.Next()).Take(random.Next(1, 4)).Select(name => (Name: name, Schema: Schema(depth - 1))).ToList();
        var required = members.Where(_ => random.Next(2) == 0).Select(static member => Quoted(member.Name)).ToList();
        return Of(
            "object",
            () => $"{{{string.Join(',', members
                .Where(_ => random.Next(8) > 0)
                .Select(member => $"{Quoted(member.Name)}:{Document(member.Schema)}")
                .Concat(random.Next(8) == 0 ? ["\"other\":1"] : []))}}}",
            $"\"properties\":{{{string.Join(',', members.Select(static member => $"{Quoted(member.Name)}:{member.Schema.Text}"))}}}",
            required.Count > 0 ? $"\"required\":[{string.Join(',', required)}]" : string.Empty,
            Some("\"additionalProperties\":false"));
    }

    private string Anything(int depth) => random.Next(depth == 0 ? 4 : 6) switch
    {
        0 => Pick("true", "false"),
        1 => "null",
        2 => Quoted(Pick(Texts)),
        3 => Pick(Numbers),
        4 => $"[{string.Join(',', Enumerable.Range(0, random.Next(3)).Select(_ => Anything(depth - 1)))}]",
        _ => $"{{{string.Join(',', Names.Where(_ => random.Next(3) == 0).Select(name => $"{Quoted(name)}:{Anything(depth - 1)}"))}}}",
    };

    private static Schema Of(string type, Func<string> document, params ReadOnlySpan<string> keywords)
    {
        var rules = $"\"type\":\"{type}\"";
        foreach (var keyword in keywords)
        {
            rules += keyword.Length > 0 ? $",{keyword}" : string.Empty;
        }

        return new Schema($"{{{rules}}}", document);
    }

    private string Some(string keyword) => random.Next(3) == 0 ? keyword : string.Empty;

    private string Count(int below) => random.Next(below).ToString(CultureInfo.InvariantCulture);

    private string Pick(params string[] choices) => choices[random.Next(choices.Length)];

    private static string Quoted(string text) => $"\"{text}\"";
}

/// <summary>A schema, and how to write what is meant for it.</summary>
internal sealed record Schema(string Text, Func<string> Document);
