using System.Globalization;
using System.Net.Http.Headers;
using Orchestration.Providers.Wire;

namespace Orchestration.Providers;

/// <summary>What a provider says is left of an account's limits. Found in a response's <c>AdditionalProperties</c> as <see cref="ResponseProperties.RateLimits"/>.</summary>
/// <remarks>
/// <see langword="null"/> = not said. Source: headers <c>x-ratelimit-*</c> (OpenAI, Azure, Groq and other compatible servers) and <c>anthropic-ratelimit-*</c> (Anthropic), as recorded in 2026.
/// </remarks>
public sealed record RateLimits
{
    /// <summary>Requests of the current window.</summary>
    public RateLimit? Requests { get; init; }

    /// <summary>Tokens of the current window, input and output together where the provider does not tell them apart.</summary>
    public RateLimit? Tokens { get; init; }

    /// <summary>Input tokens of the current window.</summary>
    public RateLimit? InputTokens { get; init; }

    /// <summary>Output tokens of the current window.</summary>
    public RateLimit? OutputTokens { get; init; }

    internal static RateLimits? From(HttpResponseHeaders headers)
    {
        var limits = new RateLimits
        {
            Requests = OpenAI(headers, "requests") ?? Anthropic(headers, "requests"),
            Tokens = OpenAI(headers, "tokens") ?? Anthropic(headers, "tokens"),
            InputTokens = Anthropic(headers, "input-tokens"),
            OutputTokens = Anthropic(headers, "output-tokens"),
        };
        return limits is { Requests: null, Tokens: null, InputTokens: null, OutputTokens: null } ? null : limits;
    }

    private static RateLimit? OpenAI(HttpResponseHeaders headers, string what) => Limit(
        Count(headers, $"x-ratelimit-limit-{what}"),
        Count(headers, $"x-ratelimit-remaining-{what}"),
        Durations.Parse(First(headers, $"x-ratelimit-reset-{what}")));

    // Anthropic names the instant instead of the time until then; the response's own date tells how far it is.
    private static RateLimit? Anthropic(HttpResponseHeaders headers, string what) => Limit(
        Count(headers, $"anthropic-ratelimit-{what}-limit"),
        Count(headers, $"anthropic-ratelimit-{what}-remaining"),
        headers.Date is { } now && DateTimeOffset.TryParse(First(headers, $"anthropic-ratelimit-{what}-reset"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var reset)
            ? reset > now ? reset - now : TimeSpan.Zero
            : null);

    private static RateLimit? Limit(long? limit, long? remaining, TimeSpan? resetAfter) =>
        limit is null && remaining is null ? null : new RateLimit { Limit = limit, Remaining = remaining, ResetAfter = resetAfter };

    private static long? Count(HttpResponseHeaders headers, string name) =>
        long.TryParse(First(headers, name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var count) ? count : null;

    private static string? First(HttpResponseHeaders headers, string name) =>
        headers.NonValidated.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;
}

/// <summary>One limit of an account.</summary>
public sealed record RateLimit
{
    /// <summary>The most within a window.</summary>
    public long? Limit { get; init; }

    /// <summary>What is left of it.</summary>
    public long? Remaining { get; init; }

    /// <summary>The time until it is whole again, counted from the response.</summary>
    public TimeSpan? ResetAfter { get; init; }
}
