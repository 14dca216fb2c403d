using System.Text.Json;
using Orchestration.Evals.GoldenSets;
using Orchestration.Evals.Scorers.Metrics;

namespace Orchestration.Evals.Scorers.Judging;

/// <summary>A person's verdict on a recorded output, under <c>expect.human</c>.</summary>
internal static class HumanLabel
{
    public const string Name = "human";

    /// <returns><see langword="null"/> for a case without one.</returns>
    public static double? Of(GoldenCase @case) => @case.Expect.TryGetValue(Name, out var label) ? Read(JsonParts.Parse(label), @case.Id) : null;

    public static double Read(JsonElement label, string @case) => label.ValueKind switch
    {
        JsonValueKind.True => 1,
        JsonValueKind.False => 0,
        JsonValueKind.Number when label.GetDouble() is >= 0 and <= 1 and var value => value,
        _ => throw new FormatException($"Case '{@case}', expect.human is {Argument.Said(label)}. It takes true, false or a number from 0 to 1."),
    };
}
