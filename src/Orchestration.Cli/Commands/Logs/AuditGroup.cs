using System.CommandLine;

namespace Orchestration.Cli.Commands.Logs;

/// <summary><c>orchestration audit</c>: what the audit log holds.</summary>
internal static class AuditGroup
{
    public static Command Create(Tool tool, CommonOptions common) => CommandTree.Group(
        "audit",
        "Looks into the audit log: its runs, one run, what comes in, its figures, and whether it is as it was written",
        [
            ListCommand.Create(tool, common),
            ShowCommand.Create(tool, common),
            TailCommand.Create(tool, common),
            VerifyCommand.Create(tool, common),
            ExportCommand.Create(tool, common),
            StatsCommand.Create(tool, common),
            .. common.OfLog,
        ]);
}
