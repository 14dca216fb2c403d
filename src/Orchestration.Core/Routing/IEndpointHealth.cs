using Orchestration.Models;

namespace Orchestration.Routing;

/// <summary>Remembers how endpoints have answered of late, so that one that is down or slow is left alone for a while. Safe for use by many threads.</summary>
public interface IEndpointHealth
{
    /// <summary>Whether a request may be sent now. A request that may must be followed by <see cref="Report"/>, whatever comes of it.</summary>
    /// <param name="endpoint">The endpoint's name: one circuit each.</param>
    /// <param name="asLastResort">
    /// Whether no other endpoint is left: then one that is closed off on suspicion (its failures, its latency) is tried all the same, unless another last resort is under way there.
    /// One that the provider itself has closed until an instant, or whose key or quota was refused, is not.
    /// </param>
    /// <param name="retryAfter">When not: how long until the endpoint is tried again.</param>
    bool TryEnter(string endpoint, bool asLastResort, out TimeSpan retryAfter);

    /// <summary>Tells how a request ended.</summary>
    /// <param name="endpoint">As given to <see cref="TryEnter"/>.</param>
    /// <param name="end">Success or why not, and how long it took.</param>
    void Report(string endpoint, in RequestEnd end);
}

/// <summary>How a request to an endpoint ended.</summary>
/// <param name="Failure">Why it failed; <see langword="null"/> for success.</param>
/// <param name="RetryAfter">How long the provider asked to wait, if it did.</param>
/// <param name="TimeToFirstToken">
/// From the request to the first token; <see langword="null"/> when none came. It counts for the endpoint's latency however the request ended: one that was given up only because its first token
/// was late, as by a <see cref="Policies.Hedge"/>, is told with the time that was waited for it.
/// </param>
/// <param name="Duration">From the request to its end.</param>
public readonly record struct RequestEnd(FailureReason? Failure, TimeSpan? RetryAfter = null, TimeSpan? TimeToFirstToken = null, TimeSpan Duration = default);
