using System.CommandLine;

namespace Orchestration.Cli.Commands.Graphs;

/// <summary><c>orchestration graph</c>: the application's graphs.</summary>
internal static class GraphGroup
{
    public static Command Create(Tool tool, CommonOptions common) =>
        CommandTree.Group("graph", "Shows the application's graphs", [ShowCommand.Create(tool, common), .. common.OfApplication]);
}
