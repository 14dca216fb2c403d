using System.Collections.Immutable;

namespace Orchestration.Limits;

/// <summary>An amount to be set aside in every account that is claimed.</summary>
public sealed record BudgetRequest
{
    /// <summary>The accounts, each once; the first that has not enough left is the one that refuses.</summary>
    public required ImmutableArray<BudgetClaim> Claims { get; init; }

    /// <summary>The most that can be spent in US dollars; <see langword="null"/> = the price is unknown, and no money is set aside.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Here and in the next two: below zero; for the lifetime, also zero.</exception>
    public decimal? Usd
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value ?? 0, nameof(value));
            field = value;
        }
    }

    /// <summary>The most tokens that can be spent, input and output together.</summary>
    public required long Tokens
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    }

    /// <summary>How long the reservation holds when nobody settles or releases it.</summary>
    /// <value>Longer than the attempt can take, or its amount is free while it still runs. 15 minutes by default.</value>
    public TimeSpan Lifetime
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(value, TimeSpan.Zero);
            field = value;
        }
    } = TimeSpan.FromMinutes(15);
}

/// <summary>An account and the caps under which it may be used.</summary>
/// <param name="Account">The account's name: a step of a run, a run, a tenant's month.</param>
/// <param name="CapUsd">US dollars that the account may reach; <see langword="null"/> = no cap.</param>
/// <param name="CapTokens">Tokens that the account may reach; <see langword="null"/> = no cap.</param>
public readonly record struct BudgetClaim(string Account, decimal? CapUsd, long? CapTokens);
