using System.Collections.Immutable;
using Orchestration.Models;

namespace Orchestration.Limits;

/// <summary>The ledger of one process. One lock guards all accounts: the work under it is a few additions, so that waiting for it is rare and short.</summary>
internal sealed class InMemoryBudgetLedger(TimeProvider time) : IBudgetLedger
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, BudgetAccount> _accounts = [];
    private readonly PriorityQueue<Reservation, long> _byExpiry = new();
    private int _open;

    /// <summary>How many accounts take up memory, for tests.</summary>
    internal int OpenAccounts => _accounts.Count;

    /// <summary>How many reservations take up memory, for tests.</summary>
    internal int RememberedReservations => _byExpiry.Count;

    public ValueTask<ReserveResult> ReserveAsync(BudgetRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        RefuseDuplicates(request.Claims);
        var usd = NanoUsd.FromUsd(request.Usd ?? 0);
        var now = time.GetTimestamp();
        var expiresAt = now + Timestamps(request.Lifetime);
        var accounts = new BudgetAccount[request.Claims.Length];
        lock (_gate)
        {
            FreeExpired(now);
            for (var i = 0; i < accounts.Length; i++)
            {
                var claim = request.Claims[i];
                accounts[i] = _accounts.GetValueOrDefault(claim.Account) ?? new BudgetAccount(claim.Account);
                if (!accounts[i].Takes(claim, usd, request.Tokens))
                {
                    return ValueTask.FromResult(accounts[i].Refusal(claim));
                }
            }

            foreach (var account in accounts)
            {
                _accounts.TryAdd(account.Name, account);
                account.Reserve(usd, request.Tokens);
            }

            var reservation = new Reservation(this, accounts, usd, request);
            _byExpiry.Enqueue(reservation, expiresAt);
            _open++;
            return ValueTask.FromResult(ReserveResult.Reserved(reservation));
        }
    }

    public ValueTask SettleAsync(BudgetReservation reservation, decimal? actualUsd, long? actualTokens, CancellationToken cancellationToken)
    {
        var own = Own(reservation);
        var usd = actualUsd is { } knownUsd ? NanoUsd.FromUsd(knownUsd) : own.Nano;
        var tokens = actualTokens ?? own.Tokens;
        ArgumentOutOfRangeException.ThrowIfNegative(usd.Value, nameof(actualUsd));
        ArgumentOutOfRangeException.ThrowIfNegative(tokens, nameof(actualTokens));
        lock (_gate)
        {
            if (own.State is not State.Settled)
            {
                Free(own, State.Settled);
                foreach (var account in own.Accounts)
                {
                    account.Settle(usd, tokens);
                }
            }
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask ReleaseAsync(BudgetReservation reservation, CancellationToken cancellationToken)
    {
        var own = Own(reservation);
        lock (_gate)
        {
            if (own.State is State.Open)
            {
                Free(own, State.Freed);
            }
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask<BudgetBalance> GetBalanceAsync(string account, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            FreeExpired(time.GetTimestamp());
            return ValueTask.FromResult(_accounts.GetValueOrDefault(account)?.Balance ?? default);
        }
    }

    public ValueTask CloseAsync(string account, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            // Reservations that still hold the account book on it to their end; a new claim of the name begins at zero.
            _accounts.Remove(account);
        }

        return ValueTask.CompletedTask;
    }

    private void FreeExpired(long now)
    {
        while (_byExpiry.TryPeek(out var reservation, out var expiresAt) && (expiresAt <= now || reservation.State is not State.Open))
        {
            _byExpiry.Dequeue();
            Free(reservation, reservation.State is State.Open ? State.Freed : reservation.State);
        }

        // The queue cannot drop from its middle what ended before its time; rebuilt whenever half of it is such, it stays in proportion.
        if (_byExpiry.Count > (2 * _open) + 64)
        {
            var open = _byExpiry.UnorderedItems.Where(static item => item.Element.State is State.Open).ToArray();
            _byExpiry.Clear();
            _byExpiry.EnqueueRange(open);
        }
    }

    private void Free(Reservation reservation, State next)
    {
        if (reservation.State is State.Open)
        {
            _open--;
            foreach (var account in reservation.Accounts)
            {
                account.Unreserve(reservation.Nano, reservation.Tokens);
            }
        }

        reservation.State = next;
    }

    private long Timestamps(TimeSpan lifetime) =>
        (long)Int128.Min((Int128)lifetime.Ticks * time.TimestampFrequency / TimeSpan.TicksPerSecond, long.MaxValue / 2);

    private Reservation Own(BudgetReservation reservation) =>
        reservation is Reservation own && own.Ledger == this ? own : throw new ArgumentException("The reservation is another ledger's.", nameof(reservation));

    private static void RefuseDuplicates(ImmutableArray<BudgetClaim> claims)
    {
        for (var i = 1; i < claims.Length; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (claims[i].Account == claims[j].Account)
                {
                    throw new ArgumentException($"Account '{claims[i].Account}' is claimed twice by one reservation.", nameof(claims));
                }
            }
        }
    }

    private enum State
    {
        Open,
        Freed,
        Settled,
    }

    private sealed class Reservation(InMemoryBudgetLedger ledger, BudgetAccount[] accounts, NanoUsd nano, BudgetRequest request) : BudgetReservation
    {
        public InMemoryBudgetLedger Ledger => ledger;

        public BudgetAccount[] Accounts => accounts;

        public NanoUsd Nano => nano;

        public State State { get; set; }

        public override decimal? Usd => request.Usd;

        public override long Tokens => request.Tokens;
    }
}
