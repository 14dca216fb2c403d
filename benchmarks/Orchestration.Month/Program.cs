using System.Globalization;
using Orchestration.Month.Figures;
using Orchestration.Month.Systems;
using Orchestration.Month.Workload;
using Orchestration.Month.World;

// Orchestration.Month [requests] [seed] [folder]: one month under each system, and its tables and plots.
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
var about = args is [var count, ..] ? int.Parse(count, CultureInfo.InvariantCulture) : 60_000;
var seed = args is [_, var given, ..] ? ulong.Parse(given, CultureInfo.InvariantCulture) : 1;

var arrivals = new Arrivals(seed, about);
foreach (var make in new Func<WorldState, ISystem>[] { Contenders.OneModel, world => Contenders.Fallback(world, seed), world => Contenders.Whole(world, seed) })
{
    var world = new WorldState(seed, ModelSheets.All());
    var month = Simulation.Run(world, make(world), arrivals);
    var totals = month.Totals;
    Console.WriteLine($"{month.Name}: {month.Outcomes.Count} requests, {month.Steps} steps, {month.Took.TotalSeconds:0.0} s; {month.CostUsd:0.00} USD, quality {month.MeanQuality:0.0000}, ok {month.SuccessShare:0.00000}, broken {month.Outcomes.Count(static o => o.IsBroken)}, cached {month.Share(static o => o.IsFromCache):0.000}, p50 {SystemMonth.Quantile(totals, 0.5):0.000}, p99 {SystemMonth.Quantile(totals, 0.99):0.000}, restarts {month.Outcomes.Sum(static o => o.Restarts)}, splices {month.Outcomes.Sum(static o => o.Splices)}");
}
