using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Orchestration.Evals.Scorers.Metrics;

namespace Orchestration.Evals.Scorers.Judging;

/// <summary>What a case tells a judge.</summary>
internal static class JudgeArgument
{
    public const string Form = """a criterion, or {"criterion": "..", "anchors": {"1": "..", "2": ".."}, "judges": 3, "models": ["large"], "least": 0.6}""";

    public const string CriterionForm = """a criterion, or true for none in particular""";

    /// <summary>The judge with a case's rubric.</summary>
    public static Judge Read(JsonElement argument, Judge judge)
    {
        var read = new Argument(argument, "criterion", "anchors", "judges", "models", "least");
        if (!read.IsObject)
        {
            return judge with { Rubric = Rubric.PassFail(TextOf(argument)) };
        }

        var criterion = read.Text("criterion") ?? throw new FormatException("It has no criterion.");
        var rubric = read.Member("anchors") is { } anchors ? new Rubric { Criterion = criterion, Anchors = Anchors(anchors) } : Rubric.PassFail(criterion);
        return rubric.Fault() is { } fault ? throw new FormatException(fault) : judge with
        {
            Rubric = rubric,
            Judges = read.Whole("judges", least: 1) ?? judge.Judges,
            Models = read.Texts("models") is { IsEmpty: false } models ? models : judge.Models,
            Least = read.Share("least") ?? judge.Least,
        };
    }

    public static string? ReadCriterion(JsonElement argument) => argument.ValueKind == JsonValueKind.True ? null : TextOf(argument);

    private static string TextOf(JsonElement argument) => argument.ValueKind == JsonValueKind.String && argument.GetString() is { Length: > 0 } text ? text : throw new FormatException($"It is {Argument.Said(argument)}.");

    private static ImmutableSortedDictionary<int, string> Anchors(JsonElement anchors)
    {
        if (anchors.ValueKind != JsonValueKind.Object)
        {
            throw new FormatException($"anchors is {Argument.Said(anchors)}, and is to have a text for each level.");
        }

        var levels = ImmutableSortedDictionary.CreateBuilder<int, string>();
        foreach (var anchor in anchors.EnumerateObject())
        {
            levels[int.TryParse(anchor.Name, NumberStyles.None, CultureInfo.InvariantCulture, out var level) ? level : throw new FormatException($"The level '{anchor.Name}' is no whole number.")] = TextOf(anchor.Value);
        }

        return levels.ToImmutable();
    }
}
