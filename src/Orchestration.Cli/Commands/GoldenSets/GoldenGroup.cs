using System.CommandLine;

namespace Orchestration.Cli.Commands.GoldenSets;

/// <summary><c>orchestration golden</c>: the cases that evals are made of.</summary>
internal static class GoldenGroup
{
    public static Command Create(Tool tool, CommonOptions common) => CommandTree.Group(
        "golden",
        "Makes golden sets of recorded runs, and checks them",
        AddCommand.Create(tool, common),
        SampleCommand.Create(tool, common),
        CheckCommand.Create(tool, common),
        SchemaCommand.Create(tool));
}
