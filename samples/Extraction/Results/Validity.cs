using Orchestration.Audit;
using Orchestration.Models;
using Orchestration.Schemas;

namespace Extraction.Results;

/// <summary>How one model did, as the audit log tells.</summary>
internal sealed record Validity(string Model)
{
    /// <summary>Documents whose first answer was valid as it came.</summary>
    public int AtOnce { get; init; }

    /// <summary>Documents whose first answer was valid once a code fence or talk around it was taken away.</summary>
    public int Mended { get; init; }

    /// <summary>Documents whose answer became valid after the model had been shown its errors.</summary>
    public int Repaired { get; init; }

    /// <summary>Documents without a valid answer.</summary>
    public int Failed { get; init; }

    public int Attempts { get; init; }

    /// <summary>Answers that were stopped as soon as they could no longer become valid.</summary>
    public int Stopped { get; init; }

    /// <summary>Reported by the provider; of stopped answers, our own estimate.</summary>
    public long Tokens { get; init; }

    /// <summary>What stopping saved, measured against the usual length of an answer.</summary>
    public long SavedTokens { get; init; }

    public decimal CostUsd { get; init; }

    /// <summary>Attempts whose cost is not known; it is not 0, but not in <see cref="CostUsd"/> either.</summary>
    public int Unpriced { get; init; }

    /// <summary>Reads the runs of a batch.</summary>
    /// <param name="log">Where every attempt is recorded, whatever became of it.</param>
    /// <param name="runs">Which model each run was to ask.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <returns>In the order in which the models appear.</returns>
    public static async Task<IReadOnlyList<Validity>> ReadAsync(IAuditLog log, IReadOnlyList<(RunId Run, string Model)> runs, CancellationToken cancellationToken)
    {
        var attempts = runs.ToDictionary(static each => each.Run, static _ => new List<AttemptEndedRecord>());
        await foreach (var record in log.ReadAsync(new AuditQuery { Kind = AuditKind.AttemptEnded }, cancellationToken))
        {
            if (record.Run is { } run && attempts.TryGetValue(run, out var known))
            {
                known.Add((AttemptEndedRecord)record.Body);
            }
        }

        return [.. runs.GroupBy(static each => each.Model, (model, its) => its.Aggregate(new Validity(model), (sum, each) => sum.With(attempts[each.Run])))];
    }

    /// <summary>The same with one document's attempts added.</summary>
    private Validity With(List<AttemptEndedRecord> attempts)
    {
        var isValid = attempts is [.., { Failure: null }];
        var isRepaired = isValid && attempts.Exists(static attempt => attempt.Failure == FailureReason.InvalidOutput);
        var isMended = isValid && !isRepaired && attempts[^1].Mended != JsonTolerance.None;
        return this with
        {
            AtOnce = AtOnce + (isValid && !isRepaired && !isMended ? 1 : 0),
            Mended = Mended + (isMended ? 1 : 0),
            Repaired = Repaired + (isRepaired ? 1 : 0),
            Failed = Failed + (isValid ? 0 : 1),
            Attempts = Attempts + attempts.Count,
            Stopped = Stopped + attempts.Count(static attempt => attempt.Stopped is not null),
            Tokens = Tokens + attempts.Sum(TokensOf),
            SavedTokens = SavedTokens + attempts.Sum(static attempt => attempt.Stopped?.SavedTokens ?? 0),
            CostUsd = CostUsd + attempts.Sum(static attempt => attempt.CostUsd ?? attempt.EstimatedCostUsd ?? 0),
            Unpriced = Unpriced + attempts.Count(static attempt => attempt is { CostUsd: null, EstimatedCostUsd: null }),
        };
    }

    private static long TokensOf(AttemptEndedRecord attempt)
    {
        var usage = attempt.Completion?.Usage is { OutputTokens: not null } reported ? reported : attempt.EstimatedUsage;
        return (usage?.InputTokens ?? 0) + (usage?.OutputTokens ?? 0);
    }
}
