namespace Orchestration.Audit;

/// <summary>How a <see cref="FileAuditLog"/> writes.</summary>
public sealed record FileAuditLogOptions
{
    /// <summary>The folder of the log; made if it is missing. One writer at a time, any number of readers.</summary>
    public required string Folder
    {
        get;
        init
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(value);
            field = Path.GetFullPath(value);
        }
    }

    /// <summary>What an append waits for.</summary>
    /// <value><see cref="AuditDurability.Fsync"/> unless set.</value>
    public AuditDurability Durability { get; init; }

    /// <summary>The size in bytes at which a segment ends and the next begins. The last batch of a segment may go beyond it.</summary>
    /// <value>64 MB unless set; &gt; 0.</value>
    public long SegmentBytes
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
            field = value;
        }
    }
    = 64 << 20;

    /// <summary>How many records of a tenant one seal covers at most.</summary>
    /// <value>1,000 unless set; &gt; 0.</value>
    public int SealEvery
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
            field = value;
        }
    }
    = 1000;

    /// <summary>How long a record may wait for its seal.</summary>
    /// <value>1 second unless set; &gt; 0.</value>
    public TimeSpan SealInterval
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(value, TimeSpan.Zero);
            field = value;
        }
    }
    = TimeSpan.FromSeconds(1);
}

/// <summary>What an append to a <see cref="FileAuditLog"/> waits for.</summary>
public enum AuditDurability
{
    /// <summary>The disk has the record: it survives a crash of the process, of the system, and a loss of power.</summary>
    Fsync,

    /// <summary>The operating system has the record: it survives a crash of the process, not one of the system.</summary>
    Os,
}
