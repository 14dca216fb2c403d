using System.CommandLine;
using Orchestration.Audit;
using Orchestration.Cli.Display;
using Orchestration.Cli.Logs;
using Spectre.Console;

namespace Orchestration.Cli.Commands.Logs;

/// <summary><c>audit list</c>: the runs, newest first, a page at a time.</summary>
internal static class ListCommand
{
    public static Command Create(Tool tool, CommonOptions common)
    {
        var (from, to) = (TimeArgument.From(), TimeArgument.To());
        var graph = new Option<string?>("--graph") { Description = "Only runs of this graph", HelpName = "name" };
        var model = new Option<string?>("--model") { Description = "Only runs in which this model was asked", HelpName = "name" };
        var failed = new Option<bool>("--failed") { Description = "Only runs that failed" };
        var limit = new Option<int>("--limit") { Description = "How many runs a page has", HelpName = "count", DefaultValueFactory = static _ => 20 };
        var page = new Option<int>("--page") { Description = "Which page, from 1: the newest", HelpName = "number", DefaultValueFactory = static _ => 1 };
        var command = new ExampledCommand("list", "Lists the runs, newest first", "audit list --tenant acme --failed --from 7d") { graph, model, failed, from, to, limit, page };
        command.SetAction((parse, token) => RunAsync(
            tool,
            common.OpenLog(parse),
            new RunFilter
            {
                From = TimeArgument.Read(tool, parse, from), To = TimeArgument.Read(tool, parse, to), Graph = parse.GetValue(graph), Model = parse.GetValue(model), Failed = parse.GetValue(failed),
            },
            (Count: parse.GetValue(limit) is >= 1 and var count ? count : throw new UsageException("--limit is at least 1."),
             Number: parse.GetValue(page) is >= 1 and var number ? number : throw new UsageException("--page is at least 1.")),
            parse.GetValue(common.Json),
            token));
        return command;
    }

    private static async Task<int> RunAsync(Tool tool, AuditFolder log, RunFilter filter, (int Count, int Number) page, bool isJson, CancellationToken cancellationToken)
    {
        await log.LookAsync("list", cancellationToken).ConfigureAwait(false);
        var scan = new RunScan(filter);
        await scan.ReadAsync(log, cancellationToken).ConfigureAwait(false);
        RunSummary[] all = [.. scan.Runs];
        var skipped = (long)page.Count * (page.Number - 1);
        RunSummary[] shown = [.. all.Skip((int)Math.Min(skipped, int.MaxValue)).Take(page.Count)];
        if (isJson)
        {
            Json.Document(tool.Screen, new RunListDocument(all.Length, page.Number, shown));
        }
        else
        {
            Show(tool.Screen, shown, all.Length, skipped, page.Number);
        }

        if (scan.IsPartial)
        {
            tool.Screen.Error.WriteLine("Cancelled: later runs of the log were not read.");
            return ExitCodes.Cancelled;
        }

        return ExitCodes.Ok;
    }

    private static void Show(Screen screen, RunSummary[] shown, int all, long skipped, int page)
    {
        if (shown.Length == 0)
        {
            screen.Line(all == 0 ? "No such run." : $"There are {Words.Count(all, "run")}, so no page {page}.");
            return;
        }

        // Enough of an id to tell runs of one millisecond apart.
        const int Narrow = 130, ShortId = 18;
        var isNarrow = screen.Width < Narrow;
        var hasTenants = shown.Any(static run => run.Tenant.Length > 0);
        var table = Tables.New(screen, [("Run", false), ("Started (UTC)", false), .. hasTenants ? [("Tenant", false)] : Array.Empty<(string, bool)>(), ("Graph", false), ("Outcome", false), ("Tries", true), .. isNarrow ? Array.Empty<(string, bool)>() : [("Tokens", true)], ("Cost", true), ("Time", true)]);
        foreach (var run in shown)
        {
            var (outcome, color) = Outcome(run);
            table.AddRow([
                new Text(isNarrow ? $"{run.Run}"[..ShortId] : $"{run.Run}"),
                new Text(Words.Time(run.Started)),
                .. hasTenants ? [new Text(run.Tenant)] : Array.Empty<Text>(),
                new Text($"{run.Graph} v{run.Version}{(run.Of is { } of ? $" ({of})" : string.Empty)}"),
                new Text(outcome, new Style(color)),
                Figure(Words.Count(run.Attempts)),
                .. isNarrow ? Array.Empty<Text>() : [Figure(Words.Count(Words.Total(run.Usage)))],
                Figure(Words.Usd(run.CostUsd, run.UnpricedAttempts)),
                Figure(Words.Seconds(TimeSpan.FromSeconds(run.Seconds))),
            ]);

            Text Figure(string text) => new(run.Outcome is null && run.Seconds == 0 ? string.Empty : text);
        }

        screen.Console.Write(table);
        var rest = all - skipped - shown.Length;
        screen.Markup($"[dim]{Words.Count(skipped + 1)} to {Words.Count(skipped + shown.Length)} of {Words.Count(all, "run")}.{(rest > 0 ? $" The next: --page {page + 1}." : string.Empty)} One of them: {App.Name} audit show {shown[0].Run.ToString()[..ShortId]}[/]");
    }

    private static (string Text, Color Color) Outcome(RunSummary run) => run.Outcome switch
    {
        RunOutcome.Succeeded => ("succeeded", Color.Green),
        RunOutcome.Failed => ($"failed{(run.FailedStep is { } step ? $" in {step}" : string.Empty)}", Color.Red),
        RunOutcome.Cancelled => ("cancelled", Color.Yellow),
        _ => ("unfinished", Color.Yellow),
    };
}

/// <summary>What <c>audit list --json</c> writes.</summary>
/// <param name="Total">Runs on all pages.</param>
/// <param name="Page">From 1.</param>
/// <param name="Runs">Those of the page, newest first.</param>
internal sealed record RunListDocument(int Total, int Page, IReadOnlyList<RunSummary> Runs);
