using Orchestration.Testing;

namespace Orchestration.Simulator.Tests;

/// <summary>A clock in hand, for a server that waits by it.</summary>
internal static class ManualTimes
{
    /// <summary>Completes when something waits for the clock to move.</summary>
    public static async Task UntilWaitedForAsync(this ManualTime time)
    {
        while (time.Timers == 0)
        {
            await Task.Yield();
        }
    }
}
