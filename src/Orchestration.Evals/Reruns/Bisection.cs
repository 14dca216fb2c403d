using System.Collections.Immutable;
using Orchestration.Audit;
using Orchestration.Evals.GoldenSets;
using Orchestration.Evals.Running;
using Orchestration.Evals.Scorers;
using Orchestration.Graphs;
using Orchestration.Models;
using Orchestration.Runs;

namespace Orchestration.Evals.Reruns;

/// <summary>Finds the version of a graph since which its output on an input is worse, by halves: of 100 versions about nine are run.</summary>
public static class Bisection
{
    /// <summary>Bisects over the registered versions of a recorded run's graph, on its input and for its tenant.</summary>
    /// <param name="orchestrator">With all the versions.</param>
    /// <param name="log">The log that holds the run.</param>
    /// <param name="run">The recorded run.</param>
    /// <param name="options">What is bad, how often to try, for how much.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="Replay.RunNotFoundException">The log does not hold the run.</exception>
    /// <exception cref="ArgumentException">Fewer than two versions are registered in the range.</exception>
    public static Task<BisectReport> BisectAsync(this IOrchestrator orchestrator, IAuditLog log, RunId run, BisectOptions options, CancellationToken cancellationToken = default) =>
        orchestrator.BisectAsync(log, run, options, told: null, cancellationToken);

    /// <summary>Bisects over the registered versions of a graph on an input.</summary>
    /// <param name="orchestrator">With all the versions.</param>
    /// <param name="graph">The graph's name.</param>
    /// <param name="input">The input as JSON.</param>
    /// <param name="options">As above.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="ArgumentException">Fewer than two versions are registered in the range.</exception>
    public static Task<BisectReport> BisectAsync(this IOrchestrator orchestrator, string graph, JsonBytes input, BisectOptions options, CancellationToken cancellationToken = default) =>
        orchestrator.BisectAsync(graph, input, options, told: null, cancellationToken);

    /// <summary>As above, for somebody who watches: each version is told when it is judged.</summary>
    internal static async Task<BisectReport> BisectAsync(this IOrchestrator orchestrator, IAuditLog log, RunId run, BisectOptions options, Action<BisectProbe>? told, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var (start, tenant, _, _) = await RecordedSide.LoadAsync(log, run, cancellationToken).ConfigureAwait(false);
        return await new Search(orchestrator, start.Graph, start.Input, run, options with { Tenant = tenant }, told, cancellationToken).RunAsync().ConfigureAwait(false);
    }

    /// <summary>As above.</summary>
    internal static Task<BisectReport> BisectAsync(this IOrchestrator orchestrator, string graph, JsonBytes input, BisectOptions options, Action<BisectProbe>? told, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new Search(orchestrator, graph, input, null, options, told, cancellationToken).RunAsync();
    }

    private sealed class Search
    {
        private readonly SortedDictionary<int, BisectProbe> _probes = [];
        private readonly IOrchestrator _orchestrator;
        private readonly JsonBytes _input;
        private readonly RunId? _source;
        private readonly BisectOptions _options;
        private readonly Action<BisectProbe>? _told;
        private readonly CancellationToken _token;
        private readonly IScorer _scorer;
        private readonly SharedBudget _budget;
        private readonly Graph[] _versions;
        private bool _isBudgetExceeded;

        public Search(IOrchestrator orchestrator, string graph, JsonBytes input, RunId? source, BisectOptions options, Action<BisectProbe>? told, CancellationToken token)
        {
            (_orchestrator, _input, _source, _options, _told, _token) = (orchestrator, input, source, options, told, token);
            _scorer = RerunScores.Bind(options.Scorer, options.Services);
            _budget = new SharedBudget($"bisect/{Guid.CreateVersion7(TimeProvider.System.GetUtcNow())}", options.Budget);
            _versions =
            [
                .. orchestrator.Graphs.Where(version => version.Name == graph && version.Version >= (options.FromVersion ?? 1) && version.Version <= (options.ToVersion ?? int.MaxValue))
                    .OrderBy(static version => version.Version),
            ];
            if (_versions.Length < 2)
            {
                throw new ArgumentException($"A bisection needs two versions of graph '{graph}' at least; registered in the range are {_versions.Length}. Add the older ones with AddGraph.", nameof(graph));
            }
        }

        public async Task<BisectReport> RunAsync()
        {
            foreach (var version in _options.Exhaustive ? _versions : [_versions[0], _versions[^1]])
            {
                if (await ProbeAsync(version).ConfigureAwait(false) is null)
                {
                    return Undecided(version.Version);
                }
            }

            return _options.Exhaustive ? FromAll() : await ByHalvesAsync().ConfigureAwait(false);
        }

        private async Task<BisectReport> ByHalvesAsync()
        {
            if ((IsBad(0), IsBad(_versions.Length - 1)) is var (oldest, newest) && (oldest || !newest))
            {
                return AtTheEnds(oldest, newest);
            }

            var (good, bad) = (0, _versions.Length - 1);
            while (bad - good > 1)
            {
                var middle = (good + bad) / 2;
                if (await ProbeAsync(_versions[middle]).ConfigureAwait(false) is not { } isBad)
                {
                    return Undecided(_versions[middle].Version);
                }

                (good, bad) = isBad ? (good, middle) : (middle, bad);
            }

            return Found(good, bad);
        }

        private BisectReport FromAll()
        {
            var firstBad = Array.FindIndex(_versions, version => _probes[version.Version].IsBad == true);
            var relapse = firstBad < 0 ? -1 : Array.FindIndex(_versions, firstBad, version => _probes[version.Version].IsBad == false);
            return relapse >= 0 ? Report(BisectOutcome.NotMonotone, $"Version {_versions[firstBad].Version} is bad, and version {_versions[relapse].Version} after it is good again.")
                : firstBad <= 0 ? AtTheEnds(firstBad == 0, firstBad == 0)
                : Found(firstBad - 1, firstBad);
        }

        private BisectReport AtTheEnds(bool oldest, bool newest) => (oldest, newest) switch
        {
            (true, true) => Report(BisectOutcome.AlwaysBad, $"The oldest version, {_versions[0].Version}, is bad already."),
            (true, false) => Report(BisectOutcome.NotMonotone, $"The oldest version, {_versions[0].Version}, is bad, and the newest, {_versions[^1].Version}, is good: it has become better."),
            _ => Report(BisectOutcome.NeverBad, $"Versions {_versions[0].Version} and {_versions[^1].Version} are good."),
        };

        private BisectReport Found(int good, int bad) => Report(
            BisectOutcome.Found, $"It is worse since version {_versions[bad].Version}; version {_versions[good].Version} was good.") with
        {
            FirstBad = _versions[bad].Version, LastGood = _versions[good].Version,
        };

        private BisectReport Undecided(int version) => Report(BisectOutcome.Undecided, $"Version {version} could not be judged: {_probes[version].Scores[^1].Reason}");

        private BisectReport Report(BisectOutcome outcome, string summary) => new() { Outcome = outcome, Summary = summary, Probes = [.. _probes.Values], BudgetExceeded = _isBudgetExceeded };

        private bool IsBad(int place) => _probes[_versions[place].Version].IsBad == true;

        private async Task<bool?> ProbeAsync(Graph graph)
        {
            var scores = ImmutableArray.CreateBuilder<Score>();
            var spent = 0m;
            for (var repeat = 1; repeat <= _options.Repeats; repeat++)
            {
                var (score, cost) = await TryAsync(graph, repeat).ConfigureAwait(false);
                scores.Add(score);
                spent += cost;
            }

            var judged = scores.Count(static score => score.Kind == ScoreKind.Scored);
            var bad = scores.Count(score => score.Kind == ScoreKind.Scored && score.Value < _options.GoodFrom);
            bool? isBad = judged == 0 ? null : 2 * bad > judged;
            var probe = _probes[graph.Version] = new BisectProbe(graph.Version, isBad, scores.DrainToImmutable(), spent);
            _told?.Invoke(probe);
            return isBad;
        }

        private async Task<(Score Score, decimal SpentUsd)> TryAsync(Graph graph, int repeat)
        {
            // As a repeat of a case it shares no cached answer with the others.
            var options = new RunOptions
            {
                Tenant = _options.Tenant, Route = _options.Model, SharedBudget = _budget, RerunOf = _source, Eval = new EvalCase("bisect", _budget.Account, repeat),
            };
            RunResult run;
            try
            {
                run = await _orchestrator.RunAsync(graph, _input, options, _token).ConfigureAwait(false);
            }
            catch (ArgumentException e) when (e.ParamName == "input")
            {
                return (Score.Error(e.Message), 0);
            }

            if (run.Failure is { } failure)
            {
                _isBudgetExceeded |= failure.Reason == FailureReason.Budget;
                return (Outcomes.Of(failure) == CaseOutcome.Failed ? Score.Of(0, failure.Message) : Score.Error(failure.Message), run.CostUsd);
            }

            var side = new RunSide
            {
                Run = run.Run,
                Output = OutputJson.Of(run),
                CostUsd = run.CostUsd,
                UnpricedAttempts = run.UnpricedAttempts,
                Usage = run.Usage,
                Duration = run.Duration,
                Attempts = run.Steps.Sum(static step => step.Attempts),
                Effects = RunEffects.Of(run),
            };
            var golden = (_options.Case ?? new GoldenCase { Id = "bisect", Input = _input }) with { Input = _input };
            return (await RerunScores.ScoreAsync(_scorer, golden, side, _token).ConfigureAwait(false), run.CostUsd);
        }
    }
}
