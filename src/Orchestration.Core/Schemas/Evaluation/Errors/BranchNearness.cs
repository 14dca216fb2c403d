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
    // How many references in a row are followed. Longer ones say nothing.
    private const int Reach = 16;

    /// <returns>How near, and the token that keeps it from being nearer.</returns>
    public static (Nearness Level, int At) Of(ref EvaluationRun e, SchemaNode branch, int token)
    {
        if ((Kinds(branch) & e[token].Kind) == JsonKinds.None)
        {
            return (Nearness.OtherKind, token);
        }

        var level = (Nearness.Meant, token);
        foreach (var node in Parts(branch, Reach))
        {
            if ((node.Const ?? node.Enum) is { } values && !LiteralCheck.Contains(ref e, values, token))
            {
                return (Nearness.OtherValue, token);
            }

            if (e[token].Kind == JsonKinds.Object && node.Objects is { Properties.Length: > 0 } rules)
            {
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
        : Parts(branch, Reach).Aggregate(JsonKinds.Any, static (kinds, node) => kinds & node.Kinds);

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
            foreach (var node in Parts(branch, Reach))
            {
                wanted ??= at == token ? node.Const ?? node.Enum : node.Objects is { } rules ? Discriminator(rules, e.Document.Bytes(at - 1)) : null;
            }

            if (wanted is null)
            {
                return null;
            }

            values.AddRange(wanted.Values);
        }

        return new LiteralSet { Values = [.. values.DistinctBy(static value => (value.Kind, value.Text ?? System.Text.Encoding.UTF8.GetString(value.Json)))], Kinds = values.Aggregate(JsonKinds.None, static (kinds, value) => kinds | value.Kind) };
    }

    private static LiteralSet? Discriminator(ObjectRules rules, ReadOnlySpan<byte> name)
    {
        var number = rules.Table.Find(name, guess: -1);
        if (number < 0 || rules.Table.Node(number) is not { } value)
        {
            return null;
        }

        foreach (var node in Parts(value, Reach))
        {
            if ((node.Const ?? node.Enum) is { Values.Length: 1 } constant)
            {
                return constant;
            }
        }

        return null;
    }

    /// <summary>The node, and the nodes that it always includes.</summary>
    private static IEnumerable<SchemaNode> Parts(SchemaNode node, int reach)
    {
        yield return node;
        if (reach == 0)
        {
            yield break;
        }

        foreach (var part in node.Ref is { } target ? [target, .. node.AllOf] : node.AllOf)
        {
            foreach (var inner in Parts(part, reach - 1))
            {
                yield return inner;
            }
        }
    }
}
