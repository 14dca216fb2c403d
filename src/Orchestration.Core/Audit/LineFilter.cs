using System.Text;

namespace Orchestration.Audit;

/// <summary>Tells from a record's raw bytes that a query cannot select it, which is many times cheaper than parsing them.</summary>
internal sealed class LineFilter(AuditQuery query)
{
    private readonly byte[]? _run = query.Run is { } run ? Encoding.ASCII.GetBytes(run.ToString()) : null;
    private readonly byte[]? _kind = query.Kind is { } kind ? [(byte)'"', .. AuditJson.KindName(kind), (byte)'"'] : null;

    /// <summary><see langword="false"/> if the record is certainly not selected.</summary>
    public bool MaySelect(ReadOnlySpan<byte> utf8) =>
        (_kind is null || utf8.IndexOf(_kind) >= 0) && (_run is null || utf8.IndexOf(_run) >= 0);
}
