using Orchestration.Audit;
using Orchestration.Models;

namespace ContentPlatform.Commands;

/// <summary>Finds runs in an audit log by what a person types.</summary>
internal static class RunLog
{
    /// <summary>The runs and their starts, oldest first; a run that was resumed starts more than once.</summary>
    /// <exception cref="UsageException">There is no log.</exception>
    public static async Task<List<AuditRecord>> StartsAsync(string folder, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(folder))
        {
            throw new UsageException($"There is no audit log at '{folder}'. Write something first, or give --audit the folder of a log.");
        }

        var starts = new List<AuditRecord>();
        await foreach (var record in new FileAuditReader(folder).ReadAsync(new AuditQuery { Kind = AuditKind.RunStarted }, cancellationToken))
        {
            starts.Add(record);
        }

        return starts;
    }

    /// <param name="folder">The log's folder.</param>
    /// <param name="wanted">A run's id, the beginning of it, or "last" for the latest that is not a replay.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="UsageException">There is no such run, or more than one.</exception>
    public static async Task<RunId> FindAsync(string folder, string wanted, CancellationToken cancellationToken)
    {
        var starts = await StartsAsync(folder, cancellationToken);
        if (wanted == "last")
        {
            return starts.FindLast(static start => ((RunStartedRecord)start.Body).ReplayOf is null)?.Run
                ?? throw new UsageException($"The audit log at '{folder}' holds no run yet. Write something first.");
        }

        RunId[] found = [.. starts.Select(static start => start.Run!.Value).Distinct().Where(run => run.ToString().StartsWith(wanted, StringComparison.OrdinalIgnoreCase))];
        return found switch
        {
            [var only] => only,
            [] => throw new UsageException($"The audit log at '{folder}' holds no run '{wanted}'. The runs it holds: {App.Name} audit"),
            _ => throw new UsageException($"{found.Length} runs begin with '{wanted}'. Write more of the id: {string.Join(", ", found.Take(3))}"),
        };
    }
}
