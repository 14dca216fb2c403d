using System.CommandLine;
using System.Text.Json;
using Orchestration.Audit;
using Orchestration.Cli.Display;
using Orchestration.Evals.Reruns;
using Orchestration.Evals.Scorers;
using Orchestration.Models;

namespace Orchestration.Cli.Commands.Replays;

/// <summary><c>replay bisect</c>: since which version of a graph its output on an input is worse.</summary>
internal sealed class BisectCommand
{
    private readonly Tool _tool;
    private readonly CommonOptions _common;
    private readonly LiveOptions _live;
    private readonly ScorerOptions _scorers = new();
    private readonly Argument<string?> _run = new("run") { Description = "A run whose input is tried: its id, the beginning of it, or 'last'", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string?> _input = new("--input") { Description = "A file with the input as JSON, in the place of a run", HelpName = "file" };
    private readonly Option<string?> _graph = new("--graph") { Description = "The graph, with --input", HelpName = "name" };
    private readonly Option<int?> _good = new("--good") { Description = "The oldest version to look at; the oldest registered if left out", HelpName = "number" };
    private readonly Option<int?> _bad = new("--bad") { Description = "The newest version to look at; the newest registered if left out", HelpName = "number" };
    private readonly Option<double> _goodFrom = new("--good-from") { Description = "The least score that is good", HelpName = "score", DefaultValueFactory = static _ => 1 };
    private readonly Option<int> _repeats = new("--repeats") { Description = "How often each version is run; the majority decides", HelpName = "count", DefaultValueFactory = static _ => 3 };
    private readonly Option<bool> _exhaustive = new("--exhaustive") { Description = "Run every version, and so see one that was worse in between" };

    private BisectCommand(Tool tool, CommonOptions common) => (_tool, _common, _live) = (tool, common, new LiveOptions(tool));

    public static Command Create(Tool tool, CommonOptions common)
    {
        var bisect = new BisectCommand(tool, common);
        var command = new ExampledCommand(
            "bisect",
            "Finds by halves, live and paid for, the first version of a graph whose output is worse. Ends with 4 if a version could not be judged, 5 if the budget was in the way",
            "replay bisect last --contains Melville --budget 2\n" + "replay bisect --graph article --input whale.json --good 3 --scorer citations --repeats 5")
        {
            bisect._run, bisect._input, bisect._graph, bisect._good, bisect._bad, bisect._goodFrom, bisect._repeats, bisect._exhaustive,
        };
        bisect._scorers.AddTo(command);
        bisect._live.AddTo(command);
        command.WithApplication(common).SetAction((parse, token) => (parse.GetValue(bisect._run), parse.GetValue(bisect._input), parse.GetValue(bisect._graph)) switch
        {
            ({ } run, null, null) => bisect.OfRunAsync(parse, run, token),
            (null, { } file, { } graph) => bisect.OfInputAsync(parse, file, graph, token),
            _ => throw new UsageException("Name a run whose input is tried, or else both --input FILE and --graph NAME."),
        });
        return command;
    }

    private async Task<int> OfRunAsync(ParseResult parse, string wanted, CancellationToken cancellationToken)
    {
        var log = _common.OpenLog(parse);
        var run = await log.FindAsync(wanted, cancellationToken).ConfigureAwait(false);
        var looked = await log.LookAsync("bisect", run, cancellationToken).ConfigureAwait(false);
        var graph = (await RerunCommand.StartOfAsync(log, looked, run, cancellationToken).ConfigureAwait(false)).Graph;
        var application = await ReplayApplication.OpenAsync(_common, parse, looked, _live.OpenOwn(parse, log), cancellationToken).ConfigureAwait(false);
        await using (application.ConfigureAwait(false))
        {
            var options = OptionsOf(parse, application, graph);
            return await SearchAsync(parse, graph, told => application.Orchestrator.BisectAsync(application.Log, run, options, told, cancellationToken)).ConfigureAwait(false);
        }
    }

    // Of an input that no log holds, there is nothing to look at.
    private async Task<int> OfInputAsync(ParseResult parse, string file, string graph, CancellationToken cancellationToken)
    {
        var input = await InputAsync(file, cancellationToken).ConfigureAwait(false);
        var application = await ReplayApplication.OpenAsync(_common, parse, new InMemoryAuditLog(), _live.OpenOwn(parse, recorded: null), cancellationToken).ConfigureAwait(false);
        await using (application.ConfigureAwait(false))
        {
            var options = OptionsOf(parse, application, graph) with { Tenant = parse.GetValue(_common.Tenant) is [var tenant] ? tenant : string.Empty };
            return await SearchAsync(parse, graph, told => application.Orchestrator.BisectAsync(graph, input, options, told, cancellationToken)).ConfigureAwait(false);
        }
    }

    private async Task<int> SearchAsync(ParseResult parse, string graph, Func<Action<BisectProbe>, Task<BisectReport>> search)
    {
        var probes = new SortedDictionary<int, BisectProbe>();
        BisectReport? report = null;
        try
        {
            report = await Counting.ShowAsync(_tool.Screen, $"Looking through the versions of {graph}", tell => search(probe =>
            {
                probes[probe.Version] = probe;
                tell($"version {probe.Version} is {BisectView.Verdict(probe)}, {Words.Usd(probes.Values.Sum(static known => known.SpentUsd))} spent");
            })).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // What is known by now is shown.
        }
        catch (ArgumentException e)
        {
            throw LiveOptions.Refused(e);
        }

        if (parse.GetValue(_common.Json))
        {
            Json.Document(_tool.Screen, BisectDocument.Of(graph, report, [.. probes.Values]));
        }
        else
        {
            BisectView.Show(_tool.Screen, graph, report, [.. probes.Values]);
        }

        if (report is null)
        {
            _tool.Screen.Error.WriteLine(BisectView.HowToGoOn([.. probes.Values]));
            return ExitCodes.Cancelled;
        }

        return report.BudgetExceeded && report.Outcome == BisectOutcome.Undecided ? ExitCodes.BudgetExceeded
            : report.Outcome == BisectOutcome.Undecided ? ExitCodes.Inconclusive
            : ExitCodes.Ok;
    }

    private BisectOptions OptionsOf(ParseResult parse, ReplayApplication application, string graph)
    {
        if (!parse.GetValue(_live.Effects))
        {
            application.RefuseEffects(graph, version: null, "or try the versions where they do none");
        }

        return new BisectOptions
        {
            Scorer = OneOf(_scorers.Named(parse, application.Services, graph)),
            GoodFrom = parse.GetValue(_goodFrom),
            Repeats = parse.GetValue(_repeats) is >= 1 and var count ? count : throw new UsageException("--repeats is at least 1."),
            FromVersion = parse.GetValue(_good),
            ToVersion = parse.GetValue(_bad),
            Exhaustive = parse.GetValue(_exhaustive),
            Model = parse.GetValue(_live.Model),
            Budget = _live.BudgetOf(parse),
            Services = application.Services,
        };
    }

    private async Task<JsonBytes> InputAsync(string file, CancellationToken cancellationToken)
    {
        var path = _tool.PathOf(file);
        if (!File.Exists(path))
        {
            throw new UsageException($"There is no file '{file}'. --input is a file with the graph's input as JSON.");
        }

        var bytes = await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false);
        try
        {
            using var document = JsonDocument.Parse(bytes);
            return new JsonBytes(bytes);
        }
        catch (JsonException e)
        {
            throw new UsageException($"'{file}' is not JSON: {e.Message}");
        }
    }

    private static IScorer OneOf(IReadOnlyList<IScorer> scorers) => scorers is [var only] ? only : throw new UsageException(
        "What is worse, one measure says: give --contains TEXT, --matches REGEX, or --scorer NAME.");
}
