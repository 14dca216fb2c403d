using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Orchestration.Cli.Commands;

/// <summary>The help as it is, and the command's example below it.</summary>
internal sealed class ExampledHelp(HelpAction help) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => help.ClearsParseErrors;

    public override int Invoke(ParseResult parseResult)
    {
        var code = help.Invoke(parseResult);
        if (parseResult.CommandResult.Command is ExampledCommand command)
        {
            var output = parseResult.InvocationConfiguration.Output;
            output.WriteLine("Example:");
            foreach (var line in command.Example.Split('\n'))
            {
                output.WriteLine($"  {App.Name} {line}");
            }

            output.WriteLine();
        }

        return code;
    }
}
