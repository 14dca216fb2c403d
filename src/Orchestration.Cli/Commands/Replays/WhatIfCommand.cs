using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Orchestration.Audit;
using Orchestration.Cli.Display;
using Orchestration.Evals.Reruns;
using Orchestration.Evals.Scorers;
using Orchestration.Models;
using Orchestration.Routing;
using Spectre.Console;

namespace Orchestration.Cli.Commands.Replays;

/// <summary><c>replay what-if</c>: a window of traffic on another model or graph version, priced first for nothing, then a sample done again.</summary>
internal sealed class WhatIfCommand
{
    private readonly Tool _tool;
    private readonly CommonOptions _common;
    private readonly LiveOptions _live;
    private readonly ScorerOptions _scorers = new();
    private readonly Option<string?> _graph = new("--graph") { Description = "Only runs of this graph; all if left out", HelpName = "name" };
    private readonly Option<string?> _from = TimeArgument.From(), _to = TimeArgument.To();
    private readonly Option<int?> _version = new("--version") { Description = "Another registered version of the graph", HelpName = "number" };
    private readonly Option<int> _sample = new("--sample") { Description = "How many runs are done again; the same ones each time", HelpName = "count", DefaultValueFactory = static _ => 100 };
    private readonly Option<bool> _yes = new("--yes", "-y") { Description = "Do not ask before money is spent" };
    private readonly Option<bool> _dryRun = new("--dry-run", "--reprice") { Description = "Only price the recorded tokens anew, for nothing. For a model of the catalogue this needs no application" };

    private WhatIfCommand(Tool tool, CommonOptions common) => (_tool, _common, _live) = (tool, common, new LiveOptions(tool));

    public static Command Create(Tool tool, CommonOptions common)
    {
        var whatIf = new WhatIfCommand(tool, common);
        var command = new ExampledCommand(
            "what-if",
            "Says what recorded traffic would have cost, taken, scored and failed on another model or graph version. Ends with 5 if the budget stopped it, 6 if no rerun could be compared",
            "replay what-if --graph article --from 30d --model gpt-5-mini --dry-run\n" + "replay what-if --graph article --from 30d --model gpt-5-mini --sample 200 --budget 5")
        {
            whatIf._graph, whatIf._from, whatIf._to, whatIf._version, whatIf._sample, whatIf._yes, whatIf._dryRun,
        };
        whatIf._live.AddTo(command);
        whatIf._scorers.AddTo(command);
        command.WithApplication(common).SetAction(whatIf.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        var (model, sample) = (parse.GetValue(_live.Model), parse.GetValue(_sample));
        if (model is null && parse.GetValue(_version) is null)
        {
            throw new UsageException("What if what? Give --model NAME, --version NUMBER, or both.");
        }

        if (sample < 1)
        {
            throw new UsageException("--sample is at least 1.");
        }

        var log = _common.OpenLog(parse);
        var traffic = new TrafficOptions
        {
            Graph = parse.GetValue(_graph), From = TimeArgument.Read(_tool, parse, _from), To = TimeArgument.Read(_tool, parse, _to), Tenant = log.Rights.Only,
        };
        var looked = await log.LookAsync("what-if", cancellationToken).ConfigureAwait(false);
        var isDry = parse.GetValue(_dryRun);
        if (isDry && (model is null || PriceOf(ModelCatalog.Default, model) is not null))
        {
            await EstimateAsync(parse, looked, traffic, model is null ? null : PriceOf(ModelCatalog.Default, model), isLast: true, cancellationToken).ConfigureAwait(false);
            return ExitCodes.Ok;
        }

        var application = await ReplayApplication.OpenAsync(_common, parse, looked, isDry ? null : _live.OpenOwn(parse, log), cancellationToken).ConfigureAwait(false);
        await using (application.ConfigureAwait(false))
        {
            var estimate = await EstimateAsync(parse, looked, traffic, model is null ? null : PriceOf(application, model), isDry, cancellationToken).ConfigureAwait(false);
            if (isDry || estimate.Runs == 0)
            {
                return ExitCodes.Ok;
            }

            RefuseEffects(parse, application, traffic);
            var options = new WhatIfOptions
            {
                Traffic = traffic, Model = model, GraphVersion = parse.GetValue(_version), Sample = sample, Budget = _live.BudgetOf(parse), Scorers = [.. ScorersOf(parse, application, traffic.Graph)], Services = application.Services,
            };
            await ConfirmAsync(parse, Math.Min(sample, estimate.Runs), cancellationToken).ConfigureAwait(false);
            return await DoAsync(parse, application, options, Math.Min(sample, estimate.Runs), cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<int> DoAsync(ParseResult parse, ReplayApplication application, WhatIfOptions options, int sample, CancellationToken cancellationToken)
    {
        var (done, spent, gate) = (0, 0m, new Lock());
        var report = await Counting.ShowAsync(_tool.Screen, "Running the sample again", tell => application.Orchestrator.WhatIfAsync(
            application.Log,
            options,
            result =>
            {
                lock (gate)
                {
                    (done, spent) = (done + 1, spent + result.After.CostUsd);
                    tell($"{Words.Count(done)} of {Words.Count(sample)}, {Words.Usd(spent)} of {Words.Usd(options.Budget.MaxUsd ?? 0)} spent");
                }
            },
            cancellationToken)).ConfigureAwait(false);
        var isPartial = cancellationToken.IsCancellationRequested;
        if (parse.GetValue(_common.Json))
        {
            Json.Document(_tool.Screen, WhatIfDocument.Of(report, isPartial));
        }
        else
        {
            WhatIfView.Show(_tool.Screen, report, WhatIfView.NameOf(options), parse.GetValue(_live.ToAudit)!);
        }

        if (isPartial)
        {
            _tool.Screen.Error.WriteLine($"Cancelled: these are the figures of {Words.Count(report.Runs.Length)} of {Words.Count(sample)} runs, without scores. The same command begins the same sample anew.");
            return ExitCodes.Cancelled;
        }

        return report.BudgetExceeded ? ExitCodes.BudgetExceeded : report.Compared == 0 ? ExitCodes.TooManyErrors : ExitCodes.Ok;
    }

    private async Task<PriceEstimate> EstimateAsync(ParseResult parse, IAuditLog log, TrafficOptions traffic, Price? price, bool isLast, CancellationToken cancellationToken)
    {
        // Without another price, only what it did cost is wanted.
        var estimate = await Work.ShowAsync(_tool.Screen, "Reading the log", () => WhatIf.EstimateAsync(log, traffic, price ?? Price.PerMillionTokens(0, 0), cancellationToken)).ConfigureAwait(false);
        if (!parse.GetValue(_common.Json))
        {
            WhatIfView.ShowEstimate(_tool.Screen, estimate, price is not null, parse.GetValue(_live.Model), Math.Min(parse.GetValue(_sample), estimate.Runs));
        }
        else if (isLast || estimate.Runs == 0)
        {
            Json.Document(_tool.Screen, WhatIfDocument.Of(estimate, price is not null));
        }

        return estimate;
    }

    // As with eval runs, what is to be paid for is shown first. A pipe cannot be asked.
    private async Task ConfirmAsync(ParseResult parse, int runs, CancellationToken cancellationToken)
    {
        var most = Words.Usd(parse.GetValue(_live.Budget));
        if (parse.GetValue(_yes))
        {
            return;
        }

        if (!_tool.Screen.IsTerminal || parse.GetValue(_common.Json))
        {
            throw new UsageException($"To run {Words.Count(runs, "run")} again for {most} at the most, add --yes. To spend nothing, --dry-run.");
        }

        var question = new ConfirmationPrompt($"Run {Words.Count(runs, "run")} again, for {most} at the most?") { DefaultValue = false };
        if (!await question.ShowAsync(_tool.Screen.Console, cancellationToken).ConfigureAwait(false))
        {
            throw new OperationCanceledException("Not confirmed.");
        }
    }

    private void RefuseEffects(ParseResult parse, ReplayApplication application, TrafficOptions traffic)
    {
        if (!parse.GetValue(_live.Effects))
        {
            foreach (var graph in traffic.Graph is { } one ? [one] : application.Orchestrator.Graphs.Select(static graph => graph.Name).Distinct(StringComparer.Ordinal).ToList())
            {
                application.RefuseEffects(graph, parse.GetValue(_version), "or choose another graph with --graph");
            }
        }
    }

    // A judge costs money that the budget does not count: it is asked for by its name, or not at all.
    private IEnumerable<IScorer> ScorersOf(ParseResult parse, ReplayApplication application, string? graph) =>
        _scorers.Named(parse, application.Services, graph) is { Count: > 0 } named ? named : ScorerOptions.OfApplication(application.Services, graph).Where(static scorer => scorer is not IBoundScorer);

    private Price? PriceOf(ReplayApplication application, string model) =>
        application.Services.GetRequiredService<RoutingTable>().Models.FirstOrDefault(known => known.Name == model)?.Profile.PriceAt(_tool.Time.GetUtcNow()) ?? PriceOf(application.Services.GetRequiredService<ModelCatalog>(), model);

    private Price? PriceOf(ModelCatalog catalog, string model) => catalog.Find(model)?.PriceAt(_tool.Time.GetUtcNow());
}
