using System.Collections.Immutable;
using Orchestration.Audit;
using Orchestration.Evals.Cassettes;
using Orchestration.Evals.GoldenSets;
using Orchestration.Evals.Scorers;
using Orchestration.Graphs;
using Orchestration.Models;
using Orchestration.Replay;
using Orchestration.Runs;

namespace Orchestration.Evals.Running;

/// <summary>Runs one repeat of one case under one variant: the graph, then the scorers.</summary>
internal sealed class CaseRunner(EvalPlan plan, IOrchestrator orchestrator, IAuditLog log, TimeProvider time, Cassette? cassette, Account account)
{
    private readonly CaseScoring _scoring = new(plan, log, time, cassette, account);

    /// <exception cref="OperationCanceledException">The evaluation was stopped.</exception>
    public async Task<CaseResult> RunAsync(CaseWork work, CancellationToken cancellationToken)
    {
        var take = new Take(cassette, plan.Cassette, work.Repeat, time);
        var options = OptionsOf(work);
        var (run, fault) = await RunAsync(work, take, options, cancellationToken).ConfigureAwait(false);
        if (run is null)
        {
            return Result(work, CaseOutcome.Error, new RunFigures { Run = default }) with { Error = fault };
        }

        var paid = account.Add(run, take);
        var figures = await FiguresAsync(work, run, take, cancellationToken).ConfigureAwait(false);
        var (outcome, error) = Judge(run, take);
        if (outcome != CaseOutcome.Error)
        {
            Keep(work, take, figures);
        }

        var result = Result(work, outcome, figures) with { Error = error, SpentUsd = paid, Models = ModelsOf(run) };
        return outcome switch
        {
            CaseOutcome.Scored => await _scoring.ScoreAsync(result with { Output = run.ToJson() }, run, work, options, cancellationToken).ConfigureAwait(false),
            CaseOutcome.Failed => await _scoring.FailAsync(result, work, cancellationToken).ConfigureAwait(false),
            _ => result,
        };
    }

    private RunOptions OptionsOf(CaseWork work) => new()
    {
        Tenant = plan.Options.Tenant,
        Eval = new EvalCase(plan.Cases.Name, work.Case.Id, work.Repeat),
        Route = work.Variant.Model,
        SharedBudget = plan.Cassette == CassetteMode.Play ? null : account.ForNextRun(),
    };

    /// <returns>The run, or why there was none.</returns>
    private async Task<(RunResult? Run, string? Fault)> RunAsync(CaseWork work, Take take, RunOptions options, CancellationToken cancellationToken)
    {
        take.Enter();
        try
        {
            return (plan.Eval.Step is { } step
                ? await orchestrator.RunStepAsync(work.Graph, step, work.Case.Input, work.Case.Recorded, options, cancellationToken).ConfigureAwait(false)
                : await orchestrator.RunAsync(work.Graph, work.Case.Input, options, cancellationToken).ConfigureAwait(false), null);
        }
        catch (Exception e) when (e is ReplayDivergenceException or ArgumentException { ParamName: "input" })
        {
            return (null, $"Case '{work.Case.Id}' could not be run: {e.Message}");
        }
    }

    private (CaseOutcome Outcome, string? Error) Judge(RunResult run, Take take)
    {
        if (run.Failure is not { } failure)
        {
            // Another model, or the prompt's fallback value, has stood in for it: that is not what was recorded.
            return take.Missing is { } missing ? (CaseOutcome.Error, Sentence(Take.MissingMessage(missing))) : (CaseOutcome.Scored, null);
        }

        if (account.Refused(failure))
        {
            return (CaseOutcome.Error, "The eval's budget was used up while the run was under way.");
        }

        if (take.Missing is { } model && failure.Attempts.Any(attempt => attempt.Message == Take.MissingMessage(attempt.Model)))
        {
            return (CaseOutcome.Error, $"Step '{failure.Step}': {Take.MissingMessage(model)}");
        }

        return (Outcomes.Of(failure), failure.Message);
    }

    private void Keep(CaseWork work, Take take, RunFigures figures)
    {
        take.Keep();
        if (take.Mode is CassetteMode.Record or CassetteMode.RecordMissing && (!take.IsFree || cassette!.FindTiming(work.Entry.Hash, work.Name, work.Repeat) is null))
        {
            cassette!.Add(new RecordedTiming { Case = work.Entry.Hash, Variant = work.Name, Repeat = work.Repeat, Seconds = Math.Round(figures.Duration.TotalSeconds, 3), CostUsd = figures.CostUsd });
        }
    }

    private async ValueTask<RunFigures> FiguresAsync(CaseWork work, RunResult run, Take take, CancellationToken cancellationToken)
    {
        var recorded = take.IsFree ? cassette!.FindTiming(work.Entry.Hash, work.Name, work.Repeat) : null;
        return new RunFigures
        {
            Run = run.Run,
            CostUsd = run.CostUsd,
            UnpricedAttempts = run.UnpricedAttempts,
            Duration = recorded is null ? run.Duration : TimeSpan.FromSeconds(recorded.Seconds),
            Usage = run.Usage,
            Attempts = run.Steps.Sum(static step => step.Attempts),
            Splices = take.BrokeOff ? await CountSplicesAsync(run.Run, cancellationToken).ConfigureAwait(false) : 0,
        };
    }

    // The log is read only for a run in which something broke off: a look into a large one is not free.
    private async ValueTask<int> CountSplicesAsync(RunId run, CancellationToken cancellationToken) =>
        await log.ReadAsync(new AuditQuery { Tenant = plan.Options.Tenant, Run = run, Kind = AuditKind.AttemptEnded }, cancellationToken)
            .CountAsync(static record => ((AttemptEndedRecord)record.Body).Seam is not null, cancellationToken).ConfigureAwait(false);

    private static ImmutableSortedDictionary<string, string> ModelsOf(RunResult run)
    {
        var models = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var step in run.Steps)
        {
            if (step is { Model: { } model, Outcome: not StepOutcome.Replayed })
            {
                models[StepPaths.WithoutIndices(step.Step)] = model;
            }
        }

        // A step that failed has no model that answered; that its last model did not is what quality is about.
        if (run.Failure is { Attempts: [.., var last] } failure)
        {
            models[StepPaths.WithoutIndices(failure.Step)] = last.Model;
        }

        return models.ToImmutable();
    }

    private static CaseResult Result(CaseWork work, CaseOutcome outcome, RunFigures figures) => new()
    {
        Case = work.Case.Id,
        CaseHash = work.Entry.Hash,
        Variant = work.Name,
        Repeat = work.Repeat,
        Outcome = outcome,
        Run = figures,
        Tags = work.Entry.Tags,
        Weight = work.Entry.Weight,
        Critical = work.Entry.Critical,
    };

    private static string Sentence(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}

/// <summary>What is to be run.</summary>
/// <param name="Case">The case.</param>
/// <param name="Entry">What the golden set knows of it.</param>
/// <param name="Variant">The variant.</param>
/// <param name="Name">The variant's name.</param>
/// <param name="Graph">The variant's graph.</param>
/// <param name="Repeat">The repeat, from 1.</param>
internal sealed record CaseWork(GoldenCase Case, GoldenCaseEntry Entry, EvalVariant Variant, string Name, Graph Graph, int Repeat);
