using Orchestration.Evals.Running;
using Orchestration.Models;

namespace Orchestration.Evals.Tests.Running;

public sealed class OutcomesTests
{
    public static TheoryData<FailureReason, CaseOutcome> Table => new()
    {
        { FailureReason.Unknown, CaseOutcome.Error },
        { FailureReason.RateLimited, CaseOutcome.Error },
        { FailureReason.Overloaded, CaseOutcome.Error },
        { FailureReason.QuotaExhausted, CaseOutcome.Error },
        { FailureReason.Timeout, CaseOutcome.Error },
        { FailureReason.ConnectionLost, CaseOutcome.Error },
        { FailureReason.StreamInterrupted, CaseOutcome.Error },
        { FailureReason.ServerError, CaseOutcome.Error },
        { FailureReason.InvalidRequest, CaseOutcome.Failed },
        { FailureReason.Authentication, CaseOutcome.Error },
        { FailureReason.NotFound, CaseOutcome.Error },
        { FailureReason.ContextTooLong, CaseOutcome.Failed },
        { FailureReason.ContentFiltered, CaseOutcome.Failed },
        { FailureReason.Refused, CaseOutcome.Failed },
        { FailureReason.InvalidOutput, CaseOutcome.Failed },
        { FailureReason.Budget, CaseOutcome.Error },
        { FailureReason.Cancelled, CaseOutcome.Error },
        { FailureReason.CircuitOpen, CaseOutcome.Error },
        { FailureReason.JoinRejected, CaseOutcome.Error },
        { FailureReason.OutsideEnvelope, CaseOutcome.Error },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void A_reason_is_the_graphs_own_doing_or_somebody_was_in_the_way(FailureReason reason, CaseOutcome outcome) => Assert.Equal(outcome, Outcomes.Of(reason));

    [Fact]
    public void The_table_has_every_reason() => Assert.Equal(Enum.GetValues<FailureReason>(), Table.Select(static row => row.Data.Item1).Order());
}
