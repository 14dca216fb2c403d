using Microsoft.AspNetCore.Http;

namespace Orchestration.Simulator.Wire;

/// <summary>Why a request is refused, in no protocol's terms.</summary>
internal enum ProblemKind
{
    /// <summary>The status says it all.</summary>
    Status,
    RateLimited,
    Quota,
    Overloaded,
    UnknownModel,
    WrongKey,
}

/// <summary>A refusal, in no protocol's terms.</summary>
/// <param name="Kind">Why.</param>
/// <param name="Status">Its HTTP status, unless the protocol has its own for the kind.</param>
internal sealed record Problem(ProblemKind Kind, int Status)
{
    public TimeSpan? RetryAfter { get; init; }

    public RetryAfterForm Form { get; init; }

    /// <summary>What is said; <see langword="null"/> = the provider's usual words.</summary>
    public string? Message { get; init; }

    public static Problem BadRequest(string message) => new(ProblemKind.Status, StatusCodes.Status400BadRequest) { Message = message };

    public static Problem Of(HttpError fault) => new(ProblemKind.Status, fault.Status) { RetryAfter = fault.RetryAfter };

    public static Problem Of(RateLimited fault) =>
        new(ProblemKind.RateLimited, StatusCodes.Status429TooManyRequests) { RetryAfter = fault.RetryAfter, Form = fault.Form };
}
