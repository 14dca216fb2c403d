using Orchestration.Evals.Cassettes;
using Orchestration.Limits;
using Orchestration.Models;
using Orchestration.Policies;
using Orchestration.Runs;

namespace Orchestration.Evals.Running;

/// <summary>What an evaluation has spent, and the account in the ledger under which its runs and judges stay within the budget together.</summary>
/// <param name="ledger">The application's ledger.</param>
/// <param name="name">The account's name, of this session alone.</param>
/// <param name="budget">The cap; <see langword="null"/> for none.</param>
/// <param name="earlier">What the runs that are there already have spent.</param>
internal sealed class Account(IBudgetLedger ledger, string name, Budget? budget, Spending earlier)
{
    private readonly Lock _gate = new();

    // Of the budget, what earlier sessions have left: they had accounts of their own.
    private readonly Budget? _cap = budget is null ? null : budget with { MaxUsd = budget.MaxUsd - earlier.Usd, MaxTokens = budget.MaxTokens - earlier.Tokens };
    private readonly decimal _earlierUsd = earlier.Usd;
    private decimal _spentUsd;
    private Spending _played;
    private bool _hasRefused;

    /// <summary>US dollars spent, those of earlier sessions included.</summary>
    public decimal SpentUsd
    {
        get
        {
            lock (_gate)
            {
                return _earlierUsd + _spentUsd;
            }
        }
    }

    /// <summary>Whether a run was refused money.</summary>
    public bool HasRefused
    {
        get
        {
            lock (_gate)
            {
                return _hasRefused;
            }
        }
    }

    /// <summary>Whether nothing new may be started.</summary>
    public bool IsExhausted
    {
        get
        {
            lock (_gate)
            {
                return _hasRefused || _cap is { MaxUsd: <= 0 } or { MaxTokens: <= 0 } || _cap?.MaxUsd <= _spentUsd;
            }
        }
    }

    /// <summary>The cap for a run that starts now; <see langword="null"/> for none. The ledger books answers from a cassette like any others: the cap rises by what they have cost nobody.</summary>
    public SharedBudget? ForNextRun()
    {
        lock (_gate)
        {
            return _cap is null ? null : new SharedBudget(name, _cap with { MaxUsd = _cap.MaxUsd + _played.Usd, MaxTokens = _cap.MaxTokens + _played.Tokens });
        }
    }

    /// <summary>Whether a run failed because the account had not enough left. If so, nothing new is started.</summary>
    public bool Refused(RunFailedException failure)
    {
        var refused = _cap is not null && failure.Attempts.Any(attempt => attempt.Reason == FailureReason.Budget && attempt.Message.Contains($"'{name}'", StringComparison.Ordinal));
        lock (_gate)
        {
            _hasRefused |= refused;
        }

        return refused;
    }

    /// <summary>A run ended.</summary>
    /// <returns>US dollars that were really paid.</returns>
    public decimal Add(RunResult run, Take take)
    {
        var spending = new Spending(run.CostUsd, (run.Usage.InputTokens ?? 0) + (run.Usage.OutputTokens ?? 0));
        lock (_gate)
        {
            if (take.IsFree)
            {
                _played += spending;
                return 0;
            }

            _spentUsd += spending.Usd;
            return spending.Usd;
        }
    }

    /// <summary>A judge was paid. Its money counts for all runs that start from now on.</summary>
    public async ValueTask AddAsync(decimal judgeUsd)
    {
        if (judgeUsd <= 0)
        {
            return;
        }

        lock (_gate)
        {
            _spentUsd += judgeUsd;
        }

        if (_cap is not null)
        {
            var amount = decimal.Round(judgeUsd, 9);
            var result = await ledger.ReserveAsync(new BudgetRequest { Claims = [new BudgetClaim(name, null, null)], Usd = amount, Tokens = 0 }, CancellationToken.None).ConfigureAwait(false);
            await ledger.SettleAsync(result.Reservation!, amount, 0, CancellationToken.None).ConfigureAwait(false);
        }
    }

    /// <summary>The evaluation is over.</summary>
    public ValueTask CloseAsync() => _cap is null ? ValueTask.CompletedTask : ledger.CloseAsync(name, CancellationToken.None);
}

/// <summary>Money and tokens.</summary>
internal readonly record struct Spending(decimal Usd, long Tokens)
{
    public static Spending operator +(Spending left, Spending right) => new(left.Usd + right.Usd, left.Tokens + right.Tokens);
}
