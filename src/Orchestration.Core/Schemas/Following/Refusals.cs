using System.Globalization;
using Orchestration.Schemas.Compilation;
using Orchestration.Schemas.Evaluation;
using Orchestration.Schemas.Evaluation.Errors;
using Orchestration.Schemas.Patterns;

namespace Orchestration.Schemas.Following;

/// <summary>The errors of a follower, in the words of the evaluator as far as the value is known. <see langword="null"/> each, when nobody asks for them.</summary>
internal sealed class Refusals(JsonFollower json, bool explains)
{
    /// <summary>Whether the first character of a value refutes what a schema claims of it.</summary>
    public bool AtBegin(FollowedSchema schema, OpenValue value, int level, out Doom? doom)
    {
        var (node, kind) = (schema.Node, value.Kind);
        doom = null;
        if (schema.Constant == false)
        {
            doom = Nothing(schema, level);
        }
        else if ((node.Kinds & kind) == JsonKinds.None)
        {
            doom = explains ? Of(schema, Keywords.Type, level, $"expected {KindTexts.Of(node.Kinds)}, got {Name(kind)}", node.Kinds, Name(kind), value.IsName) : null;
        }
        else if ((schema.Literals & kind) == JsonKinds.None || (kind == JsonKinds.Boolean && !schema.Allows(json.Last == 't')) || (kind == JsonKinds.String && schema.Texts is []))
        {
            doom = NotListed(schema, value, level);
        }
        else
        {
            return false;
        }

        return true;
    }

    public Doom? Nothing(FollowedSchema schema, int level) => explains ? Of(schema, Keywords.False, level, $"nothing is allowed here") : null;

    public Doom? NotListed(FollowedSchema schema, OpenValue value, int level)
    {
        if (!explains)
        {
            return null;
        }

        var (values, keyword) = schema.Node.Const is { } constant ? (constant, Keywords.Const) : (schema.Node.Enum!, Keywords.Enum);
        var got = value.Kind switch
        {
            JsonKinds.String => Quoted.Text(Content()),
            JsonKinds.Boolean => json.Last == 't' ? "true" : "false",
            _ => Name(value.Kind),
        };
        return Of(schema, keyword, level, $"expected {ListTexts.OneOf(values)}, got {got}", values, got, value.IsName);
    }

    public Doom? TooLong(FollowedSchema schema, OpenValue value, int level) => explains
        ? Of(schema, Keywords.MaxLength, level, $"more than {Count(schema.Node.Strings!.MaxLength, "character")}, at most {schema.Node.Strings.MaxLength} are allowed", isName: value.IsName)
        : null;

    public Doom? TooShort(FollowedSchema schema, OpenValue value, int level) => explains
        ? Of(schema, Keywords.MinLength, level, $"{Count(value.CodePoints, "character")}, at least {schema.Node.Strings!.MinLength} are needed", isName: value.IsName)
        : null;

    public Doom? TooManyItems(FollowedSchema schema, int index, int level)
    {
        var (most, keyword) = index >= schema.Node.Arrays!.MaxItems ? (schema.Node.Arrays.MaxItems, Keywords.MaxItems) : (index, Keywords.Items);
        return explains ? Of(schema, keyword, level, $"more than {Count(most, "item")}, at most {most} are allowed") : null;
    }

    public Doom? TooFewItems(FollowedSchema schema, int level) => explains
        ? Of(schema, Keywords.MinItems, level, $"{Count(json.Container(level).Count, "item")}, at least {schema.Node.Arrays!.MinItems} are needed")
        : null;

    public Doom? TooManyProperties(FollowedSchema schema, int count, int level) => explains
        ? Of(schema, Keywords.MaxProperties, level, $"more than {Properties(count)}, at most {schema.Node.Objects!.MaxProperties} are allowed")
        : null;

    public Doom? TooFewProperties(FollowedSchema schema, int level) => explains
        ? Of(schema, Keywords.MinProperties, level, $"{Properties(json.Container(level).Count)}, at least {schema.Node.Objects!.MinProperties} are needed")
        : null;

    public Doom? Missing(FollowedSchema schema, string name, int level) =>
        explains ? Of(schema, Keywords.Required, level, $"missing the required property {Quoted.Name(name)}") : null;

    public Doom? UnknownName(FollowedSchema schema, int level) =>
        explains ? Of(schema, Additional(schema), level, $"the property {Quoted.Name(Content())} is not allowed{ListTexts.Known(schema.Node)}") : null;

    public Doom? NoMoreNames(FollowedSchema schema, int level) =>
        explains ? Of(schema, Additional(schema), level, $"another property is not allowed{ListTexts.Known(schema.Node)}") : null;

    public Doom? TooSlow(FollowedSchema schema, SchemaPattern pattern, int level) =>
        explains ? Of(schema, "patternProperties", level, $"it takes too long to say whether the property {Quoted.Name(Content())} matches the pattern {pattern.Source}") : null;

    public Doom? SeveralOfOne(Watch group, int level) => explains
        ? Of(group.Of!, Keywords.OneOf, level, $"matches {group.Lives} of the {group.Of!.OneOf.Length} alternatives, exactly one is allowed")
        : null;

    /// <summary>What the evaluator says of a whole value.</summary>
    public Doom? Judged(SchemaNode node, ReadOnlySpan<byte> value, bool isName, int level, JsonSchemaOptions options)
    {
        if (!explains)
        {
            return null;
        }

        var error = SchemaEvaluator.Explain(node, value, options, maxErrors: 1)[0];
        return new Doom(error with { InstancePath = Path(level, isName) + error.InstancePath }, json.Seen);
    }

    private Doom Of(FollowedSchema schema, string keyword, int level, FormattableString message, object? expected = null, string? got = null, bool isName = false)
    {
        var text = message.ToString(CultureInfo.InvariantCulture);
        var error = new SchemaError
        {
            InstancePath = Path(level, isName),
            SchemaPath = keyword == Keywords.False ? schema.Node.Location : $"{schema.Node.Location}/{keyword}",
            Keyword = keyword,
            Message = isName ? $"the property name {Quoted.Name(Content())}: {text}" : text,
        };
        return new Doom(error, json.Seen, expected, got);
    }

    // What is decided between two surrogates shows a sign for the half that is there.
    private string Content() => json.Content is [.. var start, var last] && char.IsHighSurrogate(last) ? $"{start}\uFFFD" : json.Content.ToString();

    // A name has the path of its object.
    private string Path(int level, bool isName) => json.Path(isName ? level - 1 : level);

    private static string Additional(FollowedSchema schema) =>
        schema.Node.Objects!.AdditionalProperties is null ? Keywords.UnevaluatedProperties : Keywords.AdditionalProperties;

    private static string Name(JsonKinds kind) => kind switch
    {
        JsonKinds.Object => "an object",
        JsonKinds.Array => "an array",
        _ => KindTexts.Of(kind),
    };

    private static string Count(int count, string what) => string.Create(CultureInfo.InvariantCulture, $"{count} {what}{(count == 1 ? "" : "s")}");

    private static string Properties(int count) => count == 1 ? "1 property" : string.Create(CultureInfo.InvariantCulture, $"{count} properties");
}
