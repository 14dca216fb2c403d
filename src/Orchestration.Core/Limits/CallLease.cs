namespace Orchestration.Limits;

/// <summary>A call's place within the limits of a model, or the refusal of one.</summary>
public class CallLease : IAsyncDisposable
{
    /// <summary>For a limiter that keeps a state of its own with each lease.</summary>
    protected CallLease() { }

    private CallLease(TimeSpan retryAfter) => (IsGranted, RetryAfter) = (false, retryAfter);

    /// <summary>A place where nothing is limited: there is nothing to give back.</summary>
    public static CallLease Unlimited { get; } = new();

    /// <summary>Whether the call may go out.</summary>
    public bool IsGranted { get; } = true;

    /// <summary>When refused: how long until there may be a place, as far as can be told; it depends on when other calls end.</summary>
    public TimeSpan RetryAfter { get; }

    /// <summary>No place within the time given.</summary>
    public static CallLease Refused(TimeSpan retryAfter) => new(retryAfter);

    /// <summary>Gives the place back, once: what comes after the first time changes nothing.</summary>
    /// <param name="actualTokens">What the call took, which replaces the estimate; <see langword="null"/> = unknown, the estimate stands.</param>
    public virtual ValueTask ReleaseAsync(long? actualTokens) => ValueTask.CompletedTask;

    /// <summary>Gives the place back; the estimate of tokens stands.</summary>
    public async ValueTask DisposeAsync()
    {
        await ReleaseAsync(null).ConfigureAwait(false);
        GC.SuppressFinalize(this);
    }
}
