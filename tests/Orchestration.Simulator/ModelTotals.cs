namespace Orchestration.Simulator;

/// <summary>What a model's requests came to.</summary>
/// <param name="Model">The model.</param>
/// <param name="Requests">Requests served.</param>
/// <param name="Answered">Those answered to the end with status 200.</param>
/// <param name="Billed">The sum of what was billed.</param>
/// <param name="CostUsd">The sum of what that cost.</param>
public sealed record ModelTotals(string Model, int Requests, int Answered, BilledTokens Billed, decimal CostUsd)
{
    /// <summary>The totals of a log, a row a model, by name.</summary>
    public static IReadOnlyList<ModelTotals> Of(IEnumerable<ServedRequest> requests) =>
    [
        .. requests.GroupBy(static request => request.Model, StringComparer.OrdinalIgnoreCase).OrderBy(static group => group.Key, StringComparer.Ordinal).Select(static group => new ModelTotals(
            group.Key,
            group.Count(),
            group.Count(static request => request is { Status: 200, Delivery: Delivery.Complete }),
            new BilledTokens
            {
                Input = group.Sum(static request => request.Billed.Input),
                CachedInput = group.Sum(static request => request.Billed.CachedInput),
                CacheWrite = group.Sum(static request => request.Billed.CacheWrite),
                Output = group.Sum(static request => request.Billed.Output),
                Reasoning = group.Sum(static request => request.Billed.Reasoning),
            },
            group.Sum(static request => request.CostUsd))),
    ];
}
