using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.AI;
using Orchestration.Limits;
using Orchestration.Models;
using Orchestration.Policies;
using Orchestration.Replay;
using Orchestration.Routing;

namespace Orchestration.Runs;

/// <summary>Reserves an attempt's worst case in the budgets of its step and run, and settles what it really took.</summary>
internal static class BudgetGate
{
    // What an answer may take where neither the prompt nor the model's profile says: a common ceiling of current chat models.
    private const int UnstatedMaxOutputTokens = 16_384;

    public static string RunAccount(Run run) => $"run/{run.Id}";

    public static string StepAccount(Call call) => $"step/{call.Run.Id}/{call.Step}";

    public static long MaxOutputTokens(ChatOptions options, RegisteredModel model) =>
        options.MaxOutputTokens ?? model.Profile.MaxOutputTokens ?? UnstatedMaxOutputTokens;

    /// <summary>Opens the account of a step that has a budget: with what it spent before its run was cut off.</summary>
    public static ValueTask OpenAsync(RunServices services, Call call) =>
        call is { Policy.Budget: not null, Run: { Mode: RunMode.Resume, Recorded: { } recorded } }
            ? BookEarlierAsync(services, StepAccount(call), recorded.SpentBy(call.Step))
            : ValueTask.CompletedTask;

    public static ValueTask CloseAsync(RunServices services, Call call) =>
        call.Policy.Budget is null ? ValueTask.CompletedTask : services.Ledger.CloseAsync(StepAccount(call), CancellationToken.None);

    /// <summary>Books on an account what was spent before a run was cut off.</summary>
    public static async ValueTask BookEarlierAsync(RunServices services, string account, Spending spent)
    {
        if (spent is not { Usd: 0, Tokens: 0 })
        {
            var request = new BudgetRequest { Claims = [new BudgetClaim(account, null, null)], Usd = spent.Usd, Tokens = spent.Tokens };
            var before = await services.Ledger.ReserveAsync(request, CancellationToken.None).ConfigureAwait(false);
            await services.Ledger.SettleAsync(before.Reservation!, spent.Usd, spent.Tokens, CancellationToken.None).ConfigureAwait(false);
        }
    }

    /// <summary>Sets the worst case aside.</summary>
    /// <returns>A reservation, or none because no budget applies; or why the attempt may not be made.</returns>
    public static async ValueTask<(BudgetReservation? Reservation, CallFailure? Refusal)> ReserveAsync(
        RunServices services, Attempt attempt, Price? price, CancellationToken cancellationToken)
    {
        var (state, model) = (attempt.Call, attempt.Model);
        var (step, run, shared) = (state.Call.Policy.Budget, state.Run.Options.Budget, state.Run.Options.SharedBudget);
        if (step is null && run is null && shared is null)
        {
            return default;
        }

        var (input, output) = (attempt.MostInputTokens, attempt.MaxOutputTokens);
        var cost = price is null ? Flat(state) : Cost.WorstCase(input, output, price).ToUsd();
        if (cost is null && (Refuses(step) || Refuses(run) || Refuses(shared?.Cap)))
        {
            return (null, new CallFailure(
                FailureReason.Budget,
                $"the price of '{model.Name}' is not known, and the budget refuses unknown prices. Give its profile a Price, or set Budget.UnknownPrice."));
        }

        var claims = ImmutableArray.CreateBuilder<BudgetClaim>(3);
        Claim(claims, StepAccount(state.Call), step);
        Claim(claims, RunAccount(state.Run), run);
        if (shared is not null)
        {
            Claim(claims, shared.Account, shared.Cap);
        }

        var request = new BudgetRequest { Claims = claims.DrainToImmutable(), Usd = cost, Tokens = input + output, Lifetime = Lifetime(state) };
        var result = await services.Ledger.ReserveAsync(request, cancellationToken).ConfigureAwait(false);
        return result.IsReserved ? (result.Reservation, null) : (null, Refusal(attempt, request, result, output));
    }

    /// <summary>What the attempt cost; <see langword="null"/> = unknown.</summary>
    public static decimal? CostOf(CallState state, Price? price, Received received) => received switch
    {
        { Failure.Reason: var reason, Completion: null } when NeverCharged(reason) => 0,
        _ when price is null => Flat(state),
        _ => Cost.Of(received.Completion?.Usage, price)?.ToUsd(),
    };

    public static ValueTask SettleAsync(RunServices services, BudgetReservation? reservation, Received received, Usage taken, Price? price, decimal? costUsd)
    {
        if (reservation is null)
        {
            return ValueTask.CompletedTask;
        }

        if (received is { Failure.Reason: var reason, Completion: null } && NeverCharged(reason))
        {
            return services.Ledger.ReleaseAsync(reservation, CancellationToken.None);
        }

        // What the provider did not report is booked by estimate: the budget must not forget money that has probably been spent.
        var spent = costUsd ?? Cost.Of(taken, price)?.ToUsd();
        return services.Ledger.SettleAsync(reservation, spent, (taken.InputTokens ?? 0) + (taken.OutputTokens ?? 0), CancellationToken.None);
    }

    // As long as the attempt can take: what expires while it runs could be spent twice.
    private static TimeSpan Lifetime(CallState state)
    {
        var timeout = state.Call.Policy.Timeout;
        return (timeout.Attempt ?? timeout.Total ?? state.Run.Options.Deadline ?? TimeSpan.FromHours(1)) + TimeSpan.FromMinutes(5);
    }

    private static decimal? Flat(CallState state) =>
        state.Call.Policy.Budget?.UnknownPrice.FlatUsd ?? state.Run.Options.Budget?.UnknownPrice.FlatUsd ?? state.Run.Options.SharedBudget?.Cap.UnknownPrice.FlatUsd;

    private static bool Refuses(Budget? budget) => budget is { MaxUsd: not null, UnknownPrice.Refused: true };

    private static void Claim(ImmutableArray<BudgetClaim>.Builder claims, string account, Budget? budget)
    {
        if (budget is not null)
        {
            claims.Add(new BudgetClaim(account, budget.MaxUsd, budget.MaxTokens));
        }
    }

    // A request that was turned away at the door is not charged. One that vanished may have been.
    private static bool NeverCharged(FailureReason reason) => reason is
        FailureReason.RateLimited or FailureReason.Overloaded or FailureReason.QuotaExhausted or FailureReason.InvalidRequest or FailureReason.Authentication
        or FailureReason.NotFound or FailureReason.ContextTooLong or FailureReason.ServerError;

    private static CallFailure Refusal(Attempt attempt, BudgetRequest request, ReserveResult result, long output)
    {
        var whose = result.RefusedBy == RunAccount(attempt.Call.Run) ? "run's"
            : result.RefusedBy == StepAccount(attempt.Call.Call) ? "step's"
            : $"shared '{result.RefusedBy}'";
        var need = result.LeftUsd is { } usd && request.Usd > usd
            ? string.Create(CultureInfo.InvariantCulture, $"up to {request.Usd:0.######} USD; {Math.Max(0, usd):0.######} USD is left")
            : string.Create(CultureInfo.InvariantCulture, $"up to {request.Tokens} tokens; {Math.Max(0, result.LeftTokens ?? 0)} tokens are left");
        return new CallFailure(
            FailureReason.Budget,
            string.Create(
                CultureInfo.InvariantCulture,
                $"an attempt on '{attempt.Model.Name}' needs {need} in the {whose} budget (about {attempt.MostInputTokens} input and at most {output} output tokens). Set MaxOutputTokens on the prompt, raise the budget, or add a cheaper model to the route."));
    }
}
