using System.Diagnostics.CodeAnalysis;

namespace Orchestration.Limits;

/// <summary>A reservation, or the account that refused it.</summary>
public readonly record struct ReserveResult
{
    private ReserveResult(BudgetReservation? reservation, string? refusedBy, decimal? leftUsd, long? leftTokens) =>
        (Reservation, RefusedBy, LeftUsd, LeftTokens) = (reservation, refusedBy, leftUsd, leftTokens);

    /// <summary>The amount set aside; <see langword="null"/> when an account refused.</summary>
    public BudgetReservation? Reservation { get; }

    /// <summary>The account that has not enough left; <see langword="null"/> when none refused.</summary>
    public string? RefusedBy { get; }

    /// <summary>US dollars left in the account that refused, negative when it is overdrawn; <see langword="null"/> when its money has no cap.</summary>
    public decimal? LeftUsd { get; }

    /// <summary>Tokens left in the account that refused, negative when it is overdrawn; <see langword="null"/> when its tokens have no cap.</summary>
    public long? LeftTokens { get; }

    /// <summary>Whether the amount is set aside.</summary>
    [MemberNotNullWhen(true, nameof(Reservation))]
    [MemberNotNullWhen(false, nameof(RefusedBy))]
    public bool IsReserved => Reservation is not null;

    /// <summary>The amount is set aside.</summary>
    public static ReserveResult Reserved(BudgetReservation reservation) => new(reservation, null, null, null);

    /// <summary>An account has not enough left.</summary>
    public static ReserveResult Refused(string account, decimal? leftUsd, long? leftTokens) => new(null, account, leftUsd, leftTokens);
}
