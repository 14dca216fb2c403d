using System.CommandLine;
using Orchestration.Cli.Evals;

namespace Orchestration.Cli.Commands.Evals;

/// <summary>The options that say which reports are written.</summary>
internal sealed class ReportOptions
{
    private readonly Option<string?> _junit = File("--junit", "Write JUnit XML, for any CI server");
    private readonly Option<string?> _markdown = File("--markdown", "Write GitHub-flavoured Markdown");
    private readonly Option<string?> _html = File("--html", "Write the HTML page here, in the place of report.html beside the results");
    private readonly Option<string?> _json = File("--json-report", "Write the report as JSON");

    private readonly Option<bool?> _annotations = new("--annotations")
    {
        Description = "Write GitHub's workflow commands to standard output; by itself under GITHUB_ACTIONS=true, and then the step's summary too, unless it is false", HelpName = "true|false", Arity = ArgumentArity.ZeroOrOne,
    };

    public Option[] All => [_junit, _markdown, _html, _json, _annotations];

    public ReportTargets Read(Tool tool, ParseResult parse, bool isJson)
    {
        var isGitHub = tool.Environment("GITHUB_ACTIONS") == "true";
        var asked = parse.GetResult(_annotations) is not null ? parse.GetValue(_annotations) ?? true : isGitHub;
        return new ReportTargets
        {
            JUnit = Path(parse.GetValue(_junit)),
            Markdown = Path(parse.GetValue(_markdown)),
            Html = Path(parse.GetValue(_html)),
            Json = Path(parse.GetValue(_json)),
            Annotates = asked && !isJson,
            StepSummary = isGitHub && asked && parse.GetValue(_markdown) is null ? tool.Environment("GITHUB_STEP_SUMMARY") is { Length: > 0 } summary ? summary : null : null,
        };

        string? Path(string? path) => path is null ? null : tool.PathOf(path);
    }

    private static Option<string?> File(string name, string description) => new(name) { Description = description, HelpName = "file" };
}
