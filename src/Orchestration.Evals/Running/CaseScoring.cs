using System.Collections.Immutable;
using System.Text.Json;
using Orchestration.Audit;
using Orchestration.Evals.Cassettes;
using Orchestration.Evals.Scorers;
using Orchestration.Models;
using Orchestration.Runs;

namespace Orchestration.Evals.Running;

/// <summary>Has an output judged by all scorers of its case, and writes what they say into the audit log.</summary>
internal sealed class CaseScoring(EvalPlan plan, IAuditLog log, TimeProvider time, Cassette? cassette, Account account)
{
    private const int JudgesRepeat = 0;

    /// <summary>Scores an output.</summary>
    /// <param name="result">What is known of the run.</param>
    /// <param name="run">The run.</param>
    /// <param name="work">What was run.</param>
    /// <param name="options">What it was run with, for judges.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async ValueTask<CaseResult> ScoreAsync(CaseResult result, RunResult run, CaseWork work, RunOptions options, CancellationToken cancellationToken)
    {
        var output = new ScoredOutput
        {
            Case = work.Case, Output = result.Output, Text = TextOf(result.Output), Effects = RunEffects.Of(run), Run = result.Run, Options = options,
        };
        var (scores, paid, refused) = (NoScores(), result.SpentUsd, false);
        foreach (var scorer in plan.Scorers.Of(work.Case))
        {
            var (score, cost) = await ScoreAsync(scorer, output, cancellationToken).ConfigureAwait(false);
            scores[scorer.Name] = score;
            paid += cost;
            refused |= account.Refused(score);
            await LogAsync(result.Run.Run, scorer, score, cancellationToken).ConfigureAwait(false);
        }

        var scored = result with { Scores = scores.ToImmutable(), SpentUsd = paid };
        return refused ? scored with { Outcome = CaseOutcome.Error, Error = "The eval's budget was used up while the output was judged." } : scored;
    }

    /// <summary>Scores a run that has no output, by its own doing: 0 in all that it would have been judged by.</summary>
    public async ValueTask<CaseResult> FailAsync(CaseResult result, CaseWork work, CancellationToken cancellationToken)
    {
        var scores = NoScores();
        foreach (var scorer in plan.Scorers.Of(work.Case))
        {
            var score = Score.Of(0, $"The run failed: {FirstLine(result.Error!)}");
            scores[scorer.Name] = score;
            await LogAsync(result.Run.Run, scorer, score, cancellationToken).ConfigureAwait(false);
        }

        return result with { Scores = scores.ToImmutable() };
    }

    private async ValueTask<(Score Score, decimal PaidUsd)> ScoreAsync(IScorer scorer, ScoredOutput output, CancellationToken cancellationToken)
    {
        // What is judged is not a sample of the repeat's: the same output has the same verdict in all of them, as it has from a cache.
        var take = new Take(cassette, plan.Cassette, JudgesRepeat, time);
        take.Enter();
        Score score;
        try
        {
            score = await scorer.ScoreAsync(output, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
#pragma warning disable CA1031 // A scorer may be any code of the application's; what it throws says nothing of the output.
        catch (Exception e)
#pragma warning restore CA1031
        {
            score = Score.Error($"The scorer threw {e.GetType().Name}: {e.Message}");
        }

        if (take.Missing is { } missing && score.Kind != ScoreKind.NotApplicable)
        {
            score = Score.Error($"Judging needed a model: {Take.MissingMessage(missing)}") with { CostUsd = score.CostUsd };
        }

        if (score.Kind != ScoreKind.Error)
        {
            take.Keep();
        }

        return (score, account.Add(score, take));
    }

    private ValueTask LogAsync(RunId run, IScorer scorer, Score score, CancellationToken cancellationToken)
    {
        if (score.Kind != ScoreKind.Scored)
        {
            return ValueTask.CompletedTask;
        }

        var now = time.GetUtcNow();
        var body = new ScoredRecord { Metric = scorer.Name, Score = score.Value, Reason = score.Reason, Scorer = $"{scorer.Name} {scorer.Version}" };
        return log.AppendAsync(AuditRecord.Create(Guid.CreateVersion7(now), plan.Options.Tenant, run, plan.Eval.Step, null, now, body), cancellationToken);
    }

    private static ImmutableSortedDictionary<string, Score>.Builder NoScores() => ImmutableSortedDictionary.CreateBuilder<string, Score>(StringComparer.Ordinal);

    private static string TextOf(JsonBytes output)
    {
        var json = new Utf8JsonReader(output.Utf8.Span);
        return json.Read() && json.TokenType == JsonTokenType.String ? json.GetString()! : output.ToString();
    }

    private static string FirstLine(string text) => text.AsSpan().IndexOf('\n') is var end and >= 0 ? text[..end].TrimEnd('\r') : text;
}
