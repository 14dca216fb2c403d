using System.CommandLine;
using Orchestration.Audit;
using Orchestration.Cli.Logs;
using Orchestration.Policies;

namespace Orchestration.Cli.Commands.Replays;

/// <summary>What every command takes that asks models again: for how much, where to record it, and whether effects may be executed.</summary>
internal sealed class LiveOptions(Tool tool)
{
    public Option<decimal> Budget { get; } = new("--budget") { Description = "The most that it may spend, in US dollars", HelpName = "usd", DefaultValueFactory = static _ => 1m };

    public Option<string> ToAudit { get; } = new("--to-audit") { Description = "The folder that the new records go to; the recorded log is not written", HelpName = "folder", DefaultValueFactory = static _ => Path.Combine(".orchestration", "reruns") };

    public Option<bool> Effects { get; } = new("--effects") { Description = "Execute the graph's effects again; without it, a graph that has any is refused" };

    public Option<string?> Model { get; } = new("--model") { Description = "The model or route of the application that all steps are sent to", HelpName = "name" };

    public void AddTo(Command command)
    {
        command.Options.Add(Model);
        command.Options.Add(Budget);
        command.Options.Add(ToAudit);
        command.Options.Add(Effects);
    }

    public Budget BudgetOf(ParseResult parse) => parse.GetValue(Budget) is > 0 and var usd
        ? Policies.Budget.Usd(usd)
        : throw new UsageException("--budget is more than 0 US dollars. To spend nothing, use replay verify, or replay what-if --dry-run.");

    /// <summary>Opens the log for the new records.</summary>
    /// <exception cref="UsageException">It is the recorded one.</exception>
    public FileAuditLog OpenOwn(ParseResult parse, AuditFolder? recorded)
    {
        var folder = tool.PathOf(parse.GetValue(ToAudit)!);
        return folder == recorded?.Path
            ? throw new UsageException($"--to-audit is the log that is read, '{parse.GetValue(ToAudit)}'. Name another folder: the recorded log is not written.")
            : FileAuditLog.Open(new FileAuditLogOptions { Folder = folder }, tool.Time);
    }

    /// <summary>An argument that the library refuses is a mistake of whoever typed it.</summary>
    public static UsageException Refused(ArgumentException e) => new(e.ParamName is { } name ? e.Message.Replace($" (Parameter '{name}')", string.Empty, StringComparison.Ordinal) : e.Message);
}
