using System.CommandLine;
using System.Globalization;
using Orchestration.Cli.Display;
using Orchestration.Models;
using Spectre.Console;

namespace Orchestration.Cli.Commands.Catalog;

/// <summary><c>models list</c>: the catalogue.</summary>
internal static class ListCommand
{
    public static Command Create(Tool tool, CommonOptions common)
    {
        var filter = new Argument<string?>("filter") { Description = "A part of the name; all if left out", Arity = ArgumentArity.ZeroOrOne };
        var provider = new Option<string?>("--provider") { Description = "Only models of this provider", HelpName = "name" };
        var command = new ExampledCommand("list", "Lists the models of the catalogue with their prices", "models list sonnet --provider anthropic") { filter, provider };
        command.SetAction(parse => Run(tool, parse.GetValue(filter), parse.GetValue(provider), parse.GetValue(common.Json)));
        return command;
    }

    private static int Run(Tool tool, string? filter, string? provider, bool isJson)
    {
        var now = tool.Time.GetUtcNow();
        ModelRow[] rows =
        [
            .. ModelCatalog.Default.All
                .Where(model => filter is null || model.Key.Contains(filter, StringComparison.OrdinalIgnoreCase))
                .Where(model => provider is null || string.Equals(model.Value.Provider, provider, StringComparison.OrdinalIgnoreCase))
                .Select(model => ModelRow.Of(model.Key, model.Value, now)),
        ];
        if (isJson)
        {
            Json.Document(tool.Screen, new ModelListDocument(rows));
            return ExitCodes.Ok;
        }

        if (rows.Length == 0)
        {
            tool.Screen.Line("The catalogue has no such model. The application can add it: AddModel(name, client, new() { Price = ... }).");
            return ExitCodes.Ok;
        }

        var table = Tables.New(tool.Screen, [("Model", false), ("Provider", false), ("Context", true), ("In", true), ("Cached", true), ("Out", true), ("As of", false)]);
        foreach (var row in rows)
        {
            table.AddRow(
                new Text(row.Model),
                new Text(row.Provider ?? string.Empty),
                new Text(row.ContextWindow is { } tokens ? Words.Count(tokens) : string.Empty),
                new Text(Rate(row.InputUsdPerMillion)),
                new Text(Rate(row.CachedInputUsdPerMillion)),
                new Text(Rate(row.OutputUsdPerMillion)),
                new Text(row.AsOf?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? string.Empty));
        }

        tool.Screen.Console.Write(table);
        tool.Screen.Markup($"[dim]{Words.Count(rows.Length, "model")}; US dollars per million tokens.[/]");
        return ExitCodes.Ok;
    }

    private static string Rate(decimal? usd) => usd?.ToString("0.00####", CultureInfo.InvariantCulture) ?? string.Empty;
}

/// <summary>What <c>models list --json</c> writes.</summary>
internal sealed record ModelListDocument(IReadOnlyList<ModelRow> Models);

/// <summary>A model with its price of today, in US dollars per million tokens; what is not known is left out.</summary>
internal sealed record ModelRow(
    string Model, string? Provider, int? ContextWindow, int? MaxOutputTokens, decimal? InputUsdPerMillion, decimal? CachedInputUsdPerMillion, decimal? OutputUsdPerMillion, DateOnly? AsOf, string? Source)
{
    public static ModelRow Of(string name, ModelProfile profile, DateTimeOffset now)
    {
        var price = profile.PriceAt(now);
        return new ModelRow(
            name, profile.Provider, profile.ContextWindow, profile.MaxOutputTokens, price?.InputUsdPerMillion, price?.CachedInputUsdPerMillion, price?.OutputUsdPerMillion, price?.AsOf, price?.Source);
    }
}
