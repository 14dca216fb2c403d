namespace Orchestration.Month.Workload;

/// <summary>An application of the month: its share of the sessions, how hard its users' questions are, and how long its instructions are.</summary>
/// <param name="Name">The tenant.</param>
/// <param name="Share">Of all sessions.</param>
/// <param name="Mix">Shares of simple, moderate and complex requests.</param>
/// <param name="InstructionCharacters">About how long its system prompt is.</param>
internal sealed record App(string Name, double Share, IReadOnlyList<double> Mix, int InstructionCharacters)
{
    public static IReadOnlyList<App> All { get; } =
    [
        new("support", 0.30, [0.75, 0.20, 0.05], 9_000),
        new("writing", 0.18, [0.40, 0.50, 0.10], 5_000),
        new("coding", 0.14, [0.35, 0.35, 0.30], 12_000),
        new("extraction", 0.12, [0.65, 0.30, 0.05], 7_000),
        new("tutoring", 0.14, [0.50, 0.35, 0.15], 3_500),
        new("search", 0.12, [0.75, 0.22, 0.03], 16_000),
    ];
}
