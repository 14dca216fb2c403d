using System.Collections.Concurrent;
using Orchestration.Audit;
using Orchestration.Evals.Running;
using Orchestration.Models;
using Orchestration.Runs;

namespace Orchestration.Evals.Reruns;

/// <summary>What a window of recorded traffic would have been like on another model or graph version.</summary>
public static class WhatIf
{
    /// <summary>Does a sample of the window's runs again, live, and compares.</summary>
    /// <param name="orchestrator">With the graphs and models of now; it reads and writes <paramref name="log"/>.</param>
    /// <param name="log">The log that holds the runs; where that is only read, an <see cref="OverlayAuditLog"/>.</param>
    /// <param name="options">Which traffic, on what, for how much.</param>
    /// <param name="cancellationToken">Stops it; reruns that ended are in the log.</param>
    /// <example>
    /// <code>
    /// WhatIfReport report = await orchestrator.WhatIfAsync(log, new()
    /// {
    ///     Traffic = new() { Graph = "article", From = monthStart }, Model = "gpt-5-mini", Sample = 200, Budget = Budget.Usd(5),
    /// });
    /// </code>
    /// </example>
    public static Task<WhatIfReport> WhatIfAsync(this IOrchestrator orchestrator, IAuditLog log, WhatIfOptions options, CancellationToken cancellationToken = default) =>
        orchestrator.WhatIfAsync(log, options, told: null, cancellationToken);

    /// <summary>As above, for somebody who watches: when it is stopped, what was done by then is reported, without scores.</summary>
    internal static async Task<WhatIfReport> WhatIfAsync(this IOrchestrator orchestrator, IAuditLog log, WhatIfOptions options, Action<RerunResult>? told, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(orchestrator);
        ArgumentNullException.ThrowIfNull(log);
        ArgumentNullException.ThrowIfNull(options);
        var traffic = await Traffic.LoadAsync(log, options.Traffic, options.Sample, options.Seed, cancellationToken).ConfigureAwait(false);
        var before = 0m;
        await foreach (var end in traffic.EndsAsync(log, options.Traffic, cancellationToken).ConfigureAwait(false))
        {
            before += end.CostUsd;
        }

        var results = new RerunResult?[traffic.Sample.Count];
        var refused = new ConcurrentBag<string>();
        var shared = new SharedBudget($"what-if/{Guid.CreateVersion7(TimeProvider.System.GetUtcNow())}", options.Budget);
        var rerun = new RerunOptions { Model = options.Model, GraphVersion = options.GraphVersion, SharedBudget = shared };
        var exceeded = 0;
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.MaxConcurrency, CancellationToken = cancellationToken };
        try
        {
            await Parallel.ForAsync(0, results.Length, parallel, async (i, token) =>
            {
                if (Volatile.Read(ref exceeded) == 1)
                {
                    return;
                }

                try
                {
                    var result = await orchestrator.RerunAsync(log, traffic.Sample[i], rerun, token).ConfigureAwait(false);
                    results[i] = result;
                    told?.Invoke(result);
                    if (result.Judgement == CaseOutcome.Error && result.After.Failure?.Contains($"'{shared.Account}'", StringComparison.Ordinal) == true)
                    {
                        Volatile.Write(ref exceeded, 1);
                    }
                }
                catch (ArgumentException e)
                {
                    refused.Add($"Run {traffic.Sample[i]}: {e.Message}");
                }
            }).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (told is not null)
        {
            // What was done is worth showing; judging it would take more of the time that is over.
            options = options with { Scorers = [] };
        }

        RerunResult[] done = [.. results.OfType<RerunResult>()];
        RerunResult[] compared = [.. done.Where(static result => result.Judgement != CaseOutcome.Error)];
        return Summary(options, traffic.Runs.Count, before, done, compared) with
        {
            BudgetExceeded = exceeded == 1,
            Scores = await RerunScores.OfAsync(log, compared, traffic.Runs.Count, options, cancellationToken).ConfigureAwait(false),
            Refused = [.. refused.Order(StringComparer.Ordinal)],
        };
    }

    /// <summary>What the window's tokens would have cost at another price: asks no model.</summary>
    /// <remarks>An estimate only. Another model counts tokens in its own way, answers at another length, fails and is asked again at other times.</remarks>
    /// <param name="log">The log.</param>
    /// <param name="traffic">Which traffic.</param>
    /// <param name="price">The other model's price.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task<PriceEstimate> EstimateAsync(IAuditLog log, TrafficOptions traffic, Price price, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(log);
        ArgumentNullException.ThrowIfNull(traffic);
        ArgumentNullException.ThrowIfNull(price);
        var runs = (await Traffic.LoadAsync(log, traffic, 0, string.Empty, cancellationToken).ConfigureAwait(false)).Runs;
        var (before, after, priced, unknown) = (0m, 0m, 0, 0);
        await foreach (var record in log.ReadAsync(new AuditQuery { Kind = AuditKind.AttemptEnded, Tenant = traffic.Tenant, From = traffic.From }, cancellationToken).ConfigureAwait(false))
        {
            if (record.Run is not { } run || !runs.Contains(run))
            {
                continue;
            }

            var attempt = (AttemptEndedRecord)record.Body;
            if (attempt.CostUsd is { } cost && attempt.Completion?.Usage is { } usage && price.CostOf(usage) is { } other)
            {
                (before, after, priced) = (before + cost, after + other, priced + 1);
            }
            else
            {
                unknown++;
            }
        }

        return new PriceEstimate(runs.Count, priced, unknown, before, after);
    }

    private static WhatIfReport Summary(WhatIfOptions options, int population, decimal before, RerunResult[] done, RerunResult[] compared)
    {
        double[] changes = [.. compared.Select(static result => result.CostChangeUsd).OfType<decimal>().Select(decimal.ToDouble)];
        var change = Interval.OfMean(changes, population, options.Confidence);
        return new WhatIfReport
        {
            Population = population,
            Compared = compared.Length,
            Errors = done.Length - compared.Length,
            BudgetExceeded = false,
            SpentUsd = done.Sum(static result => result.After.CostUsd),
            BeforeUsd = before,
            AfterUsd = change is { } mean ? new Interval(Total(mean.Value), Total(mean.Low), Total(mean.High)) : null,
            PricedPairs = changes.Length,
            LatencyBefore = LatencyQuantiles.Of(compared.Select(static result => result.Before.Duration)),
            LatencyAfter = LatencyQuantiles.Of(compared.Select(static result => result.After.Duration)),
            FailuresBefore = Interval.OfShare(compared.Count(static result => result.Before.Outcome != RunOutcome.Succeeded), compared.Length, options.Confidence),
            FailuresAfter = Interval.OfShare(compared.Count(static result => result.After.Outcome != RunOutcome.Succeeded), compared.Length, options.Confidence),
            Runs = [.. done],
        };

        // What the runs did cost lacks the attempts of unknown cost: less than nothing is nothing.
        double Total(double mean) => Math.Max(0, (double)before + (population * mean));
    }
}

/// <summary>A window's tokens at another price.</summary>
/// <param name="Runs">Runs in the window.</param>
/// <param name="Attempts">Attempts whose tokens and cost are known: those in both sums.</param>
/// <param name="UnknownAttempts">Attempts left out, since their tokens or cost are not known.</param>
/// <param name="BeforeUsd">US dollars that they did cost.</param>
/// <param name="AfterUsd">US dollars at the other price.</param>
public sealed record PriceEstimate(int Runs, int Attempts, int UnknownAttempts, decimal BeforeUsd, decimal AfterUsd);
