using System.Collections.Immutable;
using System.CommandLine;
using Orchestration.Audit;
using Orchestration.Cli.Display;
using Orchestration.Cli.Logs;
using Orchestration.Evals.GoldenSets.Sampling;

namespace Orchestration.Cli.Commands.GoldenSets;

/// <summary><c>golden sample</c>: a fair sample of recorded runs becomes cases.</summary>
internal static class SampleCommand
{
    public static Command Create(Tool tool, CommonOptions common)
    {
        var (from, to) = (TimeArgument.From(), TimeArgument.To());
        var options = new CaseOptions();
        var graph = new Option<string?>("--graph") { Description = "Only runs of this graph", HelpName = "name" };
        var step = new Option<string?>("--step") { Description = "Make cases of this step alone, of all its items: sections/draft", HelpName = "path" };
        var strata = new Option<string>("--strata")
        {
            Description = "By what runs are told apart, so that rare ones come along: any of " + string.Join(", ", StratumNames.All), HelpName = "names", DefaultValueFactory = static _ => "graph",
        };
        var each = new Option<int>("--per-stratum") { Description = "How many cases of each stratum", HelpName = "count", DefaultValueFactory = static _ => 10 };
        var max = new Option<int>("--max") { Description = "How many cases in all", HelpName = "count", DefaultValueFactory = static _ => 200 };
        var low = new Option<double>("--low-score") { Description = "The score below which a run is of the stratum low-score", HelpName = "score", DefaultValueFactory = static _ => 0.5 };
        var near = new Option<decimal?>("--near-budget") { Description = "US dollars from which a run, or the step, is of the stratum near-budget, beside those that were refused for their budget", HelpName = "usd" };
        var dryRun = new Option<bool>("--dry-run") { Description = "Show what would be taken, and write nothing" };
        var command = new ExampledCommand("sample", "Makes cases of a sample of recorded runs, of each stratum some", "golden sample --set evals/answers.jsonl --tenant acme --from 30d --strata model,failure,low-score --dry-run")
        {
            graph, step, from, to, strata, each, max, low, near, dryRun,
        };
        foreach (var option in (Symbol[])[.. options.All, .. common.OfLog, .. common.OfApplication])
        {
            command.Options.Add((Option)option);
        }

        command.SetAction(async (parse, token) =>
        {
            var folder = common.OpenLog(parse);
            var sampling = options.Sampling(parse) with
            {
                AllTenants = parse.GetValue(options.AllTenants),
                Graph = parse.GetValue(graph),
                Step = parse.GetValue(step),
                From = TimeArgument.Read(tool, parse, from),
                To = TimeArgument.Read(tool, parse, to),
                Strata = StratumNames.Read(parse.GetValue(strata)!),
                PerStratum = AtLeastOne(parse, each),
                MaxCases = AtLeastOne(parse, max),
                LowScore = parse.GetValue(low),
                NearBudgetUsd = parse.GetValue(near),
            };
            var target = await TargetSet.OpenAsync(tool, parse.GetValue(options.Set)!, token).ConfigureAwait(false);
            var log = await folder.LookAsync("golden sample", token).ConfigureAwait(false);
            sampling = sampling.AllTenants ? sampling : sampling with { Tenant = await TheTenantAsync(folder, log, token).ConfigureAwait(false) };
            var outputs = sampling is { Step: null, AcceptOutput: true } ? await RecordedOutputs.OpenAsync(common, parse, log, token).ConfigureAwait(false) : RecordedOutputs.None;
            await using (outputs.ConfigureAwait(false))
            {
                var sample = new Sample(target, sampling with { Output = outputs.HasApplication ? outputs.OfAsync : null });
                var isWhole = await sample.TakeAsync(tool, log, token).ConfigureAwait(false);
                var writes = isWhole && !parse.GetValue(dryRun);
                if (writes)
                {
                    await sample.WriteAsync(parse.GetValue(options.Edit) ? new CaseEditor(tool) : null, token).ConfigureAwait(false);
                }

                if (parse.GetValue(common.Json))
                {
                    Json.Document(tool.Screen, GoldenSampleDocument.Of(sample, writes));
                }
                else
                {
                    SampleTable.Show(tool.Screen, sample, outputs, writes);
                }

                if (!isWhole)
                {
                    tool.Screen.Error.WriteLine("Cancelled: nothing was written. The same command takes the same runs again.");
                }

                return isWhole ? ExitCodes.Ok : ExitCodes.Cancelled;
            }
        });
        return command;
    }

    private static int AtLeastOne(ParseResult parse, Option<int> option) => parse.GetValue(option) is >= 1 and var count ? count : throw new UsageException($"{option.Name} is at least 1.");

    // Where all that may be seen is of one tenant, nobody's data can meet another's.
    private static async Task<string> TheTenantAsync(AuditFolder folder, IAuditLog log, CancellationToken cancellationToken)
    {
        if (folder.Rights.Only is { } only)
        {
            return only;
        }

        var tenants = new SortedSet<string>(StringComparer.Ordinal);
        await foreach (var start in log.ReadAsync(new AuditQuery { Kind = AuditKind.RunStarted }, cancellationToken).ConfigureAwait(false))
        {
            tenants.Add(start.Tenant);
            if (tenants.Count > 1)
            {
                throw new UsageException($"The audit log at '{folder.Path}' has runs of several tenants. Name one: --tenant {tenants.First(static tenant => tenant.Length > 0)}. Or say --all-tenants to let their data come together in one golden set.");
            }
        }

        return tenants.FirstOrDefault() ?? throw new UsageException($"The audit log at '{folder.Path}' holds no run yet.");
    }
}

/// <summary>Strata as they are typed: <c>low-score</c>.</summary>
internal static class StratumNames
{
    public static IEnumerable<string> All => Enum.GetValues<Stratum>().Select(Of);

    public static ImmutableArray<Stratum> Read(string names) =>
    [
        .. names.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal).Select(static name => Enum.GetValues<Stratum>().Cast<Stratum?>().FirstOrDefault(stratum => Of(stratum!.Value) == name)
            ?? throw new UsageException($"There is no stratum '{name}'. Name some of {string.Join(", ", All)}, with commas between.")),
    ];

    private static string Of(Stratum stratum) => Words.Of(stratum).Replace(' ', '-');
}
