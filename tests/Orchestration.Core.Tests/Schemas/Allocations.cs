namespace Orchestration.Core.Tests.Schemas;

/// <summary>What code allocates when it has run for a while.</summary>
internal static class Allocations
{
    /// <summary>Bytes that the last of many rounds allocated: .NET's own generic code boxes until it is compiled with optimization.</summary>
    public static long OfSteadyState(Action round)
    {
        var allocated = 1L;
        for (var i = 0; i < 2_000_000 && allocated > 0; i++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            round();
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        return allocated;
    }
}
