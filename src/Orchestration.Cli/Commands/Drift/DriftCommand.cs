using System.CommandLine;
using System.Globalization;
using Orchestration.Cli.Display;
using Orchestration.Evals.Drift;

namespace Orchestration.Cli.Commands.Drift;

/// <summary><c>drift</c>: whether a day is like those before it.</summary>
internal static class DriftCommand
{
    private const string DefaultStore = ".orchestration/drift";
    private const int MostBackfill = 366;

    public static Command Create(Tool tool, CommonOptions common)
    {
        var day = new Option<string?>("--day") { Description = "Which day, in UTC; yesterday if left out", HelpName = "day" };
        var store = new Option<string>("--store") { Description = "The folder that keeps each day's figures and reports", HelpName = "folder", DefaultValueFactory = static _ => DefaultStore };
        var graph = new Option<string?>("--graph") { Description = "Only alerts of this graph", HelpName = "name" };
        var webhook = new Option<string?>("--webhook") { Description = "Where alerts are posted to as JSON, as chats take it", HelpName = "url" };
        var alpha = new Option<double>("--alpha") { Description = "The most that the probability of any false alarm on a quiet day may be", HelpName = "number", DefaultValueFactory = static _ => new DriftOptions().Alpha };
        var window = new Option<int>("--window") { Description = "How many days, up to that one, are compared as one: more see smaller changes, later", HelpName = "days", DefaultValueFactory = static _ => 1 };
        var backfill = new Option<int>("--backfill") { Description = "Compare so many days before it too, where they were not yet: it is then known since when a change is there", HelpName = "days" };
        var accept = new Option<string?>("--accept") { Description = "Take the change of this day as meant to stay, of all graphs or that of --graph: days before it are not compared with any more. Compares nothing now", HelpName = "day" };
        var note = new Option<string?>("--note") { Description = "Why it is accepted", HelpName = "text" };
        var command = new ExampledCommand(
            "drift", "Compares a day's scores, failures, latency, tokens and cost with those of the weeks before", "drift --webhook \"$DRIFT_WEBHOOK\"\ndrift --accept 2026-11-18 --graph article --note \"moved to the small model\"")
        {
            day, store, graph, webhook, alpha, window, backfill, accept, note,
        };
        foreach (var option in common.OfLog)
        {
            command.Options.Add((Option)option);
        }

        command.SetAction(async (parse, token) =>
        {
            var folder = common.OpenLog(parse);
            var options = new DriftOptions { Alpha = Share(parse, alpha), WindowDays = FromOneToSeven(parse, window) };
            var kept = new DriftStore(tool.PathOf(DriftFolder.Of(parse.GetValue(store)!, folder.Rights)));
            var isJson = parse.GetValue(common.Json);
            if (parse.GetValue(accept) is { } accepted)
            {
                var change = new DriftAcceptance { Day = Day(accepted), Graph = parse.GetValue(graph), Note = parse.GetValue(note), By = folder.Actor, At = tool.Time.GetUtcNow() };
                await kept.AcceptAsync(change, token).ConfigureAwait(false);
                DriftDrawing.Accepted(tool.Screen, change, options, isJson);
                return ExitCodes.Ok;
            }

            using var hook = DriftWebhook.Of(parse.GetValue(webhook), tool.Time);
            var look = new DriftLook(folder, kept, options, hook.Sinks)
            {
                Day = parse.GetValue(day) is { } text ? Day(text) : DateOnly.FromDateTime(tool.Time.GetUtcNow().UtcDateTime).AddDays(-1),
                Backfill = parse.GetValue(backfill) is >= 0 and <= MostBackfill and var before ? before : throw new UsageException($"{backfill.Name} is from 0 to {MostBackfill}."),
            };
            if (await look.RunAsync(tool, token).ConfigureAwait(false) is not { } whole)
            {
                tool.Screen.Error.WriteLine($"Cancelled. {Words.Count(look.Counted, "day")} counted so far {(look.Counted == 1 ? "is" : "are")} kept in {parse.GetValue(store)}: the same command goes on from there.");
                return ExitCodes.Cancelled;
            }

            return Show(tool, DriftView.Of(whole, parse.GetValue(graph)), await kept.LoadAcceptancesAsync(token).ConfigureAwait(false), options, isJson);
        });
        return command;
    }

    private static int Show(Tool tool, DriftReport report, IReadOnlyList<DriftAcceptance> accepted, DriftOptions options, bool isJson)
    {
        if (isJson)
        {
            tool.Screen.Line(report.ToJson());
        }
        else
        {
            DriftDrawing.Show(tool.Screen, report, [.. accepted.Where(change => change.Day <= report.Day && report.Day < options.ComparedAgainOn(change))], options);
        }

        foreach (var problem in report.Undelivered)
        {
            tool.Screen.Error.WriteLine($"Not delivered: {problem} It is told with the next report.");
        }

        return report.Alerts.IsEmpty ? ExitCodes.Ok : ExitCodes.Regression;
    }

    private static DateOnly Day(string text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
        ? day
        : throw new UsageException($"'{text}' is no day. Write one as 2026-11-20, in UTC.");

    private static double Share(ParseResult parse, Option<double> option) => parse.GetValue(option) is > 0 and < 1 and var share ? share : throw new UsageException($"{option.Name} is between 0 and 1.");

    private static int FromOneToSeven(ParseResult parse, Option<int> option) => parse.GetValue(option) is >= 1 and <= 7 and var count ? count : throw new UsageException($"{option.Name} is from 1 to 7.");
}
