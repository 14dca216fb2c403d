namespace Orchestration.Limits;

/// <summary>Keeps accounts of money and tokens under a cap: an amount is reserved before it is spent and settled with the truth afterwards.</summary>
/// <remarks>
/// For every account, under any concurrency, the sum of settled and reserved amounts stays within the caps that its claims name, as long as
/// no actual amount exceeds its reservation. One that does is booked in full, and the account takes no more reservations until
/// it is below its cap again. Safe for use by many threads.
/// </remarks>
public interface IBudgetLedger
{
    /// <summary>Sets an amount aside in all of the request's accounts, or in none of them.</summary>
    /// <returns>The reservation, or the first account that has not enough left. A refusal changes nothing.</returns>
    /// <exception cref="ArgumentException">An account is named twice, or the amount has more than nine decimals.</exception>
    ValueTask<ReserveResult> ReserveAsync(BudgetRequest request, CancellationToken cancellationToken);

    /// <summary>Books what was spent and frees the rest of the reservation. A second call for the same reservation changes nothing.</summary>
    /// <param name="reservation">What <see cref="ReserveAsync"/> of this ledger gave. It may have expired, or been released, in the meantime: what was spent is booked all the same.</param>
    /// <param name="actualUsd">US dollars spent; <see langword="null"/> = unknown, and the whole reservation is booked.</param>
    /// <param name="actualTokens">Tokens spent; <see langword="null"/> = unknown, and the whole reservation is booked.</param>
    /// <param name="cancellationToken">Gives up waiting for a remote store. Nothing else: money that was spent is booked.</param>
    ValueTask SettleAsync(BudgetReservation reservation, decimal? actualUsd, long? actualTokens, CancellationToken cancellationToken);

    /// <summary>Frees the whole reservation, because nothing was spent. Changes nothing when it is released or settled already.</summary>
    /// <param name="reservation">What <see cref="ReserveAsync"/> of this ledger gave.</param>
    /// <param name="cancellationToken">Gives up waiting for a remote store; the reservation then ends when it expires.</param>
    ValueTask ReleaseAsync(BudgetReservation reservation, CancellationToken cancellationToken);

    /// <summary>How an account stands now. An account that nothing was ever booked on stands at zero.</summary>
    ValueTask<BudgetBalance> GetBalanceAsync(string account, CancellationToken cancellationToken);

    /// <summary>Forgets an account whose use is over, as that of a finished run. A settlement that is late for it is lost with it.</summary>
    ValueTask CloseAsync(string account, CancellationToken cancellationToken);
}

/// <summary>An amount set aside. Each ledger derives its own, and takes back only that.</summary>
public abstract class BudgetReservation
{
    /// <summary>US dollars set aside; <see langword="null"/> when the price was unknown.</summary>
    public abstract decimal? Usd { get; }

    /// <summary>Tokens set aside.</summary>
    public abstract long Tokens { get; }
}

/// <summary>What an account stands at.</summary>
/// <param name="SettledUsd">US dollars spent.</param>
/// <param name="ReservedUsd">US dollars set aside and not yet settled, released or expired.</param>
/// <param name="SettledTokens">Tokens spent.</param>
/// <param name="ReservedTokens">Tokens set aside and not yet settled, released or expired.</param>
public readonly record struct BudgetBalance(decimal SettledUsd, decimal ReservedUsd, long SettledTokens, long ReservedTokens);
