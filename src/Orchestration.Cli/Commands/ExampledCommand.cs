using System.CommandLine;

namespace Orchestration.Cli.Commands;

/// <summary>A command whose help ends with an example.</summary>
internal sealed class ExampledCommand(string name, string description, string example) : Command(name, description)
{
    /// <summary>What to type after the tool's name.</summary>
    public string Example { get; } = example;
}
