using System.Globalization;
using Orchestration.Month.Figures;
using Orchestration.Month.Report;
using Orchestration.Month.Systems;
using Orchestration.Month.Workload;
using Orchestration.Month.World;
using Orchestration.Routing;

// Orchestration.Month [requests] [seed] [folder]: one month under each system; tables and plots into the folder.
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var about = args is [var count, ..] ? int.Parse(count, CultureInfo.InvariantCulture) : 30_000;
var seed = args is [_, var given, ..] ? ulong.Parse(given, CultureInfo.InvariantCulture) : 1;
var folder = args is [_, _, var named, ..] ? named : "benchmarks/Orchestration.Month/results";

var arrivals = new Arrivals(seed, about);
var sheets = ModelSheets.All();
var plan = TierPlan.From(sheets, seed);
var classifier = Trained.From(seed).Classifier;
List<SystemMonth> months = [Live(Contenders.OneModel), Live(world => Contenders.Fallback(world, seed)), Live(world => Contenders.Whole(world, seed, plan, classifier))];
List<SystemMonth> alone = [.. sheets.Select(sheet => Live(world => new OneModel(world, sheet.Name)))];

// How much of the result hangs on the assumption that nobody can check: how far apart the models are.
var fewer = new Arrivals(seed, about / 6);
var spreads = new Table("distances of abilities", "one model: quality", "whole system: quality", "cost against one model", "models by class");
foreach (var spread in new[] { 0.5, 1, 1.5 })
{
    var others = ModelSheets.All(spread);
    var tiers = TierPlan.From(others, seed);
    var (one, whole) = (Live(Contenders.OneModel, others, fewer), Live(world => Contenders.Whole(world, seed, tiers, classifier), others, fewer));
    spreads.Row($"{spread:0.0} times those assumed", [$"{one.MeanQuality:0.0000}", $"{whole.MeanQuality:0.0000}", $"{(whole.CostUsd / one.CostUsd) - 1:+0.0 %;-0.0 %}", string.Join(", ", tiers.Chosen.Values)]);
}

// What could be saved if the answers may be a little worse, or must be better.
var floors = new Table("expected quality against one model", "quality", "against one model", "cost of 1,000 requests, USD", "against one model", "models by class");
var single = Live(Contenders.OneModel, requests: fewer);
foreach (var margin in new[] { 0.010, TierPlan.Margin, 0, -0.005, -0.010, -0.020, -0.040 })
{
    var tiers = TierPlan.From(sheets, seed, margin);
    var whole = Live(world => Contenders.Whole(world, seed, tiers, classifier), requests: fewer);
    floors.Row($"{margin:+0.000;-0.000;0.000}", [$"{whole.MeanQuality:0.0000}", $"{whole.MeanQuality - single.MeanQuality:+0.0000;-0.0000}", $"{1_000 * whole.CostUsd / fewer.Count:0.00}", $"{(whole.CostUsd / single.CostUsd) - 1:+0.0 %;-0.0 %}", string.Join(", ", tiers.Chosen.Values)]);
}

// What the default classifier makes of the same requests.
var heuristic = Live(world => Contenders.Whole(world, seed, plan, new HeuristicClassifier(), "with the heuristic classifier"), requests: fewer);

var report = new MonthReport(seed, arrivals, months, alone);
Directory.CreateDirectory(folder);
await File.WriteAllTextAsync(Path.Combine(folder, "month.md"), $"""
    # A simulated month

    Written by the run (`dotnet run -c Release --project benchmarks/Orchestration.Month`); the same seed writes the same figures. {report.Workload()}

    {report.Headline()}
    {report.Comparison()}
    ![Cost over the month](cost.svg)

    ![Success during the outage](outage.svg)

    ![Time to the first token](first-token.svg)

    ![Time to the whole answer](latency.svg)

    ![Cost and quality](cost-quality.svg)

    ## Success through each incident

    {report.Incidents()}
    ## Where requests and money went

    {report.Shares()}
    ## Books

    {report.Books()}
    ## Each model alone

    {report.Alone()}
    ## If the models were closer together, or further apart

    {fewer.Count:N0} requests. The models of each class are chosen anew by the same rule.

    {spreads}
    ## If the floor of quality were another

    The same {fewer.Count:N0} requests; models are chosen by the same rule for another expected quality.

    {floors}
    ## With the heuristic classifier instead

    The month of {fewer.Count:N0} requests, judged by looks alone: {1_000 * heuristic.CostUsd / fewer.Count:0.00} USD for 1,000 requests, quality {heuristic.MeanQuality:0.0000}. It judged: {heuristic.Log!.Judgements()}.

    ## Assumptions

    {Assumptions.Text(sheets, plan.InWords())}
    """);
Save("cost", Plots.CostOverMonth(months));
Save("outage", Plots.SuccessAround(Incident.All.Single(static incident => incident.Kind == IncidentKind.Outage), months));
Save("first-token", Plots.LatencyShares("Time to the first token", months, static month => month.FirstTokens));
Save("latency", Plots.LatencyShares("Time to the whole answer", months, static month => month.Totals));
Save("cost-quality", Plots.CostAndQuality(months, alone));
await File.WriteAllTextAsync(Path.Combine(folder, "summary.md"), report.Summary());
Console.WriteLine(report.Headline());
Console.WriteLine(report.Comparison());
Console.WriteLine(report.Duration());

SystemMonth Live(Func<WorldState, ISystem> make, IReadOnlyList<ModelSheet>? models = null, Arrivals? requests = null)
{
    var world = new WorldState(seed, models ?? sheets);
    var month = Simulation.Run(world, make(world), requests ?? arrivals);
    Console.Error.WriteLine($"{month.Name}: {month.Took.TotalSeconds:0.0} s");
    foreach (var outcome in month.Outcomes.Where(static outcome => outcome is { Succeeded: true, Difference: not null }))
    {
        Console.Error.WriteLine($"  {(outcome.IsBroken ? "broken" : "other white space")}, {outcome.Difference}");
    }

    return month;
}

void Save(string name, Plot plot) => File.WriteAllText(Path.Combine(folder, name + ".svg"), plot.ToString());
