using System.CommandLine;
using Orchestration.Evals.GoldenSets;

namespace Orchestration.Cli.Commands.GoldenSets;

/// <summary><c>golden schema</c>: the JSON Schema of golden sets, for editors.</summary>
internal static class SchemaCommand
{
    public static Command Create(Tool tool)
    {
        var command = new ExampledCommand("schema", "Prints the JSON Schema of golden sets, for editors", "golden schema > evals/golden-set.schema.json");
        command.SetAction(_ => tool.Screen.Line(GoldenSet.Schema.Document.GetRawText()));
        return command;
    }
}
