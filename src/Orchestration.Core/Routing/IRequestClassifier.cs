namespace Orchestration.Routing;

/// <summary>Judges how hard a request is before any model is asked, for routes with tiers. Safe for use by many threads.</summary>
/// <remarks>
/// An error upwards costs a little money, one downwards a bad answer: in doubt, judge harder. The judgement stands in the audit record of the attempt.
/// </remarks>
public interface IRequestClassifier
{
    /// <summary>Judges one request. Called once a call, however many attempts it takes, and within the step's time; an exception counts as <see cref="RequestClass.Complex"/>.</summary>
    ValueTask<RequestClass> ClassifyAsync(ClassifiedRequest request, CancellationToken cancellationToken = default);
}
