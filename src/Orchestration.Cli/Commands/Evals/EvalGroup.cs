using System.CommandLine;

namespace Orchestration.Cli.Commands.Evals;

/// <summary><c>orchestration eval</c>: whether a change made answers worse.</summary>
internal static class EvalGroup
{
    public static Command Create(Tool tool, CommonOptions common) => CommandTree.Group(
        "eval",
        "Runs evals and fails the build when answers got worse; accepts, compares and reports results",
        RunCommand.Create(tool, common),
        AcceptCommand.Create(tool, common),
        CompareCommand.Create(tool, common),
        ReportCommand.Create(tool, common));
}
