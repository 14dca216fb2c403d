namespace Orchestration.Audit;

/// <summary>
/// Where looks at a folder's log are recorded while its application writes it: a sealed log of its own in the sub-folder <c>access</c>. Each append opens and closes it, so that many people's
/// tools can take turns.
/// </summary>
/// <param name="folder">The folder of the log that is looked at; it must be there.</param>
/// <param name="time">The clock; the system's if not given.</param>
/// <param name="patience">How long an append waits for another that holds the folder; 10 seconds if not given.</param>
public sealed class FolderAccessLog(string folder, TimeProvider? time = null, TimeSpan? patience = null) : IAuditLog
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly TimeProvider _time = time ?? TimeProvider.System;

    /// <summary>The sub-folder.</summary>
    public string Folder { get; } = Path.Combine(Path.GetFullPath(folder), "access");

    /// <inheritdoc/>
    /// <exception cref="DirectoryNotFoundException">There is no log to be looked at.</exception>
    public async ValueTask AppendAsync(AuditRecord record, CancellationToken cancellationToken = default)
    {
        if (!Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException($"There is no audit log in '{folder}': the folder is missing.");
        }

        var log = await OpenAsync(cancellationToken).ConfigureAwait(false);
        await using (log.ConfigureAwait(false))
        {
            await log.AppendAsync(record, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<AuditRecord> ReadAsync(AuditQuery query, CancellationToken cancellationToken = default) =>
        Directory.Exists(Folder) ? new FileAuditReader(Folder).ReadAsync(query, cancellationToken) : AsyncEnumerable.Empty<AuditRecord>();

    /// <inheritdoc/>
    public Task<AuditVerification> VerifyAsync(CancellationToken cancellationToken = default) => Directory.Exists(Folder)
        ? new FileAuditReader(Folder).VerifyAsync(cancellationToken)
        : Task.FromResult(new AuditVerification { Records = 0, Seals = 0, Unsealed = 0 });

    // That another writer has the folder has no inner exception; that it cannot be written has.
    private async ValueTask<FileAuditLog> OpenAsync(CancellationToken cancellationToken)
    {
        var since = _time.GetTimestamp();
        while (true)
        {
            try
            {
                return FileAuditLog.Open(new FileAuditLogOptions { Folder = Folder }, _time);
            }
            catch (IOException e) when (e.InnerException is null && _time.GetElapsedTime(since) < (patience ?? TimeSpan.FromSeconds(10)))
            {
                await Task.Delay(Pause, _time, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
