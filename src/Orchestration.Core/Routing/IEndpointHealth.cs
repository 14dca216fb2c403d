using Orchestration.Models;

namespace Orchestration.Routing;

/// <summary>Remembers how endpoints have answered of late, so that one that is down is left alone for a while. Safe for use by many threads.</summary>
public interface IEndpointHealth
{
    /// <summary>Whether a request may be sent now. A request that may must be followed by <see cref="Report"/>, whatever comes of it.</summary>
    /// <param name="endpoint">The endpoint's name: one circuit each.</param>
    /// <param name="retryAfter">When not: how long until the endpoint is tried again.</param>
    bool TryEnter(string endpoint, out TimeSpan retryAfter);

    /// <summary>Tells how a request ended.</summary>
    /// <param name="endpoint">As given to <see cref="TryEnter"/>.</param>
    /// <param name="failure">Why it failed; <see langword="null"/> for success.</param>
    /// <param name="retryAfter">How long the provider asked to wait, if it did.</param>
    void Report(string endpoint, FailureReason? failure, TimeSpan? retryAfter);
}
