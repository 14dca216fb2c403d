using System.Globalization;
using Orchestration.Month.Figures;
using Orchestration.Month.Report;
using Orchestration.Month.Systems;
using Orchestration.Month.Workload;
using Orchestration.Month.World;

// Orchestration.Month [requests] [seed] [folder]: one month under each system; tables and plots into the folder.
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var about = args is [var count, ..] ? int.Parse(count, CultureInfo.InvariantCulture) : 60_000;
var seed = args is [_, var given, ..] ? ulong.Parse(given, CultureInfo.InvariantCulture) : 1;
var folder = args is [_, _, var named, ..] ? named : "benchmarks/Orchestration.Month/results";

var arrivals = new Arrivals(seed, about);
var sheets = ModelSheets.All();
var plan = TierPlan.From(sheets, seed);
List<SystemMonth> months = [Live(Contenders.OneModel), Live(world => Contenders.Fallback(world, seed)), Live(world => Contenders.Whole(world, seed, plan))];
List<SystemMonth> alone = [.. sheets.Select(sheet => Live(world => new OneModel(world, sheet.Name)))];

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
    ## Assumptions

    {Assumptions.Text(sheets, plan.InWords(sheets))}
    """);
Save("cost", Plots.CostOverMonth(months));
Save("outage", Plots.SuccessAround(Incident.All.Single(static incident => incident.Kind == IncidentKind.Outage), months));
Save("first-token", Plots.LatencyShares("Time to the first token", months, static month => month.FirstTokens));
Save("latency", Plots.LatencyShares("Time to the whole answer", months, static month => month.Totals));
Save("cost-quality", Plots.CostAndQuality(months, alone));
Console.WriteLine(report.Headline());
Console.WriteLine(report.Comparison());
Console.WriteLine(report.Duration());

SystemMonth Live(Func<WorldState, ISystem> make)
{
    var world = new WorldState(seed, sheets);
    var month = Simulation.Run(world, make(world), arrivals);
    Console.Error.WriteLine($"{month.Name}: {month.Took.TotalSeconds:0.0} s");
    return month;
}

void Save(string name, Plot plot) => File.WriteAllText(Path.Combine(folder, name + ".svg"), plot.ToString());
