using System.CommandLine;
using Orchestration.Cli.Evals;
using Orchestration.Cli.Hosting;
using Orchestration.Evals.Cassettes;

namespace Orchestration.Cli.Commands.Evals;

/// <summary>The options of <c>eval run</c>.</summary>
internal sealed class RunOptions
{
    private readonly Option<string?> _filter = Text("--filter", "Only these cases: tag:NAME, id:NAME and critical, with * for anything and ! before it for not; all must hold", "terms");
    private readonly Option<int?> _repeat = new("--repeat") { Description = "How often each case is run, in the place of what the eval says", HelpName = "count" };
    private readonly Option<string?> _shard = Text("--shard", "Only this part of the cases, to share them among machines: 1/4 is the first of four", "i/n");
    private readonly Option<bool> _live = Flag("--live", "Ask the models, and record all answers anew");
    private readonly Option<bool> _recordMissing = Flag("--record-missing", "Play the cassette, and ask the models for what it lacks and record that");
    private readonly Option<bool> _noCassette = Flag("--no-cassette", "Ask the models and record nothing; without any of these, the cassette is played if it is there");
    private readonly Option<decimal?> _budget = new("--budget") { Description = "The most US dollars that all runs and judges may spend together", HelpName = "usd" };
    private readonly Option<int?> _concurrency = new("--concurrency") { Description = "How many cases are under way at once", HelpName = "count" };
    private readonly Option<string[]> _model = new("--model") { Description = "Send all steps to this model or route; several times, with --version, a matrix whose first is gated", HelpName = "name", DefaultValueFactory = static _ => [] };
    private readonly Option<int[]> _version = new("--version") { Description = "Run this version of the graph; may be given several times", HelpName = "number", DefaultValueFactory = static _ => [] };
    private readonly Option<string?> _golden = Text("--golden", "Another golden set than the eval's; its baseline and cassette lie beside it", "path");
    private readonly Option<string?> _root = Text("--root", "The folder that the evals' paths start from; the project's, or with --assembly the current one, if left out", "folder");
    private readonly Option<string?> _out = Text("--out", "Where results go; .orchestration/evals/EVAL/TIME in the root if left out", "folder");
    private readonly Option<bool> _resume = Flag("--resume", "Take up the newest results that are not finished, or those in --out");
    private readonly Option<bool> _dryRun = Flag("--dry-run", "Say what would be run and what it would cost, and stop");
    private readonly Option<bool> _noConfirm = Flag("--no-confirm", "Do not measure a drop again with fresh repeats before failing");
    private readonly Option<bool> _all = Flag("--all", "List all cases that show something, not the first few");
    private readonly Option<string?> _quality = Text("--quality", "Add the measured quality of each step and model to this file, for routes with a floor of quality", "file");
    private readonly Option<string?> _revision = Text("--revision", "What the repository calls this state; GITHUB_SHA or git's HEAD if left out", "name");
    private readonly Option<string?> _tenant = Text("--tenant", "The tenant that pays", "name");
    private readonly ReportOptions _reports = new();

    public IEnumerable<Option> All =>
    [
        _filter, _repeat, _shard, _live, _recordMissing, _noCassette, _budget, _concurrency, _model, _version, _golden, _root, _out, _resume, _dryRun, _noConfirm, _all, _quality, _revision, _tenant, .. _reports.All,
    ];

    /// <exception cref="UsageException">They do not go together.</exception>
    public RunSettings Read(Tool tool, CommonOptions common, ParseResult parse)
    {
        var root = RootOf(tool, common, parse);
        var isJson = parse.GetValue(common.Json);
        return new RunSettings
        {
            Root = root,
            CommandLine = Typed.Again(parse, _resume.Name),
            Reports = _reports.Read(tool, parse, isJson),
            Filter = parse.GetValue(_filter),
            Repeats = parse.GetValue(_repeat),
            Shard = ShardArgument.Read(parse.GetValue(_shard)),
            Cassette = ModeOf(parse),
            BudgetUsd = parse.GetValue(_budget) is { } usd ? usd > 0 ? usd : throw new UsageException("A budget is above 0 US dollars: --budget 0.50.") : null,
            MaxConcurrency = parse.GetValue(_concurrency),
            Models = [.. parse.GetValue(_model)!],
            Versions = [.. parse.GetValue(_version)!],
            GoldenSet = parse.GetValue(_golden) is { } golden ? tool.PathOf(golden) : null,
            Out = parse.GetValue(_out) is { } folder ? tool.PathOf(folder) : null,
            Resumes = parse.GetValue(_resume),
            Confirms = !parse.GetValue(_noConfirm),
            IsDryRun = parse.GetValue(_dryRun),
            ShowsAll = parse.GetValue(_all),
            IsJson = isJson,
            QualityFile = parse.GetValue(_quality) is { } quality ? tool.PathOf(quality) : null,
            Revision = parse.GetValue(_revision) ?? (tool.Environment("GITHUB_SHA") is { Length: > 0 } sha ? sha : Revision.Of(root)),
            Tenant = parse.GetValue(_tenant) ?? string.Empty,
        };
    }

    private string RootOf(Tool tool, CommonOptions common, ParseResult parse) =>
        parse.GetValue(_root) is { } given ? tool.PathOf(given)
        : parse.GetValue(common.Assembly) is not null ? tool.Folder
        : Path.GetDirectoryName(ProjectBuild.Find(tool, parse.GetValue(common.Project)))!;

    private CassetteMode ModeOf(ParseResult parse) => (parse.GetValue(_live), parse.GetValue(_recordMissing), parse.GetValue(_noCassette)) switch
    {
        (false, false, false) => CassetteMode.Play,
        (true, false, false) => CassetteMode.Record,
        (false, true, false) => CassetteMode.RecordMissing,
        (false, false, true) => CassetteMode.Off,
        _ => throw new UsageException("Of --live, --record-missing and --no-cassette give one."),
    };

    private static Option<string?> Text(string name, string description, string helpName) => new(name) { Description = description, HelpName = helpName };

    private static Option<bool> Flag(string name, string description) => new(name) { Description = description };
}
