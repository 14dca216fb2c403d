using System.Buffers;
using System.Text;
using Orchestration.Schemas.Compilation;
using Orchestration.Schemas.Evaluation;

namespace Orchestration.Schemas.Following;

/// <summary>Judges claims about a value, or a name, that is whole.</summary>
internal sealed class Judge(JsonFollower json, Refusals refusals, JsonSchemaOptions options)
{
    private readonly ArrayBufferWriter<byte> _utf8 = new();

    /// <summary>Whether the claim holds, all that it stands on having been judged before.</summary>
    public bool Accepts(Watch watch, OpenValue value, int level, out Doom? doom)
    {
        doom = null;
        if (watch.Schema is not { } schema)
        {
            return !watch.IsOneOf || watch.Lives == 1 || Refuse(out doom, refusals.SeveralOfOne(watch, level));
        }

        var node = schema.Node;
        switch (value.Kind)
        {
            case JsonKinds.String when schema.Texts is not null && !watch.Texts.IsWhole:
                return Refuse(out doom, refusals.NotListed(schema, value, level));
            case JsonKinds.String when value.CodePoints < node.Strings?.MinLength:
                return Refuse(out doom, refusals.TooShort(schema, value, level));
            case JsonKinds.Array when json.Container(level).Count < node.Arrays?.MinItems:
                return Refuse(out doom, refusals.TooFewItems(schema, level));
            case JsonKinds.Object when node.Objects is { } rules && json.Container(level).Count < rules.MinProperties:
                return Refuse(out doom, refusals.TooFewProperties(schema, level));
            case JsonKinds.Object when node.Objects is { } rules && Missing(rules, json.Container(level)) is { } name:
                return Refuse(out doom, refusals.Missing(schema, name, level));
            default:
                var residue = watch.IsLeftToTheEnd ? node : schema.Residue(value.Kind);
                return residue is null || SchemaEvaluator.IsValid(residue, Utf8(), options) || Refuse(out doom, refusals.Judged(residue, Utf8(), value.IsName, level, options));
        }
    }

    /// <summary>The value was the last claim's: the next is about another.</summary>
    public void Forget() => _utf8.ResetWrittenCount();

    private static string? Missing(ObjectRules rules, OpenContainer container)
    {
        foreach (var name in rules.Required)
        {
            if (!container.Has(name))
            {
                return name;
            }
        }

        return null;
    }

    private static bool Refuse(out Doom? doom, Doom? why)
    {
        doom = why;
        return false;
    }

    private ReadOnlySpan<byte> Utf8()
    {
        if (_utf8.WrittenCount == 0)
        {
            Encoding.UTF8.GetBytes(json.Whole, _utf8);
        }

        return _utf8.WrittenSpan;
    }
}
