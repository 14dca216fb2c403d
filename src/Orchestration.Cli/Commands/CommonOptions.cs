using System.CommandLine;
using Orchestration.Cli.Hosting;
using Orchestration.Cli.Logs;

namespace Orchestration.Cli.Commands;

/// <summary>Options that several commands share, one object each, so that they are named and explained once.</summary>
internal sealed class CommonOptions(Tool tool)
{
    private const string AuditVariable = "ORCHESTRATION_AUDIT";

    public Option<bool> Json { get; } = new("--json") { Description = "Write JSON to standard output, and nothing else", Recursive = true };

    public Option<string> Audit { get; } = new("--audit")
    {
        Description = $"The folder of the audit log; {AuditVariable} or 'audit' if left out", HelpName = "folder", Recursive = true, DefaultValueFactory = _ => tool.Environment(AuditVariable) ?? "audit",
    };

    public Option<string[]> Tenant { get; } = new("--tenant")
    {
        Description = $"Only this tenant's runs; may be given several times. {LookingRights.Variable} limits what can be asked for", HelpName = "name", Recursive = true, DefaultValueFactory = static _ => [],
    };

    public Option<string?> Actor { get; } = new("--actor") { Description = "Who looks, for the record; the user of the operating system if left out", HelpName = "name", Recursive = true };

    public Option<string?> Reason { get; } = new("--reason") { Description = "Why, for the record, such as a ticket's number", HelpName = "text", Recursive = true };

    public Option<string?> Project { get; } = new("--project") { Description = "The application's project, or its folder; the one in the current folder if left out", HelpName = "path", Recursive = true };

    public Option<string?> Assembly { get; } = new("--assembly") { Description = "The application's built assembly, in the place of a project", HelpName = "dll", Recursive = true };

    public Option<string?> Host { get; } = new("--host") { Description = "Which class that implements IOrchestrationHost, if there are several", HelpName = "type", Recursive = true };

    public Option<string> Configuration { get; } = new("--configuration", "-c") { Description = "How the project is built", HelpName = "name", Recursive = true, DefaultValueFactory = static _ => "Debug" };

    public Option<string?> Framework { get; } = new("--framework", "-f") { Description = "Which target framework, if the project has several", HelpName = "name", Recursive = true };

    public Option<bool> NoBuild { get; } = new("--no-build") { Description = "Take the project as it was built last", Recursive = true };

    /// <summary>What a command that reads recorded runs takes.</summary>
    public Symbol[] OfLog => [Audit, Tenant, Actor, Reason];

    /// <summary>What a command that needs the application takes.</summary>
    public Symbol[] OfApplication => [Project, Assembly, Host, Configuration, Framework, NoBuild];

    /// <summary>The log that is meant, under the rights of whoever looks.</summary>
    /// <exception cref="UsageException">There is no such log, or it may not be looked at.</exception>
    public AuditFolder OpenLog(ParseResult parse) => AuditFolder.Open(
        tool, parse.GetValue(Audit)!, LookingRights.Of(tool, parse.GetValue(Tenant) ?? []), parse.GetValue(Actor) ?? Environment.UserName, parse.GetValue(Reason));

    public Task<Application> OpenApplicationAsync(ParseResult parse, CancellationToken cancellationToken, Action<Microsoft.Extensions.DependencyInjection.IServiceCollection>? replace = null) =>
        Application.OpenAsync(
            tool,
            new ApplicationOptions
            {
                Project = parse.GetValue(Project),
                Assembly = parse.GetValue(Assembly),
                Host = parse.GetValue(Host),
                Configuration = parse.GetValue(Configuration)!,
                Framework = parse.GetValue(Framework),
                NoBuild = parse.GetValue(NoBuild),
            },
            replace,
            cancellationToken);
}
