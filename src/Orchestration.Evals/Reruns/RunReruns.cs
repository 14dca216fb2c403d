using System.Collections.Immutable;
using Orchestration.Audit;
using Orchestration.Evals.Running;
using Orchestration.Graphs;
using Orchestration.Models;
using Orchestration.Replay;
using Orchestration.Runs;

namespace Orchestration.Evals.Reruns;

/// <summary>Does recorded runs again on another model, prompt or graph version: live, in records of their own that name the recorded run.</summary>
public static class RunReruns
{
    /// <summary>Does a run, or one step of it, again.</summary>
    /// <param name="orchestrator">With the graphs and models of now; it reads and writes <paramref name="log"/>.</param>
    /// <param name="log">The log that holds the run; where that is only read, an <see cref="OverlayAuditLog"/>.</param>
    /// <param name="run">The recorded run. The rerun is of the same tenant and input.</param>
    /// <param name="options">What is done otherwise, and for how much.</param>
    /// <param name="cancellationToken">Stops the rerun.</param>
    /// <exception cref="RunNotFoundException">The log does not hold the run.</exception>
    /// <exception cref="ArgumentException">There is no such graph, version, model or step, or the recorded input is none of the graph's any more.</exception>
    /// <example>
    /// <code>
    /// RerunResult result = await orchestrator.RerunAsync(log, run, new() { Model = "gpt-5-mini", Budget = Budget.Usd(0.50m) });
    /// </code>
    /// </example>
    public static async Task<RerunResult> RerunAsync(this IOrchestrator orchestrator, IAuditLog log, RunId run, RerunOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(orchestrator);
        ArgumentNullException.ThrowIfNull(log);
        ArgumentNullException.ThrowIfNull(options);
        var (start, tenant, before, answers) = await RecordedSide.LoadAsync(log, run, cancellationToken).ConfigureAwait(false);
        var graph = Find(orchestrator.Graphs, start, options);
        var step = options.Step ?? start.OnlyStep;
        var runOptions = new RunOptions { Tenant = tenant, Route = options.Model ?? start.Route, Budget = options.Budget, SharedBudget = options.SharedBudget, RerunOf = run };
        var result = step is null
            ? await orchestrator.RunAsync(graph, start.Input, runOptions, cancellationToken).ConfigureAwait(false)
            : await orchestrator.RunStepAsync(graph, step, start.Input, WithoutStep(answers, step), runOptions, cancellationToken).ConfigureAwait(false);

        var (_, _, after, _) = await RecordedSide.LoadAsync(log, result.Run, cancellationToken).ConfigureAwait(false);
        after = after with { Output = OutputJson.Of(result), Failure = result.Failure?.Message };
        (before, after) = step is null ? (before, after) : (RecordedSide.Of(before, step), RecordedSide.Of(after, step));
        var notes = ImmutableArray.CreateBuilder<string>();
        if (step is null && before.Outcome == RunOutcome.Succeeded)
        {
            before = before with { Output = await OutputAsync(orchestrator, run, notes, cancellationToken).ConfigureAwait(false) };
        }

        AddCacheNotes(before, after, notes);
        return new RerunResult
        {
            Variant = new EvalVariant(graph.Name, graph.Version, runOptions.Route),
            Before = before,
            After = after,
            Judgement = result.Failure is { } failure ? Outcomes.Of(failure) : CaseOutcome.Scored,
            FailureReason = result.Failure?.Reason,
            OutputDiff = RerunResult.Compare(before.Output, after.Output),
            Steps = Compare(before, after),
            Notes = notes.DrainToImmutable(),
        };
    }

    /// <summary>The graph that the options name; else the recorded one.</summary>
    internal static Graph Find(IReadOnlyList<Graph> graphs, RunStartedRecord start, RerunOptions options)
    {
        if (options.Graph is { } given)
        {
            return given;
        }

        var versions = graphs.Where(graph => graph.Name == start.Graph).OrderBy(static graph => graph.Version).ToList();
        if (versions.Count == 0)
        {
            throw new ArgumentException($"The run is of graph '{start.Graph}', which is not registered. Add it with AddGraph, or give the graph in RerunOptions.", nameof(options));
        }

        var wanted = options.GraphVersion ?? start.Version;
        return versions.Find(graph => graph.Version == wanted)
            ?? (options.GraphVersion is null
                ? versions[^1]
                : throw new ArgumentException($"Graph '{start.Graph}' has no version {wanted}; registered are {string.Join(", ", versions.Select(static graph => graph.Version))}.", nameof(options)));
    }

    /// <summary>The output of a recorded run. The log holds answers, not outputs: they are made again of them, which costs nothing.</summary>
    internal static async Task<JsonBytes> OutputAsync(IOrchestrator orchestrator, RunId run, ImmutableArray<string>.Builder? notes, CancellationToken cancellationToken)
    {
        try
        {
            var replay = await orchestrator.ReplayAsync(run, cancellationToken).ConfigureAwait(false);
            var output = OutputJson.Of(replay);
            if (output.IsEmpty)
            {
                notes?.Add("The recorded output is not known: the graph cannot make it of the recorded answers, or its type has no JSON contract.");
            }

            return output;
        }
        catch (ReplayDivergenceException e)
        {
            notes?.Add($"The recorded output is not known: step '{e.Divergence.Step}' has another request now, so that the output cannot be made again of the recorded answers. The steps' own answers are compared.");
        }
        catch (RunNotFoundException e)
        {
            notes?.Add($"The recorded output is not known: {e.Message}");
        }

        return default;
    }

    // What the step itself answered is not for it to find.
    private static RecordedAnswers WithoutStep(RecordedAnswers answers, string step) => answers with { Completions = answers.Completions.Remove(step), Effects = answers.Effects.Remove(step) };

    private static ImmutableArray<StepComparison> Compare(RunSide before, RunSide after) =>
    [
        .. before.Steps.Keys.Union(after.Steps.Keys).Order(StringComparer.Ordinal).Select(path =>
        {
            var (old, now) = (before.Steps.GetValueOrDefault(path), after.Steps.GetValueOrDefault(path));
            var diff = old?.Text is { } oldText && now?.Text is { } nowText ? RerunResult.Compare(OutputJson.OfAnswer(oldText), OutputJson.OfAnswer(nowText)) : [];
            return new StepComparison(path, old, now, diff);
        }),
    ];

    private static void AddCacheNotes(RunSide before, RunSide after, ImmutableArray<string>.Builder notes)
    {
        foreach (var (side, name) in new[] { (before, "recorded run"), (after, "rerun") })
        {
            var cached = side.Steps.Where(static step => step.Value.Outcome == StepOutcome.Cached).Select(static step => $"'{step.Key}'").ToList();
            if (cached.Count > 0)
            {
                notes.Add($"In the {name} a cache answered {string.Join(", ", cached)}: that cost and took nothing, which no model does.");
            }
        }
    }
}
