namespace Orchestration.Runs;

internal static class QuietCancellation
{
    /// <summary>Cancels, whatever those who listen do: a callback of a model's client that throws must not take down the thread that cancels.</summary>
    public static void CancelQuietly(this CancellationTokenSource source)
    {
        try
        {
            source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // What was to be stopped ended at the same moment.
        }
        catch (AggregateException)
        {
            // Thrown by listeners, after all of them were told.
        }
    }
}
