using Orchestration.Limits;
using Orchestration.Testing;

namespace Orchestration.Core.Tests.Limits;

public sealed class InMemoryBudgetLedgerTests : BudgetLedgerContract
{
    protected override IBudgetLedger Create(TimeProvider time) => new InMemoryBudgetLedger(time);

    [Fact]
    public async Task Finished_runs_leave_nothing_behind()
    {
        var ledger = new InMemoryBudgetLedger(Time);

        for (var run = 0; run < 10_000; run++)
        {
            var result = await ledger.ReserveAsync(Request(0.01m, 10, ($"run-{run}", 1m, null)), CancellationToken.None);
            await ledger.SettleAsync(result.Reservation!, 0.01m, 10, CancellationToken.None);
            await ledger.CloseAsync($"run-{run}", CancellationToken.None);
        }

        Assert.Equal(0, ledger.OpenAccounts);
        Assert.InRange(ledger.RememberedReservations, 0, 100);
    }
}
