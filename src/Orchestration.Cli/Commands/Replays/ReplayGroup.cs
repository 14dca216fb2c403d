using System.CommandLine;

namespace Orchestration.Cli.Commands.Replays;

/// <summary><c>orchestration replay</c>: what a user saw, whether it would be so again, and whether another way would be better.</summary>
internal static class ReplayGroup
{
    public static Command Create(Tool tool, CommonOptions common) => CommandTree.Group(
        "replay",
        "Looks into what users were given: exactly as they saw it, checked against the code of now, and done again in another way",
        [
            ExactCommand.Create(tool, common),
            VerifyCommand.Create(tool, common),
            RerunCommand.Create(tool, common),
            WhatIfCommand.Create(tool, common),
            BisectCommand.Create(tool, common),
            .. common.OfLog,
        ]);

    /// <summary>A command that also needs the application.</summary>
    public static ExampledCommand WithApplication(this ExampledCommand command, CommonOptions common)
    {
        foreach (var option in common.OfApplication)
        {
            command.Options.Add((Option)option);
        }

        return command;
    }
}
