using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Orchestration.Billing;
using Orchestration.Cli.Display;
using Spectre.Console;

namespace Orchestration.Cli.Commands.Catalog;

/// <summary><c>models reconcile</c>: the log beside what a provider invoices.</summary>
internal static class ReconcileCommand
{
    public static Command Create(Tool tool, CommonOptions common)
    {
        var exports = new Argument<string[]>("export") { Description = "The provider's usage or cost export, .csv or .json; several are put together", Arity = ArgumentArity.OneOrMore };
        var from = new Option<DateOnly?>("--from") { Description = "The first day in UTC; the export's first if left out", HelpName = "day" };
        var to = new Option<DateOnly?>("--to") { Description = "The last day; the export's last if left out", HelpName = "day" };
        var provider = new Option<string?>("--provider") { Description = "Who charges, where a CSV does not say so", HelpName = "name" };
        var names = new Option<string[]>("--name") { Description = "Our name of a model and the provider's, where answers do not say it: large=gpt-4o-2024-11-20", HelpName = "ours=theirs", DefaultValueFactory = static _ => [] };
        var command = new ExampledCommand("reconcile", "Compares the log with a provider's invoice and explains every difference", "models reconcile usage-november.json --audit ./audit") { exports, from, to, provider, names, common.Audit, common.Tenant };
        command.SetAction(async (parse, token) =>
        {
            var log = common.OpenLog(parse);
            var options = new ReconciliationOptions
            {
                From = parse.GetValue(from), To = parse.GetValue(to), Tenant = log.Rights.Only, Models = parse.GetValue(names)!.Select(Pair).ToImmutableDictionary(StringComparer.Ordinal),
            };
            var export = (parse.GetValue(exports) ?? []).Select(path => Read(tool, path, parse.GetValue(provider))).Aggregate(UsageExport.Merge);
            var report = await Work.ShowAsync(tool.Screen, "Comparing", () => Reconciliation.CompareAsync(log.Files, export, options, token)).ConfigureAwait(false);
            if (parse.GetValue(common.Json))
            {
                Json.Document(tool.Screen, report);
            }
            else
            {
                Show(tool.Screen, report);
            }

            return ExitCodes.Ok;
        });
        return command;
    }

    private static UsageExport Read(Tool tool, string path, string? provider)
    {
        var full = tool.PathOf(path);
        if (!File.Exists(full))
        {
            throw new UsageException($"There is no export '{path}'. Download it from the provider; docs/reconciliation.md says which are understood.");
        }

        try
        {
            using var file = File.OpenRead(full);
            return Path.GetExtension(full).Equals(".json", StringComparison.OrdinalIgnoreCase) ? UsageExport.ParseJson(file) : UsageExport.ParseCsv(file, columns: null, provider);
        }
        catch (FormatException e)
        {
            throw new UsageException($"'{path}' cannot be read: {e.Message}");
        }
    }

    private static KeyValuePair<string, string> Pair(string text) => text.Split('=', 2) is [{ Length: > 0 } ours, { Length: > 0 } theirs]
        ? new(ours, theirs)
        : throw new UsageException($"--name '{text}' is not a pair. Write ours=theirs, such as large=gpt-4o-2024-11-20.");

    private static void Show(Screen screen, ReconciliationReport report)
    {
        var table = Tables.New(screen, [("Day", false), ("Provider", false), ("Model", false), ("Estimated", true), ("Reported", true), ("Invoiced", true), ("Difference", true), ("Explained by", false)]);
        foreach (var row in report.Rows)
        {
            var difference = row.FromReportToInvoice.Sum(static part => part.Usd);
            table.AddRow(
                new Text(row.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
                new Text(row.Provider),
                new Text(row.Model),
                new Text(Side(row.Estimated)),
                new Text(Side(row.Reported)),
                new Text(Side(row.Invoiced)),
                new Text(Words.Usd(difference), new Style(row.FromReportToInvoice.Any(static part => part.Class == ReconciliationClass.Unknown) ? Color.Red : Color.Default)),
                new Text(string.Join(", ", row.FromReportToInvoice.Select(Part))));
        }

        screen.Console.Write(table);
        foreach (var model in report.UnknownModels)
        {
            screen.Error.WriteLine($"No attempt of the log was answered by '{model}'. If it is known by another name: --name ours={model}");
        }

        foreach (var problem in report.Problems)
        {
            screen.Error.WriteLine($"Not read: {problem}");
        }

        if (!report.OutsideDays.IsEmpty)
        {
            screen.Error.WriteLine($"{Words.Count(report.OutsideDays.Length, "line")} of the export {(report.OutsideDays.Length == 1 ? "is" : "are")} on days outside {report.From:yyyy-MM-dd} to {report.To:yyyy-MM-dd}.");
        }
    }

    private static string Side(ReconciliationSide side) => (side.Usd, side.Tokens) switch
    {
        ({ } usd, _) => Words.Usd(usd),
        (_, { } tokens) => Words.Count(tokens, "token"),
        _ => string.Empty,
    };

    private static string Part(ReconciliationDifference part) => $"{Words.Of(part.Class)} {(part.Usd == 0 ? Words.Count(part.Tokens, "token") : Words.Usd(part.Usd))}";
}
