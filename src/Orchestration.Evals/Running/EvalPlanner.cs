using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using Orchestration.Evals.Scorers;
using Orchestration.Graphs;
using Orchestration.Runs;

namespace Orchestration.Evals.Running;

/// <summary>Makes plans: everything that can be known to be wrong is said before the first run.</summary>
internal static class EvalPlanner
{
    /// <exception cref="ArgumentException">The eval or its options cannot hold; the message says what, and what would.</exception>
    public static async Task<EvalPlan> PlanAsync(Eval eval, EvalOptions options, GoldenCases cases, IServiceProvider services, CancellationToken cancellationToken)
    {
        if (Fault(eval, options) is { } fault)
        {
            throw new ArgumentException($"Eval '{eval.Name}' cannot be run: {fault}.", nameof(options));
        }

        var filter = CaseFilter.Parse(options.Filter);
        var selected = cases.Entries.Where(entry => filter.Takes(entry) && Shards.Takes(options.Shard, entry.Id)).Select(static entry => entry.Id).ToImmutableHashSet(StringComparer.Ordinal);
        if (selected.IsEmpty && options.Shard is null)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"Eval '{eval.Name}' has no case to run: none of the {cases.Entries.Length} in golden set '{cases.Name}' passes the filter '{options.Filter}'."), nameof(options));
        }

        var variants = VariantsOf(eval, options, services.GetRequiredService<IOrchestrator>().Graphs);
        var plan = new EvalPlan
        {
            Eval = eval,
            Options = options,
            Cases = cases,
            Selected = selected,
            Variants = variants,
            Scorers = new CaseScorers(eval.Scorers, static (golden, own) => Expectations.ScorersOf(golden, own), services),
            CassetteFolder = CassetteFolder(eval, options),
        };
        var (metrics, notGating) = await MetricsAsync(plan, cancellationToken).ConfigureAwait(false);
        return plan with { Metrics = metrics, NotGating = notGating };
    }

    /// <summary>The path of an eval's golden set.</summary>
    public static string GoldenSetPath(Eval eval, EvalOptions options) => Path.GetFullPath(Path.Combine(options.Root, eval.GoldenSet));

    /// <summary>The path of an eval's baseline.</summary>
    public static string BaselinePath(Eval eval, EvalOptions options) => eval.Baseline is { } file
        ? Path.GetFullPath(Path.Combine(options.Root, file))
        : WithoutExtension(GoldenSetPath(eval, options)) + ".baseline.json";

    /// <summary>A path as a manifest has it, so that it holds on another machine too.</summary>
    public static string FromRoot(string path, EvalOptions options) => Path.GetRelativePath(options.Root, path).Replace('\\', '/');

    private static string CassetteFolder(Eval eval, EvalOptions options) => eval.Cassette is { } folder
        ? Path.GetFullPath(Path.Combine(options.Root, folder))
        : WithoutExtension(GoldenSetPath(eval, options)) + ".cassette";

    // Of a folder, the name may have a dot in it that is no extension.
    private static string WithoutExtension(string path) => Directory.Exists(path) ? Path.TrimEndingDirectorySeparator(path) : Path.ChangeExtension(path, null);

    private static string? Fault(Eval eval, EvalOptions options) =>
        options.Repeats is < 1 || eval.Repeats < 1 ? "repeats are at least 1"
        : options.FirstRepeat < 1 ? "repeats count from 1"
        : options.MaxConcurrency is < 1 || eval.MaxConcurrency < 1 ? "at least one run must be under way at once"
        : options.RunsPerMinute is < 1 || eval.RunsPerMinute is < 1 ? "at least one run a minute must be allowed to start"
        : options.Shard is { } shard && (shard.Count < 1 || shard.Index < 1 || shard.Index > shard.Count) ? FormattableString.Invariant($"there is no shard {shard.Index}/{shard.Count}; shards count from 1, as 1/{Math.Max(shard.Count, 1)}")
        : string.IsNullOrWhiteSpace(options.Folder) ? "EvalOptions.Folder is empty; say where the results are to go"
        : eval.Scorers.GroupBy(static scorer => scorer.Name, StringComparer.Ordinal).FirstOrDefault(static same => same.Count() > 1) is { } twice ? $"two of its scorers are named '{twice.Key}'; a metric's name is unique within an eval"
        : null;

    private static ImmutableArray<(EvalVariant, Graph)> VariantsOf(Eval eval, EvalOptions options, IReadOnlyList<Graph> graphs)
    {
        if (options.Variants.IsDefaultOrEmpty)
        {
            var newest = graphs.Where(graph => graph.Name == eval.Graph).MaxBy(static graph => graph.Version) ?? throw Unknown(eval, eval.Graph, null, graphs);
            return [(new EvalVariant(newest.Name, newest.Version), newest)];
        }

        return options.Variants.GroupBy(static variant => variant).FirstOrDefault(static same => same.Count() > 1) is { } twice
            ? throw new ArgumentException($"Eval '{eval.Name}' cannot be run: the variant '{twice.Key}' is given twice.", nameof(options))
            : [.. options.Variants.Select(variant =>
                (variant, graphs.FirstOrDefault(graph => graph.Name == variant.Graph && graph.Version == variant.Version) ?? throw Unknown(eval, variant.Graph, variant.Version, graphs)))];
    }

    private static ArgumentException Unknown(Eval eval, string name, int? version, IReadOnlyList<Graph> graphs)
    {
        var asked = version is { } number ? FormattableString.Invariant($"version {number} of graph '{name}'") : $"graph '{name}'";
        var known = graphs.Count == 0 ? "no graph is" : $"registered are: {string.Join(", ", graphs.Select(static graph => FormattableString.Invariant($"{graph.Name}@{graph.Version}")))}";
        return new ArgumentException($"Eval '{eval.Name}' cannot be run: {asked} is not registered; {known}. Add it with AddGraph.", nameof(name));
    }

    private static async Task<(ImmutableSortedDictionary<string, string> Metrics, ImmutableSortedDictionary<string, string> NotGating)> MetricsAsync(EvalPlan plan, CancellationToken cancellationToken)
    {
        var metrics = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        var notGating = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        await foreach (var (golden, _) in plan.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            foreach (var scorer in plan.Scorers.Of(golden))
            {
                metrics[scorer.Name] = scorer.Version;
                if (!scorer.MayGate)
                {
                    notGating[scorer.Name] = "Only shown: its judge is not calibrated against people in this version.";
                }
            }
        }

        return (metrics.ToImmutable(), notGating.ToImmutable());
    }
}
