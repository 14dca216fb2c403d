using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Orchestration.Cli.Display;
using Orchestration.Cli.Hosting;
using Orchestration.Graphs;
using Orchestration.Models;
using Orchestration.Policies;
using Orchestration.Routing;
using Orchestration.Routing.Planning;
using Orchestration.Runs;
using Spectre.Console;

namespace Orchestration.Cli.Commands.Catalog;

/// <summary><c>models check</c>: whether the application's models have prices and its graphs' routes have models.</summary>
internal static class CheckCommand
{
    public static Command Create(Tool tool, CommonOptions common)
    {
        var command = new ExampledCommand("check", "Checks the application's models and its graphs' routes against the catalogue", "models check --project src/Shop");
        foreach (var option in common.OfApplication)
        {
            command.Options.Add((Option)option);
        }

        command.SetAction(async (parse, token) =>
        {
            var application = await common.OpenApplicationAsync(parse, token).ConfigureAwait(false);
            await using (application.ConfigureAwait(false))
            {
                return Run(tool, application, parse.GetValue(common.Json));
            }
        });
        return command;
    }

    private static int Run(Tool tool, Application application, bool isJson)
    {
        var now = tool.Time.GetUtcNow();
        var catalog = application.Services.GetRequiredService<ModelCatalog>();
        ModelCheck[] models = [.. application.Services.GetRequiredService<RoutingTable>().Models.Select(model => Check(model, catalog, now)).OrderBy(static model => model.Row.Model, StringComparer.Ordinal)];
        var used = StepsByRoute(application).ToLookup(static use => use.Route, static use => use.Step, StringComparer.Ordinal);
        RouteUse[] routes = [.. used.Select(static route => new RouteUse(route.Key, [.. route])).OrderBy(static route => route.Route, StringComparer.Ordinal)];
        var document = new CheckDocument(models.All(static model => model.Problem is null), models, routes);
        if (isJson)
        {
            Json.Document(tool.Screen, document);
        }
        else
        {
            Show(tool.Screen, document);
        }

        return document.Ok ? ExitCodes.Ok : ExitCodes.ToolError;
    }

    private static ModelCheck Check(RegisteredModel model, ModelCatalog catalog, DateTimeOffset now)
    {
        var row = ModelRow.Of(model.Name, model.Profile, now);
        var known = catalog.Find(model.Name)?.PriceAt(now);
        var own = model.Profile.PriceAt(now);
        var problem = own is null
            ? "its price is not known: its cost is missing from every total, and budgets in dollars refuse it. Give AddModel a profile with a price."
            : known is not null && (known.InputUsdPerMillion != own.InputUsdPerMillion || known.OutputUsdPerMillion != own.OutputUsdPerMillion)
                ? FormattableString.Invariant($"its price differs from the catalogue's, {known.InputUsdPerMillion} in and {known.OutputUsdPerMillion} out on {known.AsOf:yyyy-MM-dd}. Right if it was negotiated.")
                : null;
        return new ModelCheck(row, own is null ? problem : null, own is null ? null : problem);
    }

    /// <summary>Where each route is asked for. That each is registered, the runtime has checked when it was made.</summary>
    private static IEnumerable<(string Route, string Step)> StepsByRoute(Application application)
    {
        var defaults = application.Services.GetRequiredService<IOrchestrator>().DefaultPolicy;
        return application.Graphs.SelectMany(graph => Of(graph.Shape, graph.Name, defaults));

        static IEnumerable<(string, string)> Of(GraphShape shape, string path, StepPolicy defaults) => shape.Steps.SelectMany(step =>
            (step.Kind == StepKind.Ask ? RoutingSnapshot.NamesIn(step.Policy ?? defaults).Select(route => (route ?? "(default)", $"{path}/{step.Name}")) : [])
            .Concat(step.Branches.SelectMany(branch => Of(branch.Shape, $"{path}/{step.Name}{(branch.Label.Length == 0 ? string.Empty : $"[{branch.Label}]")}", defaults))));
    }

    private static void Show(Screen screen, CheckDocument document)
    {
        foreach (var model in document.Models)
        {
            var (mark, color) = model switch
            {
                { Problem: not null } => (screen.Unicode ? "✗" : "x", "red"),
                { Remark: not null } => ("!", "yellow"),
                _ => (screen.Unicode ? "✓" : "+", "green"),
            };
            var price = model.Row.InputUsdPerMillion is { } input ? FormattableString.Invariant($"${input} in, ${model.Row.OutputUsdPerMillion} out per million tokens") : string.Empty;
            screen.Markup($"[{color}]{mark} {Markup.Escape(model.Row.Model)}[/]  {Markup.Escape(model.Problem ?? price)}");
            if (model.Remark is { } remark)
            {
                screen.Markup($"  [yellow]{Markup.Escape(remark)}[/]");
            }
        }

        foreach (var route in document.Routes)
        {
            screen.Markup($"[dim]{Markup.Escape($"{route.Route} is asked by {string.Join(", ", route.Steps)}")}[/]");
        }

        var bad = document.Models.Count(static model => model.Problem is not null);
        screen.Line(bad == 0 ? $"{Words.Count(document.Models.Count, "model")}, all with a price." : $"{Words.Count(bad, "model")} of {Words.Count(document.Models.Count)} without a price.");
    }
}

/// <summary>What <c>models check --json</c> writes.</summary>
internal sealed record CheckDocument(bool Ok, IReadOnlyList<ModelCheck> Models, IReadOnlyList<RouteUse> Routes);

/// <summary>A model as the application registers it.</summary>
/// <param name="Row">Its price.</param>
/// <param name="Problem">What must be put right.</param>
/// <param name="Remark">What should be looked at.</param>
internal sealed record ModelCheck(ModelRow Row, string? Problem, string? Remark);

/// <summary>A route or model, and the steps whose policies name it.</summary>
internal sealed record RouteUse(string Route, IReadOnlyList<string> Steps);
