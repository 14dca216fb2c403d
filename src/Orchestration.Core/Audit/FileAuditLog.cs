using Orchestration.Audit.Files;

namespace Orchestration.Audit;

/// <summary>An audit log in a folder: segments of JSON lines that any tool can read, sealed against later change. The embedded default.</summary>
/// <remarks>
/// An append completes when its record is durable; appenders that wait at the same time share one write and one fsync. After a failed write
/// the log takes nothing more until it is opened again: what reached the disk is then no longer known. One writer per folder, in this
/// process or any other; <see cref="FileAuditReader"/> reads beside it. The files, the seals and what they prove: <c>docs/audit-log.md</c>.
/// </remarks>
public sealed class FileAuditLog : IAuditLog, IAsyncDisposable, IDisposable
{
    private readonly string _folder;
    private readonly GroupCommit _commits;
    private readonly WriterLock _lock;

    private FileAuditLog(string folder, GroupCommit commits, WriterLock writerLock)
    {
        (_folder, _commits, _lock) = (folder, commits, writerLock);
    }

    /// <summary>Opens the log of a folder for writing, or begins one.</summary>
    /// <remarks>Reads what is there. A record that a crash left half written is moved to a file beside its segment (<c>.torn</c>).</remarks>
    /// <param name="options">The folder and how to write.</param>
    /// <param name="time">The clock for seals; the system's if not given.</param>
    /// <exception cref="IOException">The folder cannot be written, or another writer has it.</exception>
    /// <exception cref="InvalidDataException">A record is of a later version of the format.</exception>
    public static FileAuditLog Open(FileAuditLogOptions options, TimeProvider? time = null) =>
        Open(options, time ?? TimeProvider.System, new Random(), SegmentFolder.OpenWrite);

    /// <param name="options">As above.</param>
    /// <param name="time">As above.</param>
    /// <param name="random">For the ids of seals.</param>
    /// <param name="openSegment">Opens a segment's file to append to; a test of a full disk passes its own.</param>
    internal static FileAuditLog Open(FileAuditLogOptions options, TimeProvider time, Random random, Func<string, FileStream> openSegment)
    {
        var writerLock = TakeFolder(options.Folder);
        try
        {
            var sealer = new Sealer(options.SealEvery, time, new RecordIds(time, random));
            var segment = Recovery.Run(options.Folder, sealer);
            var writer = new SegmentWriter(options, segment, openSegment);
            return new FileAuditLog(options.Folder, new GroupCommit(options, writer, sealer, time), writerLock);
        }
        catch
        {
            writerLock.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The record is a seal, holds a line break, or does not have its hash.</exception>
    /// <exception cref="ObjectDisposedException">The log is closed.</exception>
    public ValueTask AppendAsync(AuditRecord record, CancellationToken cancellationToken = default)
    {
        if (record.Kind == AuditKind.Seal)
        {
            throw new ArgumentException("Seals are written by the log itself.", nameof(record));
        }

        if (!record.IsFresh && (record.Utf8.Span.Contains((byte)'\n') || !record.HashHolds()))
        {
            throw new ArgumentException($"Record {record.Id} is not as it was written: its hash does not hold, or it is not one line.", nameof(record));
        }

        return cancellationToken.IsCancellationRequested
            ? ValueTask.FromCanceled(cancellationToken)
            : _commits.AppendAsync(record, cancellationToken);
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">A line is not a record; <see cref="VerifyAsync(CancellationToken)"/> tells more.</exception>
    public IAsyncEnumerable<AuditRecord> ReadAsync(AuditQuery query, CancellationToken cancellationToken = default) =>
        FileAuditReader.ReadAsync(Acknowledged(), query, cancellationToken);

    /// <inheritdoc/>
    public Task<AuditVerification> VerifyAsync(CancellationToken cancellationToken = default) =>
        FileAuditReader.VerifyAsync(Acknowledged(), mayGrow: false, anchors: null, cancellationToken);

    /// <inheritdoc cref="FileAuditReader.VerifyAsync(IReadOnlyDictionary{string, string}, CancellationToken)"/>
    public Task<AuditVerification> VerifyAsync(IReadOnlyDictionary<string, string> anchors, CancellationToken cancellationToken = default) =>
        FileAuditReader.VerifyAsync(Acknowledged(), mayGrow: false, anchors, cancellationToken);

    /// <summary>Writes what is queued, seals every tenant's records, and gives up the folder.</summary>
    /// <remarks>Throws nothing: seals that cannot be written now are made after the next opening.</remarks>
    public async ValueTask DisposeAsync()
    {
        _commits.Close();
        await _commits.Stopped.ConfigureAwait(false);
        Dispose();
    }

    /// <inheritdoc cref="DisposeAsync"/>
    public void Dispose()
    {
        _commits.Dispose();
        _lock.Dispose();
    }

    private static WriterLock TakeFolder(string folder)
    {
        WriterLock? writerLock;
        try
        {
            SegmentFolder.Create(folder);
            writerLock = WriterLock.TryTake(folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new IOException(
                $"The audit log's folder '{folder}' cannot be written: {exception.Message} Name a folder that this process may make and write.",
                exception);
        }

        return writerLock ?? throw new IOException(
            $"The audit log '{folder}' is being written by another writer ({WriterLock.Holder(folder)}). "
            + "Stop it, give this process a folder of its own, or only read: FileAuditReader.");
    }

    private List<Segment> Acknowledged()
    {
        var newest = _commits.Durable;
        var segments = SegmentFolder.List(_folder);
        segments.RemoveAll(segment => segment.Number >= newest.Number);
        segments.Add(newest);
        return segments;
    }
}
