using System.Runtime.CompilerServices;
using System.Text.Json;
using Orchestration.Audit.Files;

namespace Orchestration.Audit;

/// <summary>Reads and checks the audit log of a folder, also while another process writes it. Appends nothing: for support, billing and CI.</summary>
/// <remarks>
/// A last line without its end is one that is being written, and is passed over. A record may be seen a moment before its writer has
/// acknowledged it. Safe for use by many threads; holds no file open between calls.
/// </remarks>
/// <param name="folder">The folder that a <see cref="FileAuditLog"/> writes.</param>
public sealed class FileAuditReader(string folder) : IAuditLog
{
    /// <inheritdoc/>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="InvalidDataException">A line is not a record; <see cref="VerifyAsync(CancellationToken)"/> tells more.</exception>
    public IAsyncEnumerable<AuditRecord> ReadAsync(AuditQuery query, CancellationToken cancellationToken = default) =>
        ReadAsync(SegmentFolder.List(folder), query, cancellationToken);

    /// <inheritdoc/>
    public Task<AuditVerification> VerifyAsync(CancellationToken cancellationToken = default) =>
        VerifyAsync(SegmentFolder.List(folder), mayGrow: true, anchors: null, cancellationToken);

    /// <summary>As <see cref="VerifyAsync(CancellationToken)"/>, and checks that seals which were kept elsewhere are still in the log.</summary>
    /// <param name="anchors">By tenant, the record hash of a seal in lower-case hex: <see cref="AuditVerification.LatestSeals"/> of an earlier check.</param>
    /// <param name="cancellationToken">Ends the check.</param>
    public Task<AuditVerification> VerifyAsync(IReadOnlyDictionary<string, string> anchors, CancellationToken cancellationToken = default) =>
        VerifyAsync(SegmentFolder.List(folder), mayGrow: true, anchors, cancellationToken);

    /// <summary>Not possible here.</summary>
    /// <exception cref="NotSupportedException">Always: a folder's one writer is <see cref="FileAuditLog"/>.</exception>
    ValueTask IAuditLog.AppendAsync(AuditRecord record, CancellationToken cancellationToken) =>
        throw new NotSupportedException($"The audit log '{folder}' is open for reading. Open it with FileAuditLog.Open to append.");

    internal static async IAsyncEnumerable<AuditRecord> ReadAsync(
        List<Segment> segments, AuditQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var filter = new LineFilter(query);
        foreach (var segment in segments)
        {
            using var file = SegmentFolder.OpenRead(segment.Path);
            using var lines = new LineReader(file, segment.Length);
            do
            {
                while (lines.TryTake(out var line))
                {
                    if (filter.MaySelect(line.Span) && Parse(line, segment, lines.Line) is var record && query.Selects(record))
                    {
                        yield return record.Detach();
                    }
                }
            }
            while (await lines.FillAsync(cancellationToken).ConfigureAwait(false));
        }
    }

    internal static async Task<AuditVerification> VerifyAsync(
        List<Segment> segments, bool mayGrow, IReadOnlyDictionary<string, string>? anchors, CancellationToken cancellationToken)
    {
        var verifier = new AuditVerifier(anchors);
        var number = 1;
        foreach (var segment in segments)
        {
            if (segment.Number != number)
            {
                var at = new AuditPosition(segment.Name, 1);
                verifier.Report(AuditFaultKind.Dropped, at, $"A segment is missing: number {number} should stand before '{segment.Name}'.");
                break;
            }

            number++;
            if (!await VerifyAsync(verifier, segment, mayGrow && segment == segments[^1], cancellationToken).ConfigureAwait(false))
            {
                break;
            }
        }

        return verifier.Result();
    }

    private static async Task<bool> VerifyAsync(AuditVerifier verifier, Segment segment, bool mayGrow, CancellationToken cancellationToken)
    {
        using var file = SegmentFolder.OpenRead(segment.Path);
        using var lines = new LineReader(file, segment.Length);
        do
        {
            while (lines.TryTake(out var line))
            {
                if (!verifier.Check(line, new AuditPosition(segment.Name, lines.Line)))
                {
                    return false;
                }
            }
        }
        while (await lines.FillAsync(cancellationToken).ConfigureAwait(false));

        if (mayGrow || (lines.ReachedLength && lines.Rest.IsEmpty))
        {
            return true;
        }

        var end = new AuditPosition(segment.Name, lines.Line + 1);
        if (lines.ReachedLength)
        {
            verifier.Report(AuditFaultKind.Unreadable, end, $"'{segment.Name}' ends within a line.");
        }
        else
        {
            verifier.Report(AuditFaultKind.Dropped, end, $"'{segment.Name}' is shorter than the {segment.Length} bytes that were written.");
        }

        return false;
    }

    private static AuditRecord Parse(ReadOnlyMemory<byte> line, Segment segment, long number)
    {
        try
        {
            return AuditRecord.Parse(line);
        }
        catch (JsonException exception)
        {
            var at = new AuditPosition(segment.Name, number);
            throw new InvalidDataException($"{at} is not an audit record. Verify the log to see what happened to it.", exception);
        }
    }
}
