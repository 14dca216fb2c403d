using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Orchestration.Audit;
using Orchestration.Models;

namespace Orchestration.Cli.Logs;

/// <summary>A folder's audit log as the tool reads it: within somebody's rights, and to be found by what a person types.</summary>
internal sealed class AuditFolder
{
    private readonly FolderAccessLog _looks;
    private readonly AuditAccess _access;

    private AuditFolder(string path, LookingRights rights, string actor, string? reason, TimeProvider time)
    {
        (Path, Rights, Actor, Reason, Files) = (path, rights, actor, reason, new FileAuditReader(path));
        _looks = new FolderAccessLog(path, time);
        _access = new AuditAccess(Files, new AccessRights { Actor = actor, Tenants = rights.Tenants is { } tenants ? tenants.ToImmutableHashSet(StringComparer.Ordinal) : null }, _looks, time);
    }

    public string Path { get; }

    public LookingRights Rights { get; }

    public string Actor { get; }

    public string? Reason { get; }

    /// <summary>The log without regard to tenants: for checks of its bytes.</summary>
    public FileAuditReader Files { get; }

    /// <exception cref="UsageException">There is no such log.</exception>
    public static AuditFolder Open(Tool tool, string folder, LookingRights rights, string actor, string? reason)
    {
        var path = tool.PathOf(folder);
        return Directory.Exists(path)
            ? new AuditFolder(path, rights, actor, reason, tool.Time)
            : throw new UsageException($"There is no audit log at '{folder}'. Give --audit the folder that the application writes with UseFileAuditLog(folder).");
    }

    /// <summary>Records a look at one run, and gives the log as far as it may be seen, to be read only.</summary>
    /// <param name="action">What for: <c>exact</c>, <c>verify</c>, <c>rerun</c>.</param>
    /// <param name="run">The run.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="UsageException">The run is not theirs to see, which is not told from one that is not there.</exception>
    /// <exception cref="ToolException">The look cannot be recorded, so there is none.</exception>
    public async Task<IAuditLog> LookAsync(string action, RunId run, CancellationToken cancellationToken)
    {
        try
        {
            return await _access.LookAsync(action, run, Reason, cancellationToken).ConfigureAwait(false);
        }
        catch (AuditAccessException)
        {
            throw Missing(run);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw NotRecorded(e);
        }
    }

    /// <summary>As above, for many runs, such as a list or a sample.</summary>
    public async Task<IAuditLog> LookAsync(string action, CancellationToken cancellationToken)
    {
        try
        {
            return await _access.LookAsync(action, Rights.Only, runs: null, Reason, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw NotRecorded(e);
        }
    }

    /// <summary>What is said of a run that is not there for whoever looks.</summary>
    public UsageException Missing(RunId run) => new($"The audit log at '{Path}' holds no run {run} that you may see. See the runs it holds: {App.Name} audit list");

    /// <summary>The records that are selected and may be seen, in the log's order.</summary>
    public async IAsyncEnumerable<AuditRecord> ReadAsync(AuditQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var record in Files.ReadAsync(query with { Tenant = query.Tenant ?? Rights.Only }, cancellationToken).ConfigureAwait(false))
        {
            if (Rights.Allow(record.Tenant))
            {
                yield return record;
            }
        }
    }

    /// <summary>All records of one run.</summary>
    public async Task<List<AuditRecord>> RecordsAsync(RunId run, CancellationToken cancellationToken)
    {
        var records = new List<AuditRecord>();
        await foreach (var record in ReadAsync(new AuditQuery { Run = run }, cancellationToken).ConfigureAwait(false))
        {
            records.Add(record);
        }

        return records;
    }

    /// <param name="wanted">A run's id, the beginning of it, or <c>last</c> for the latest that the application itself asked for.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="UsageException">There is no such run, or more than one.</exception>
    public async Task<RunId> FindAsync(string wanted, CancellationToken cancellationToken)
    {
        if (RunId.TryParse(wanted, null, out var whole))
        {
            return whole;
        }

        var found = new List<RunId>();
        await foreach (var start in ReadAsync(new AuditQuery { Kind = AuditKind.RunStarted }, cancellationToken).ConfigureAwait(false))
        {
            var isMeant = wanted == "last" ? ((RunStartedRecord)start.Body).IsOriginal : start.Run.ToString()!.StartsWith(wanted, StringComparison.OrdinalIgnoreCase);
            if (isMeant && !found.Contains(start.Run!.Value))
            {
                found.Add(start.Run.Value);
            }
        }

        return found switch
        {
            [var only] => only,
            [] when wanted == "last" => throw new UsageException($"The audit log at '{Path}' holds no run yet{Within()}."),
            [] => throw new UsageException($"The audit log at '{Path}' holds no run '{wanted}'{Within()}. See the runs it holds: {App.Name} audit list"),
            _ when wanted == "last" => found[^1],
            _ => throw new UsageException($"{found.Count} runs begin with '{wanted}'. Write more of the id: {string.Join(", ", found.Take(3))}"),
        };
    }

    private ToolException NotRecorded(Exception e) => new($"Nothing is shown, since the look could not be recorded in '{_looks.Folder}': {e.Message} Whoever looks into the log must be able to write there.", e);

    private string Within() => Rights.Tenants is { } tenants ? $" of {string.Join(", ", tenants)}" : string.Empty;
}
