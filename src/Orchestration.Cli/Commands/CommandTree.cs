using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using Orchestration.Cli.Commands.Catalog;
using Orchestration.Cli.Commands.Drift;
using Orchestration.Cli.Commands.Evals;
using Orchestration.Cli.Commands.GoldenSets;
using Orchestration.Cli.Commands.Graphs;
using Orchestration.Cli.Commands.Logs;
using Orchestration.Cli.Commands.Replays;

namespace Orchestration.Cli.Commands;

/// <summary>All commands. A group is a class that makes its commands; this is the one list of groups.</summary>
internal static class CommandTree
{
    public static RootCommand Root(Tool tool)
    {
        var common = new CommonOptions(tool);
        var root = new RootCommand("Evals that can fail a build, replay for support, drift, and the audit log, of applications on Orchestration.")
        {
            EvalGroup.Create(tool, common),
            GoldenGroup.Create(tool, common),
            ReplayGroup.Create(tool, common),
            DriftCommand.Create(tool, common),
            AuditGroup.Create(tool, common),
            ModelsGroup.Create(tool, common),
            GraphGroup.Create(tool, common),
            CompletionCommand.Create(tool),
            common.Json,
        };
        root.SetAction(parse => root.Parse("--help").Invoke(parse.InvocationConfiguration));
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new ExampledHelp((HelpAction)help.Action!);
        return root;
    }

    /// <summary>A command as it is typed, from the tool's name on.</summary>
    public static string PathOf(CommandResult command)
    {
        var path = string.Empty;
        for (SymbolResult? at = command; at is CommandResult { Command: not RootCommand } named; at = at.Parent)
        {
            path = $" {named.Command.Name}{path}";
        }

        return App.Name + path;
    }

    /// <summary>A command that only holds others: alone it shows its help, and asks for one of them.</summary>
    public static Command Group(string name, string description, params ReadOnlySpan<Symbol> parts)
    {
        var group = new Command(name, description);
        foreach (var part in parts)
        {
            switch (part)
            {
                case Command command: group.Subcommands.Add(command); break;
                case Option option: group.Options.Add(option); break;
            }
        }

        return group;
    }
}
