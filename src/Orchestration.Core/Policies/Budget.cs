namespace Orchestration.Policies;

/// <summary>A hard cap on what a step or a run may spend. Reserved at the worst case before each attempt, settled with the reported usage after it.</summary>
public sealed record Budget
{
    /// <summary>The most US dollars.</summary>
    /// <value>&gt; 0; <see langword="null"/> = no cap in money.</value>
    public decimal? MaxUsd { get; init; }

    /// <summary>The most tokens, input and output together.</summary>
    /// <value>&gt; 0; <see langword="null"/> = no cap in tokens.</value>
    public long? MaxTokens { get; init; }

    /// <summary>What to do with a model whose price is not known, when there is a cap in money.</summary>
    /// <value><see cref="UnknownPrice.Refuse"/> by default.</value>
    public UnknownPrice UnknownPrice { get; init; } = UnknownPrice.Refuse;

    /// <summary>A cap in US dollars.</summary>
    public static Budget Usd(decimal max) => new() { MaxUsd = max };

    /// <summary>A cap in tokens, input and output together.</summary>
    public static Budget Tokens(long max) => new() { MaxTokens = max };

    internal string? Fault() => this switch
    {
        { MaxUsd: <= 0 } => FormattableString.Invariant($"Budget.MaxUsd is {MaxUsd}; a cap is positive"),
        { MaxTokens: <= 0 } => FormattableString.Invariant($"Budget.MaxTokens is {MaxTokens}; a cap is positive"),
        { MaxUsd: null, MaxTokens: null } => "the Budget caps nothing; set MaxUsd or MaxTokens, or leave Budget null",
        { UnknownPrice.FlatUsd: { } flat } when decimal.Round(flat, 9) != flat => FormattableString.Invariant($"UnknownPrice.Flat is {flat}; an amount has at most nine decimals"),
        { UnknownPrice.FlatUsd: < 0 } => FormattableString.Invariant($"UnknownPrice.Flat is {UnknownPrice.FlatUsd}; it cannot be negative"),
        _ => null,
    };
}

/// <summary>What a cap in money does with a model whose price is not known: never a silent zero.</summary>
public sealed record UnknownPrice
{
    private UnknownPrice() { }

    /// <summary>The model is not asked; the next candidate is.</summary>
    public static UnknownPrice Refuse { get; } = new() { Refused = true };

    /// <summary>The model is asked, and its cost counts as unknown: the cap does not see it.</summary>
    public static UnknownPrice Allow { get; } = new();

    /// <summary>Whether the model is refused.</summary>
    public bool Refused { get; private init; }

    /// <summary>What each attempt is taken to cost, in US dollars; <see langword="null"/> = unknown.</summary>
    public decimal? FlatUsd { get; private init; }

    /// <summary>Each attempt is taken to cost this many US dollars.</summary>
    public static UnknownPrice Flat(decimal usd) => new() { FlatUsd = usd };
}
