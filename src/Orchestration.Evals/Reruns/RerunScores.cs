using System.Collections.Immutable;
using Orchestration.Audit;
using Orchestration.Evals.GoldenSets;
using Orchestration.Evals.Scorers;
using Orchestration.Models;

namespace Orchestration.Evals.Reruns;

/// <summary>Scores both sides of reruns by the same scorers.</summary>
internal static class RerunScores
{
    public static async Task<ImmutableSortedDictionary<string, ScoreChange>> OfAsync(IAuditLog log, RerunResult[] pairs, long population, WhatIfOptions options, CancellationToken cancellationToken)
    {
        var changes = ImmutableSortedDictionary.CreateBuilder<string, ScoreChange>(StringComparer.Ordinal);
        foreach (var given in options.Scorers)
        {
            var scorer = Bind(given, options.Services);
            var (scored, errors) = (new List<(double Before, double After)>(), 0);
            foreach (var pair in pairs.Where(static pair => !pair.Before.Output.IsEmpty))
            {
                var golden = new GoldenCase { Id = pair.Before.Run.ToString(), Input = await InputAsync(log, pair.Before.Run, cancellationToken).ConfigureAwait(false) };
                var before = await ScoreAsync(scorer, golden, pair.Before, cancellationToken).ConfigureAwait(false);

                // No output is as bad as can be; that is the rerun's own doing here.
                var after = pair.After.Output.IsEmpty ? Score.Of(0, "The rerun failed.") : await ScoreAsync(scorer, golden, pair.After, cancellationToken).ConfigureAwait(false);
                errors += before.Kind == ScoreKind.Error || after.Kind == ScoreKind.Error ? 1 : 0;
                if (before.Kind == ScoreKind.Scored && after.Kind == ScoreKind.Scored)
                {
                    scored.Add((before.Value, after.Value));
                }
            }

            if (scored.Count + errors > 0)
            {
                var change = Interval.OfMean([.. scored.Select(static pair => pair.After - pair.Before)], population, options.Confidence);
                changes[scorer.Name] = new ScoreChange(
                    scored.Count, Mean(scored.Select(static pair => pair.Before)), Mean(scored.Select(static pair => pair.After)), change, errors);
            }
        }

        return changes.ToImmutable();
    }

    /// <summary>A scorer that is ready to judge.</summary>
    public static IScorer Bind(IScorer scorer, IServiceProvider? services) => scorer is not IBoundScorer bound ? scorer
        : services is null ? throw new ArgumentException($"Scorer '{scorer.Name}' needs the application's services; give them in the options' Services.", nameof(services))
        : bound.Bind(services);

    /// <summary>Judges one side. What goes wrong in judging is an error, not an exception.</summary>
    public static async ValueTask<Score> ScoreAsync(IScorer scorer, GoldenCase golden, RunSide side, CancellationToken cancellationToken)
    {
        var output = new ScoredOutput
        {
            Case = golden,
            Output = side.Output,
            Text = OutputJson.TextOf(side.Output),
            Effects = side.Effects,
            Run = new RunFigures
            {
                Run = side.Run, CostUsd = side.CostUsd, UnpricedAttempts = side.UnpricedAttempts, Duration = side.Duration, Usage = side.Usage, Attempts = side.Attempts,
            },
        };
        try
        {
            return await scorer.ScoreAsync(output, cancellationToken).ConfigureAwait(false);
        }
#pragma warning disable CA1031 // A scorer is anybody's code; its failure is neither a pass nor a fail.
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
#pragma warning restore CA1031
        {
            return Score.Error($"The scorer threw {e.GetType().Name}: {e.Message}");
        }
    }

    private static double Mean(IEnumerable<double> values) => values.DefaultIfEmpty().Average();

    private static async Task<JsonBytes> InputAsync(IAuditLog log, RunId run, CancellationToken cancellationToken)
    {
        await foreach (var record in log.ReadAsync(new AuditQuery { Run = run, Kind = AuditKind.RunStarted }, cancellationToken).ConfigureAwait(false))
        {
            return ((RunStartedRecord)record.Body).Input;
        }

        return default;
    }
}
