using System.Runtime.CompilerServices;
using Orchestration.Evals.Cassettes;

namespace Orchestration.Evals.Running;

/// <summary>One session of an evaluation: what is missing is run, many at once, and each result is written as it comes.</summary>
/// <remarks>Cases are read as they are needed, so that no more of them are in memory than are under way.</remarks>
internal sealed class Evaluation(EvalPlan plan, ResultsFolder folder, CaseRunner runner, Account account, TimeProvider time, IProgress<EvalProgress>? progress)
{
    private readonly Lock _gate = new();
    private readonly Pace _pace = new(time, plan.Cassette == CassetteMode.Play ? null : plan.RunsPerMinute);
    private readonly long _started = time.GetTimestamp();
    private readonly int _before = folder.CountDone(plan);
    private int _done;
    private int _errors;
    private bool _cutShort;
    private bool _hasFaults;

    /// <summary>Whether every run of the plan was run in this session, and nothing of it ended in an error.</summary>
    public bool IsWholeAndClean => _done == plan.Total && !_hasFaults;

    /// <returns>The manifest of what is there now.</returns>
    public async Task<EvalManifest> RunAsync(CancellationToken cancellationToken)
    {
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = plan.MaxConcurrency, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(WorkAsync(cancellationToken), parallel, async (work, token) =>
        {
            await _pace.WaitAsync(token).ConfigureAwait(false);
            Take(await runner.RunAsync(work, token).ConfigureAwait(false));
        }).ConfigureAwait(false);
        return Manifest() with { Ended = _done == 0 && folder.EndedBefore is { } before ? before : time.GetUtcNow(), BudgetExceeded = _cutShort || account.HasRefused };
    }

    /// <summary>The manifest of what is there by now.</summary>
    public EvalManifest Manifest() => folder.Manifest with { SpentUsd = account.SpentUsd };

    // Asked for one by one, by the runs that have room.
    private async IAsyncEnumerable<CaseWork> WorkAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var variants = plan.Variants.Select(static variant => (variant.Variant, Name: variant.Variant.ToString(), variant.Graph)).ToArray();
        await foreach (var (golden, entry) in plan.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            foreach (var (variant, name, graph) in variants)
            {
                foreach (var repeat in plan.RepeatNumbers)
                {
                    if (folder.Has(golden.Id, name, repeat))
                    {
                        continue;
                    }

                    if (account.IsExhausted)
                    {
                        _cutShort = true;
                        yield break;
                    }

                    yield return new CaseWork(golden, entry, variant, name, graph, repeat);
                }
            }
        }
    }

    private void Take(CaseResult result)
    {
        folder.Append(result);
        EvalProgress told;
        lock (_gate)
        {
            _done++;
            _errors += result.Outcome == CaseOutcome.Error ? 1 : 0;
            _hasFaults |= !result.IsJudged;
            var elapsed = time.GetElapsedTime(_started);
            var left = plan.Total - _before - _done;
            told = new EvalProgress(_before + _done, plan.Total, _errors, account.SpentUsd, elapsed, elapsed > TimeSpan.Zero ? elapsed / _done * left : null);
        }

        progress?.Report(told);
    }
}
