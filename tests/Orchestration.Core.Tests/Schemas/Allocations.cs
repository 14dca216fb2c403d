namespace Orchestration.Core.Tests.Schemas;

/// <summary>What code allocates when it has run for a while.</summary>
internal static class Allocations
{
    /// <summary>Bytes that the last of many rounds allocated: .NET's own generic code boxes until it is compiled with optimization.</summary>
    public static long OfSteadyState(Action round)
    {
        var allocated = 1L;
        for (var i = 0; i < 20_000_000 && allocated > 0; i++)
        {
            if (i % 1_000 == 0)
            {
                // The compiler works in the background, and on a busy machine needs to be let.
                Thread.Yield();
            }

            var before = GC.GetAllocatedBytesForCurrentThread();
            round();
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        return allocated;
    }
}
