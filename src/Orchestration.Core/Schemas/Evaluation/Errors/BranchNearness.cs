using System.Text;
using Orchestration.Schemas.Compilation;
using Orchestration.Schemas.Evaluation.Checks;

namespace Orchestration.Schemas.Evaluation.Errors;

/// <summary>How near a value is to a branch, from far to near.</summary>
internal enum Nearness
{
    /// <summary>An object where the branch has strings.</summary>
    OtherKind,

    /// <summary>The kind is right; the branch's <c>enum</c> or <c>const</c> has other values.</summary>
    OtherValue,

    /// <summary>A property that tells branches apart by its <c>const</c> tells of another branch.</summary>
    OtherDiscriminator,

    /// <summary>Meant, as far as a glance can tell.</summary>
    Meant,
}

/// <summary>Looks at a branch without evaluating it.</summary>
internal static class BranchNearness
{
    // How many nodes of a branch are looked at. What they do not tell is left to the evaluation.
    private const int MostParts = 32;

    /// <returns>How near, and the token that keeps it from being nearer.</returns>
    public static (Nearness Level, int At) Of(ref EvaluationRun e, SchemaNode branch, int token)
    {
        if ((Kinds(branch) & e[token].Kind) == JsonKinds.None)
        {
            return (Nearness.OtherKind, token);
        }

        var level = (Nearness.Meant, token);
        foreach (var node in Parts(branch))
        {
            if ((node.Const ?? node.Enum) is { } values && !LiteralCheck.Contains(ref e, values, token))
            {
                return (Nearness.OtherValue, token);
            }

            if (e[token].Kind == JsonKinds.Object && node.Objects is { Properties.Length: > 0 } rules)
            {
                e.Charge(e[token].Count);
                var end = e[token].Next;
                for (var name = token + 1; name < end; name = e[name + 1].Next)
                {
                    if (Discriminator(rules, e.Document.Bytes(name)) is { } constant && !LiteralCheck.Contains(ref e, constant, name + 1))
                    {
                        level = level.Item1 == Nearness.Meant ? (Nearness.OtherDiscriminator, name + 1) : level;
                    }
                }
            }
        }

        return level;
    }

    public static JsonKinds Kinds(SchemaNode branch) => branch.Constant == false ? JsonKinds.None
        : Parts(branch).Aggregate(JsonKinds.Any, static (kinds, node) => kinds & node.Kinds);

    /// <summary>What all of the branches want a value to be.</summary>
    /// <param name="e">The evaluation.</param>
    /// <param name="branches">Branches that a value of theirs is not right for.</param>
    /// <param name="token">The value that the branches are for.</param>
    /// <param name="at">That value, or a property's.</param>
    /// <returns><see langword="null"/> when not all of them say what they want there.</returns>
    public static LiteralSet? Expected(ref EvaluationRun e, SchemaNode[] branches, int token, int at)
    {
        var values = new List<JsonLiteral>();
        foreach (var branch in branches)
        {
            var wanted = default(LiteralSet);
            foreach (var node in Parts(branch))
            {
                wanted ??= at == token ? node.Const ?? node.Enum : node.Objects is { } rules ? Discriminator(rules, e.Document.Bytes(at - 1)) : null;
            }

            if (wanted is null)
            {
                return null;
            }

            values.AddRange(wanted.Values);
        }

        return new LiteralSet
        {
            Values = [.. values.DistinctBy(static value => (value.Kind, value.Text ?? Encoding.UTF8.GetString(value.Json)))],
            Kinds = values.Aggregate(JsonKinds.None, static (kinds, value) => kinds | value.Kind),
        };
    }

    private static LiteralSet? Discriminator(ObjectRules rules, ReadOnlySpan<byte> name)
    {
        var number = rules.Table.Find(name, guess: -1);
        if (number < 0 || rules.Table.Node(number) is not { } value)
        {
            return null;
        }

        foreach (var node in Parts(value))
        {
            if ((node.Const ?? node.Enum) is { Values.Length: 1 } constant)
            {
                return constant;
            }
        }

        return null;
    }

    /// <summary>The node, and the nodes that it always includes: each once, for a schema may lead in circles.</summary>
    private static List<SchemaNode> Parts(SchemaNode node)
    {
        var parts = new List<SchemaNode> { node };
        for (var i = 0; i < parts.Count && parts.Count < MostParts; i++)
        {
            if (parts[i].Ref is { } target && !parts.Contains(target))
            {
                parts.Add(target);
            }

            parts.AddRange(parts[i].AllOf.Take(MostParts).Except(parts).ToList());
        }

        return parts;
    }
}
