using System.Net.Sockets;
using Orchestration.Models;
using Orchestration.Runs;

namespace Orchestration.Evals.Running;

/// <summary>Whose doing a failed run is: the graph's, which is judged by it, or that of somebody who was in the way.</summary>
internal static class Outcomes
{
    /// <summary>By the reason of the step that failed.</summary>
    public static CaseOutcome Of(FailureReason reason) => reason switch
    {
        // What prompt, model and settings lead to: users would meet it too.
        FailureReason.InvalidOutput or FailureReason.Refused or FailureReason.ContentFiltered => CaseOutcome.Failed,
        FailureReason.ContextTooLong or FailureReason.InvalidRequest => CaseOutcome.Failed,

        // The provider and the way to it.
        FailureReason.Overloaded or FailureReason.ServerError or FailureReason.ConnectionLost or FailureReason.StreamInterrupted or FailureReason.Timeout => CaseOutcome.Error,

        // A continuation that did not join begins with a stream that broke.
        FailureReason.JoinRejected => CaseOutcome.Error,

        // Limits and settings of the place where the eval runs.
        FailureReason.RateLimited or FailureReason.QuotaExhausted or FailureReason.Budget or FailureReason.CircuitOpen or FailureReason.OutsideEnvelope => CaseOutcome.Error,
        FailureReason.Authentication or FailureReason.NotFound => CaseOutcome.Error,

        FailureReason.Cancelled or FailureReason.Unknown => CaseOutcome.Error,
        _ => CaseOutcome.Error,
    };

    /// <summary>By the failure of a run. Where the application's own code threw, that is the graph's doing, unless it was the network or the disk that failed beneath it.</summary>
    public static CaseOutcome Of(RunFailedException failure) =>
        failure.Reason is { } reason ? Of(reason)
        : failure.InnerException is HttpRequestException or IOException or SocketException or TimeoutException ? CaseOutcome.Error
        : CaseOutcome.Failed;
}
