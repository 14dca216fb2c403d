using Microsoft.Extensions.DependencyInjection;
using Orchestration.Audit;
using Orchestration.Evals.Cassettes;
using Orchestration.Limits;
using Orchestration.Runs;

namespace Orchestration.Evals.Running;

/// <summary>Runs evals through the application's own runtime. Safe for use by many threads.</summary>
/// <param name="services">The application's services: <c>AddOrchestration</c>, its graphs and models, and <c>AddEvals</c>.</param>
public sealed class EvalRunner(IServiceProvider services)
{
    private int _sessions;

    /// <summary>What an evaluation would run and cost. Asks no model.</summary>
    /// <exception cref="GoldenSets.GoldenSetException">The golden set has faults.</exception>
    /// <exception cref="ArgumentException">The eval or its options cannot hold; the message says what would.</exception>
    /// <exception cref="InvalidOperationException">The folder holds results of another evaluation, or <c>AddEvals</c> was not called.</exception>
    public async Task<EvalEstimate> EstimateAsync(Eval eval, EvalOptions options, CancellationToken cancellationToken = default) =>
        await EstimateAsync(eval, options, await OpenAsync(eval, options, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    /// <summary>Runs an evaluation, or what is missing of one that was cut off.</summary>
    /// <param name="eval">The eval.</param>
    /// <param name="options">Where to, which cases, for how much.</param>
    /// <param name="progress">Told after each case, from any thread.</param>
    /// <param name="cancellationToken">Stops it. What is done by then is in the folder, and can be taken up again.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    /// <exception cref="FormatException">The folder, or the cassette, holds files that cannot be read; the message says where.</exception>
    /// <inheritdoc cref="EstimateAsync(Eval, EvalOptions, CancellationToken)" path="/exception"/>
    public async Task<EvalResults> RunAsync(Eval eval, EvalOptions options, IProgress<EvalProgress>? progress = null, CancellationToken cancellationToken = default) =>
        await RunAsync(eval, options, await OpenAsync(eval, options, cancellationToken).ConfigureAwait(false), progress, cancellationToken).ConfigureAwait(false);

    internal async Task<EvalEstimate> EstimateAsync(Eval eval, EvalOptions options, GoldenCases cases, CancellationToken cancellationToken)
    {
        var plan = await EvalPlanner.PlanAsync(eval, options, cases, services, cancellationToken).ConfigureAwait(false);
        return await Estimator.EstimateAsync(plan, Time.GetUtcNow(), cancellationToken).ConfigureAwait(false);
    }

    internal async Task<EvalResults> RunAsync(Eval eval, EvalOptions options, GoldenCases cases, IProgress<EvalProgress>? progress, CancellationToken cancellationToken)
    {
        if (services.GetService<CassettePlace>() is null)
        {
            throw new InvalidOperationException("Evals are not registered: call AddEvals, or AddEval, on the builder that AddOrchestration returns.");
        }

        var plan = await EvalPlanner.PlanAsync(eval, options, cases, services, cancellationToken).ConfigureAwait(false);
        using var folder = await ResultsFolder.PrepareAsync(plan, Time.GetUtcNow(), cancellationToken).ConfigureAwait(false);
        using var cassette = plan.Cassette == CassetteMode.Off ? null : Cassette.Open(plan.CassetteFolder, writes: plan.Cassette != CassetteMode.Play);
        var account = new Account(services.GetRequiredService<IBudgetLedger>(), AccountName(eval), plan.Budget, folder.Earlier);
        var runner = new CaseRunner(plan, services.GetRequiredService<IOrchestrator>(), services.GetRequiredService<IAuditLog>(), Time, cassette, account);
        var evaluation = new Evaluation(plan, folder, runner, account, Time, progress);
        try
        {
            await folder.WriteAsync(await evaluation.RunAsync(cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
        }
        catch
        {
            await folder.WriteAsync(evaluation.Manifest()).ConfigureAwait(false);
            throw;
        }
        finally
        {
            if (plan.Cassette is CassetteMode.Record or CassetteMode.RecordMissing)
            {
                cassette!.Save(prune: plan.RecordsAll && evaluation.IsWholeAndClean);
            }

            await account.CloseAsync().ConfigureAwait(false);
        }

        return new EvalResults([options.Folder], folder.Manifest);
    }

    private TimeProvider Time => services.GetRequiredService<TimeProvider>();

    private static Task<GoldenCases> OpenAsync(Eval eval, EvalOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(eval);
        ArgumentNullException.ThrowIfNull(options);
        return GoldenCases.OpenAsync(EvalPlanner.GoldenSetPath(eval, options), cancellationToken);
    }

    // Of one session alone: another process may run the same eval against the same ledger.
    private string AccountName(Eval eval) => FormattableString.Invariant($"eval/{eval.Name}/{Time.GetUtcNow():yyyyMMdd'T'HHmmssfffffff}/{Environment.ProcessId}-{Interlocked.Increment(ref _sessions)}");
}
