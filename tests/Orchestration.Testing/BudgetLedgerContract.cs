using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Orchestration.Limits;

namespace Orchestration.Testing;

/// <summary>What every ledger must keep, whatever it stores its accounts in.</summary>
public abstract class BudgetLedgerContract
{
    private static readonly CancellationToken None = CancellationToken.None;

    protected ManualTime Time { get; } = new();

    /// <summary>A ledger without accounts that lives by <paramref name="time"/>.</summary>
    protected abstract IBudgetLedger Create(TimeProvider time);

    [Fact]
    public async Task What_is_reserved_is_not_available_to_others()
    {
        var ledger = Create(Time);

        var first = await ledger.ReserveAsync(Request(0.6m, 100, ("run", 1m, null)), None);
        var second = await ledger.ReserveAsync(Request(0.5m, 100, ("run", 1m, null)), None);

        Assert.True(first.IsReserved);
        Assert.Equal(0.6m, first.Reservation.Usd);
        Assert.False(second.IsReserved);
        Assert.Equal(("run", 0.4m, (long?)null), (second.RefusedBy, second.LeftUsd, second.LeftTokens));
    }

    [Fact]
    public async Task The_cap_itself_may_be_reached()
    {
        var ledger = Create(Time);

        Assert.True((await ledger.ReserveAsync(Request(1m, 10, ("run", 1m, 10)), None)).IsReserved);
        Assert.False((await ledger.ReserveAsync(Request(0.000000001m, 0, ("run", 1m, 10)), None)).IsReserved);
        Assert.False((await ledger.ReserveAsync(Request(0m, 1, ("run", 1m, 10)), None)).IsReserved);
    }

    [Fact]
    public async Task A_refusal_by_one_account_leaves_all_of_them_as_they_were()
    {
        var ledger = Create(Time);

        var result = await ledger.ReserveAsync(Request(0.5m, 100, ("step", 1m, null), ("run", 2m, 50), ("tenant", 3m, null)), None);

        Assert.Equal(("run", 2m, (long?)50), (result.RefusedBy, result.LeftUsd, result.LeftTokens));
        Assert.Equal(default, await ledger.GetBalanceAsync("step", None));
        Assert.Equal(default, await ledger.GetBalanceAsync("run", None));
        Assert.Equal(default, await ledger.GetBalanceAsync("tenant", None));
    }

    [Fact]
    public async Task Settling_books_the_truth_once_and_frees_the_rest()
    {
        var ledger = Create(Time);
        var reservation = await Reserve(ledger, Request(0.6m, 100, ("step", 1m, null), ("run", 1m, null)));

        await ledger.SettleAsync(reservation, 0.1m, 30, None);
        await ledger.SettleAsync(reservation, 0.5m, 90, None);
        await ledger.ReleaseAsync(reservation, None);

        Assert.Equal(new BudgetBalance(0.1m, 0m, 30, 0), await ledger.GetBalanceAsync("step", None));
        Assert.Equal(new BudgetBalance(0.1m, 0m, 30, 0), await ledger.GetBalanceAsync("run", None));
    }

    [Fact]
    public async Task Settling_with_an_unknown_amount_books_the_whole_reservation()
    {
        var ledger = Create(Time);
        var reservation = await Reserve(ledger, Request(0.6m, 100, ("run", 1m, null)));

        await ledger.SettleAsync(reservation, null, null, None);

        Assert.Equal(new BudgetBalance(0.6m, 0m, 100, 0), await ledger.GetBalanceAsync("run", None));
    }

    [Fact]
    public async Task Releasing_frees_everything_once()
    {
        var ledger = Create(Time);
        var reservation = await Reserve(ledger, Request(0.6m, 100, ("run", 1m, null)));
        await Reserve(ledger, Request(0.3m, 10, ("run", 1m, null)));

        await ledger.ReleaseAsync(reservation, None);
        await ledger.ReleaseAsync(reservation, None);

        Assert.Equal(new BudgetBalance(0m, 0.3m, 0, 10), await ledger.GetBalanceAsync("run", None));
    }

    [Fact]
    public async Task What_nobody_settles_is_free_again_when_it_expires()
    {
        var ledger = Create(Time);
        await Reserve(ledger, Request(1m, 100, ("run", 1m, null)) with { Lifetime = TimeSpan.FromMinutes(1) });

        Time.Advance(TimeSpan.FromSeconds(59));
        var before = await ledger.ReserveAsync(Request(1m, 100, ("run", 1m, null)), None);
        Time.Advance(TimeSpan.FromSeconds(1));
        var after = await ledger.ReserveAsync(Request(1m, 100, ("run", 1m, null)), None);

        Assert.False(before.IsReserved);
        Assert.True(after.IsReserved);
        Assert.Equal(new BudgetBalance(0m, 1m, 0, 100), await ledger.GetBalanceAsync("run", None));
    }

    [Fact]
    public async Task What_was_spent_is_booked_even_when_its_reservation_has_expired()
    {
        var ledger = Create(Time);
        var reservation = await Reserve(ledger, Request(0.5m, 100, ("run", 1m, null)));

        Time.Advance(TimeSpan.FromHours(1));
        await ledger.SettleAsync(reservation, 0.4m, 80, None);
        await ledger.SettleAsync(reservation, 0.4m, 80, None);

        Assert.Equal(new BudgetBalance(0.4m, 0m, 80, 0), await ledger.GetBalanceAsync("run", None));
    }

    [Fact]
    public async Task More_than_was_reserved_is_booked_in_full_and_stops_the_account()
    {
        var ledger = Create(Time);
        var reservation = await Reserve(ledger, Request(0.5m, 100, ("run", 1m, null)));

        await ledger.SettleAsync(reservation, 1.25m, 400, None);
        var next = await ledger.ReserveAsync(Request(0m, 0, ("run", 1m, null)), None);

        Assert.Equal(new BudgetBalance(1.25m, 0m, 400, 0), await ledger.GetBalanceAsync("run", None));
        Assert.Equal(("run", -0.25m), (next.RefusedBy, next.LeftUsd));
    }

    [Fact]
    public async Task An_unknown_price_reserves_tokens_and_no_money()
    {
        var ledger = Create(Time);

        var reservation = await Reserve(ledger, Request(null, 100, ("run", 1m, 100)));

        Assert.Null(reservation.Usd);
        Assert.Equal(new BudgetBalance(0m, 0m, 0, 100), await ledger.GetBalanceAsync("run", None));
        Assert.Equal("run", (await ledger.ReserveAsync(Request(null, 1, ("run", 1m, 100)), None)).RefusedBy);
    }

    [Fact]
    public async Task A_closed_account_is_forgotten_and_its_late_settlement_with_it()
    {
        var ledger = Create(Time);
        var reservation = await Reserve(ledger, Request(0.5m, 100, ("run", 1m, null), ("tenant", 9m, null)));

        await ledger.CloseAsync("run", None);
        await ledger.SettleAsync(reservation, 0.2m, 10, None);

        Assert.Equal(default, await ledger.GetBalanceAsync("run", None));
        Assert.Equal(new BudgetBalance(0.2m, 0m, 10, 0), await ledger.GetBalanceAsync("tenant", None));
    }

    [Fact]
    public async Task What_makes_no_sense_is_refused()
    {
        var ledger = Create(Time);
        var reservation = await Reserve(ledger, Request(0.5m, 100, ("run", 1m, null)));

        Assert.Throws<ArgumentOutOfRangeException>(() => Request(-1m, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Request(1m, -1));
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await ledger.ReserveAsync(Request(0.1m, 0, ("run", 1m, null), ("run", 1m, null)), None));
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await ledger.SettleAsync(reservation, -0.1m, 0, None));
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await Create(Time).SettleAsync(reservation, 0.1m, 0, None));
        Assert.Equal(new BudgetBalance(0m, 0.5m, 0, 100), await ledger.GetBalanceAsync("run", None));
    }

    [Fact]
    public async Task Absurd_amounts_are_booked_or_refused_and_never_break_the_account()
    {
        var ledger = Create(Time);
        var first = await Reserve(ledger, Request(1m, 1, ("tenant", null, null)) with { Lifetime = TimeSpan.MaxValue });
        var second = await Reserve(ledger, Request(1m, 1, ("tenant", null, null)));

        await ledger.SettleAsync(first, 9_000_000_000m, long.MaxValue, None);
        await ledger.SettleAsync(second, 9_000_000_000m, long.MaxValue, None);

        Assert.False((await ledger.ReserveAsync(Request(0m, 1, ("tenant", 1m, 1)), None)).IsReserved);
        Assert.False((await ledger.ReserveAsync(Request(9_000_000_000m, long.MaxValue, ("tenant", null, null)), None)).IsReserved);
        Assert.True((await ledger.GetBalanceAsync("tenant", None)).SettledUsd > 1_000_000_000m);
    }

    /// <summary>Any history of three accounts, told one step at a time, beside a model that is a plain list of reservations.</summary>
    [Fact]
    public void Any_history_keeps_the_caps_and_books_every_truth_once()
    {
        var step = from kind in Gen.Choose(0, 9) from amount in Gen.Choose(1, 40) from pick in Gen.Choose(0, 1_000) select (kind, amount, pick);

        Check.QuickThrowOnFailure(Prop.ForAll(step.ListOf(60).ToArbitrary(), steps => HistoryHolds([.. steps]).AsTask().GetAwaiter().GetResult()));
    }

    [Fact]
    public async Task Many_threads_never_pass_the_cap_and_lose_no_booking()
    {
        var ledger = Create(Time);
        long settledMicros = 0;
        var (granted, refused, overdrawn) = (0, 0, 0);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(worker => Task.Run(async () =>
        {
            var random = new Random(worker);
            for (var i = 0; i < 2_000; i++)
            {
                var result = await ledger.ReserveAsync(
                    Request(0.01m, 100, ($"step-{worker % 3}", 8m, null), ("run", 20m, 1_000_000)) with { Lifetime = TimeSpan.FromSeconds(random.Next(5, 50)) }, None);
                var balance = await ledger.GetBalanceAsync("run", None);
                if (balance.SettledUsd + balance.ReservedUsd > 20m || balance.ReservedUsd < 0 || balance.ReservedTokens < 0)
                {
                    Interlocked.Increment(ref overdrawn);
                }

                if (result.Reservation is not { } reservation)
                {
                    Interlocked.Increment(ref refused);
                    continue;
                }

                Interlocked.Increment(ref granted);
                var micros = random.Next(0, 10_001);
                switch (random.Next(4))
                {
                    case 0:
                        await ledger.ReleaseAsync(reservation, None);
                        break;
                    default:
                        await Task.WhenAll(
                            Task.Run(async () => await ledger.SettleAsync(reservation, micros / 1_000_000m, 10, None)),
                            Task.Run(async () => await ledger.SettleAsync(reservation, micros / 1_000_000m, 10, None)));
                        Interlocked.Add(ref settledMicros, micros);
                        break;
                }
            }
        })));

        var run = await ledger.GetBalanceAsync("run", None);
        Assert.Equal(0, overdrawn);
        Assert.Equal(settledMicros / 1_000_000m, run.SettledUsd);
        Assert.Equal((0m, 0L), (run.ReservedUsd, run.ReservedTokens));
        Assert.True(run.SettledUsd <= 20m);
        Assert.True(granted > 0 && refused > 0, $"{granted} granted, {refused} refused");
    }

    [Fact]
    public async Task Reservations_that_expire_among_many_threads_lose_no_booking_and_leave_nothing_reserved()
    {
        var ledger = Create(Time);
        var (settledTokens, negative) = (0L, 0);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(worker => Task.Run(async () =>
        {
            var random = new Random(worker);
            for (var i = 0; i < 1_000; i++)
            {
                var request = Request(0.01m, 100, ("run", null, null)) with { Lifetime = TimeSpan.FromMilliseconds(random.Next(1, 50)) };
                var reservation = await Reserve(ledger, request);
                Time.Advance(TimeSpan.FromMilliseconds(random.Next(3)));
                switch (random.Next(3))
                {
                    case 0:
                        await ledger.SettleAsync(reservation, 0.001m, 7, None);
                        await ledger.SettleAsync(reservation, 0.001m, 7, None);
                        Interlocked.Add(ref settledTokens, 7);
                        break;
                    case 1:
                        await ledger.ReleaseAsync(reservation, None);
                        break;
                }

                var balance = await ledger.GetBalanceAsync("run", None);
                Interlocked.Add(ref negative, balance.ReservedUsd < 0 || balance.ReservedTokens < 0 ? 1 : 0);
            }
        })));
        Time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(0, negative);
        Assert.Equal(new BudgetBalance(settledTokens / 7 * 0.001m, 0m, settledTokens, 0), await ledger.GetBalanceAsync("run", None));
    }

    private async ValueTask<bool> HistoryHolds(ImmutableArray<(int Kind, int Amount, int Pick)> steps)
    {
        const decimal cap = 0.1m;
        string[] accounts = ["a", "b", "c"];
        var time = new ManualTime();
        var ledger = Create(time);
        var known = new List<Known>();

        foreach (var (kind, amount, pick) in steps)
        {
            var usd = amount / 1_000m;
            var one = known.Count == 0 ? null : known[pick % known.Count];
            switch (kind)
            {
                case <= 4:
                    var named = accounts.Where((_, i) => (pick & (1 << i)) != 0).ToArray();
                    var result = await ledger.ReserveAsync(Request(usd, amount, [.. named.Select(static name => (name, (decimal?)cap, (long?)null))]), None);
                    var fits = named.All(name => Used(known, name, time) + usd <= cap);
                    if (result.IsReserved != fits)
                    {
                        return false;
                    }

                    if (result.IsReserved)
                    {
                        known.Add(new Known(result.Reservation, named, usd, time.GetUtcNow() + TimeSpan.FromMinutes(15)));
                    }

                    break;
                case <= 6 when one is not null:
                    // What is settled after its reservation has gone may pass the cap, so this history does not do it.
                    if (one.IsOpen(time) || one.SettledUsd is not null)
                    {
                        await ledger.SettleAsync(one.Reservation, one.Usd * (pick % 11) / 10m, amount, None);
                        one.SettledUsd ??= one.Usd * (pick % 11) / 10m;
                    }

                    break;
                case 7 or 8 when one is not null:
                    await ledger.ReleaseAsync(one.Reservation, None);
                    one.Released = true;
                    break;
                case 9:
                    time.Advance(TimeSpan.FromMinutes(amount / 4.0));
                    break;
            }

            foreach (var name in accounts)
            {
                var balance = await ledger.GetBalanceAsync(name, None);
                var settled = known.Where(item => item.Accounts.Contains(name)).Sum(static item => item.SettledUsd ?? 0);
                if (balance.SettledUsd != settled || balance.SettledUsd + balance.ReservedUsd != Used(known, name, time)
                    || balance.SettledUsd + balance.ReservedUsd > cap || balance.ReservedUsd < 0 || balance.ReservedTokens < 0)
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static decimal Used(List<Known> known, string account, TimeProvider time) =>
        known.Where(item => item.Accounts.Contains(account)).Sum(item => item.SettledUsd ?? (item.IsOpen(time) ? item.Usd : 0));

    private static async ValueTask<BudgetReservation> Reserve(IBudgetLedger ledger, BudgetRequest request) =>
        (await ledger.ReserveAsync(request, None)).Reservation ?? throw new InvalidOperationException("The reservation was refused.");

    protected static BudgetRequest Request(decimal? usd, long tokens, params ReadOnlySpan<(string Account, decimal? CapUsd, long? CapTokens)> claims)
    {
        var list = ImmutableArray.CreateBuilder<BudgetClaim>();
        foreach (var (account, capUsd, capTokens) in claims)
        {
            list.Add(new BudgetClaim(account, capUsd, capTokens));
        }

        return new BudgetRequest { Claims = list.ToImmutable(), Usd = usd, Tokens = tokens };
    }

    private sealed class Known(BudgetReservation reservation, string[] accounts, decimal usd, DateTimeOffset expiresAt)
    {
        public BudgetReservation Reservation => reservation;

        public string[] Accounts => accounts;

        public decimal Usd => usd;

        public decimal? SettledUsd { get; set; }

        public bool Released { get; set; }

        public bool IsOpen(TimeProvider time) => SettledUsd is null && !Released && time.GetUtcNow() < expiresAt;
    }
}
