using System.CommandLine;
using System.Globalization;
using Orchestration.Cli.Display;
using Orchestration.Models;

namespace Orchestration.Cli.Commands.Catalog;

/// <summary><c>models price</c>: what a call costs.</summary>
internal static class PriceCommand
{
    public static Command Create(Tool tool, CommonOptions common)
    {
        var model = new Argument<string>("model") { Description = "The catalogue's name of the model" };
        model.CompletionSources.Add(static _ => ModelCatalog.Default.All.Keys.Select(static name => new System.CommandLine.Completions.CompletionItem(name)));
        var input = Tokens("--in", "Tokens of the prompt, cached ones included");
        var output = Tokens("--out", "Tokens of the answer, reasoning included");
        var cached = Tokens("--cached", "Of the prompt, tokens read from the provider's cache");
        var reasoning = Tokens("--reasoning", "Of the answer, tokens spent on reasoning");
        var calls = new Option<long>("--calls") { Description = "How many such calls", HelpName = "count", DefaultValueFactory = static _ => 1 };
        var batch = new Option<bool>("--batch") { Description = "At the price of a batch" };
        var command = new ExampledCommand("price", "Computes what calls of so many tokens cost", "models price gpt-4o --in 12000 --out 800 --calls 1000") { model, input, output, cached, reasoning, calls, batch };
        command.SetAction(parse => Run(
            tool,
            parse.GetValue(model)!,
            new Usage { InputTokens = parse.GetValue(input), OutputTokens = parse.GetValue(output), CachedInputTokens = parse.GetValue(cached), ReasoningTokens = parse.GetValue(reasoning) },
            parse.GetValue(calls),
            parse.GetValue(batch),
            parse.GetValue(common.Json)));
        return command;
    }

    private static int Run(Tool tool, string name, Usage usage, long calls, bool isBatch, bool isJson)
    {
        var profile = ModelCatalog.Default.Find(name) ?? throw new UsageException(Missing(name));
        var price = profile.PriceAt(tool.Time.GetUtcNow()) ?? throw new ToolException($"The catalogue knows '{name}', but no price of it today.");
        price = isBatch ? price.Batch ?? throw new UsageException($"The catalogue has no batch price of '{name}'. Leave --batch out.") : price;
        var one = Cost.Of(usage, price)?.ToUsd() ?? throw new UsageException("Such a call cannot be: tokens are at least 0.");
        var document = new PriceDocument(name, usage, calls, one, one * calls, price.AsOf, price.Source);
        if (isJson)
        {
            Json.Document(tool.Screen, document);
            return ExitCodes.Ok;
        }

        tool.Screen.Markup($"[bold]{Exact(one)}[/] a call{(calls == 1 ? string.Empty : $", [bold]{Exact(document.TotalUsd)}[/] for {Words.Count(calls)}")}");
        tool.Screen.Markup($"[dim]{Spectre.Console.Markup.Escape($"{Exact(price.InputUsdPerMillion)} in, {Exact(price.OutputUsdPerMillion)} out per million tokens, as {price.Source ?? "the catalogue"} had it on {price.AsOf:yyyy-MM-dd}.")}[/]");
        return ExitCodes.Ok;
    }

    private static string Exact(decimal usd) => string.Create(CultureInfo.InvariantCulture, $"${usd:0.00#######}");

    private static string Missing(string name)
    {
        string[] near = [.. ModelCatalog.Default.All.Keys.Where(known => known.Contains(name, StringComparison.OrdinalIgnoreCase) || name.Contains(known, StringComparison.OrdinalIgnoreCase)).Take(5)];
        return $"The catalogue has no model '{name}'. {(near.Length > 0 ? $"It has {string.Join(", ", near)}." : $"See what it has: {App.Name} models list")}";
    }

    private static Option<long> Tokens(string name, string description) => new(name) { Description = description, HelpName = "tokens" };
}

/// <summary>What <c>models price --json</c> writes.</summary>
internal sealed record PriceDocument(string Model, Usage Usage, long Calls, decimal CallUsd, decimal TotalUsd, DateOnly? AsOf, string? Source);
