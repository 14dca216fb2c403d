using System.CommandLine;
using System.Globalization;
using Orchestration.Cli.Display;
using Orchestration.Cli.Logs;
using Orchestration.Evals.Drift;

namespace Orchestration.Cli.Commands.Drift;

/// <summary><c>drift</c>: whether a day is like those before it.</summary>
internal static class DriftCommand
{
    private const string DefaultStore = ".orchestration/drift";

    public static Command Create(Tool tool, CommonOptions common)
    {
        var day = new Option<string?>("--day") { Description = "Which day, in UTC; yesterday if left out", HelpName = "day" };
        var store = new Option<string>("--store") { Description = "The folder that keeps each day's figures and reports", HelpName = "folder", DefaultValueFactory = static _ => DefaultStore };
        var graph = new Option<string?>("--graph") { Description = "Only alerts of this graph", HelpName = "name" };
        var webhook = new Option<string?>("--webhook") { Description = "Where alerts are posted to as JSON, as chats take it", HelpName = "url" };
        var alpha = new Option<double>("--alpha") { Description = "The most that the probability of any false alarm on a quiet day may be", HelpName = "number", DefaultValueFactory = static _ => new DriftOptions().Alpha };
        var window = new Option<int>("--window") { Description = "How many days, up to that one, are compared as one: more see smaller changes, later", HelpName = "days", DefaultValueFactory = static _ => 1 };
        var command = new ExampledCommand("drift", "Compares a day's scores, failures, latency, tokens and cost with those of the weeks before", "drift --webhook \"$DRIFT_WEBHOOK\"") { day, store, graph, webhook, alpha, window };
        foreach (var option in common.OfLog)
        {
            command.Options.Add((Option)option);
        }

        command.SetAction(async (parse, token) =>
        {
            var folder = common.OpenLog(parse);
            var options = new DriftOptions { Alpha = Share(parse, alpha), WindowDays = AtLeastOne(parse, window) };
            var when = parse.GetValue(day) is { } text ? Day(text) : DateOnly.FromDateTime(tool.Time.GetUtcNow().UtcDateTime).AddDays(-1);
            using var hook = DriftWebhook.Of(parse.GetValue(webhook), tool.Time);
            var kept = new DriftStore(tool.PathOf(DriftFolder.Of(parse.GetValue(store)!, folder.Rights)));
            var log = await folder.LookAsync(tool, "drift", token).ConfigureAwait(false);
            var report = await Work.ShowAsync(tool.Screen, "Counting", () => new DriftMonitor(kept, options, hook.Sinks).RunAsync(log, when, token)).ConfigureAwait(false);
            report = DriftView.Of(report, parse.GetValue(graph));
            if (parse.GetValue(common.Json))
            {
                tool.Screen.Line(report.ToJson());
            }
            else
            {
                DriftDrawing.Show(tool.Screen, report);
            }

            foreach (var problem in report.Undelivered)
            {
                tool.Screen.Error.WriteLine($"An alert was not delivered: {problem}");
            }

            return report.Alerts.IsEmpty ? ExitCodes.Ok : ExitCodes.Regression;
        });
        return command;
    }

    private static DateOnly Day(string text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
        ? day
        : throw new UsageException($"'{text}' is no day. Write one as 2026-11-20, in UTC.");

    private static double Share(ParseResult parse, Option<double> option) => parse.GetValue(option) is > 0 and < 1 and var share ? share : throw new UsageException($"{option.Name} is between 0 and 1.");

    private static int AtLeastOne(ParseResult parse, Option<int> option) => parse.GetValue(option) is >= 1 and <= 7 and var count ? count : throw new UsageException($"{option.Name} is from 1 to 7.");
}
