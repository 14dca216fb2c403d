using Orchestration.Models;
using Orchestration.Policies;

namespace ContentPlatform.Articles;

/// <summary>The terms of each step: which models, for how much money, how often, how long, and how long an answer may be used again.</summary>
/// <remarks>Budgets are hard: the worst case of an attempt is reserved before it is made. They leave room for a large model of 2026 and no more.</remarks>
internal static class Policies
{
    /// <summary>The route for steps that sort and pick.</summary>
    public const string Fast = "fast";

    /// <summary>The route for steps whose words the reader sees.</summary>
    public const string Careful = "careful";

    // A disk either answers soon or not at all.
    public static readonly StepPolicy Sources = new() { Timeout = TimeSpan.FromSeconds(10), Retry = new() { MaxAttempts = 2, On = [FailureReason.Timeout] } };

    // The longest prompt, and the answer changes only with the sources: worth keeping for a month.
    public static readonly StepPolicy Research = new()
    {
        Route = Fast,
        Budget = Usd(0.40m),
        Retry = new() { MaxAttempts = 3, BaseDelay = TimeSpan.FromMilliseconds(200) },
        Timeout = new() { Total = TimeSpan.FromMinutes(4), FirstToken = TimeSpan.FromSeconds(60) },
        Cache = CachePolicy.For(TimeSpan.FromDays(30)),
    };

    public static readonly StepPolicy Outline = new()
    {
        Route = Fast,
        Budget = Usd(0.10m),
        Retry = new() { MaxAttempts = 3, BaseDelay = TimeSpan.FromMilliseconds(200) },
        Timeout = TimeSpan.FromMinutes(2),
        Cache = CachePolicy.For(TimeSpan.FromDays(7)),
    };

    // For each section. Four run at once, so a provider is more likely to ask for patience.
    public static readonly StepPolicy Section = new()
    {
        Route = Careful,
        Budget = Usd(0.15m),
        Retry = new() { MaxAttempts = 4, BaseDelay = TimeSpan.FromMilliseconds(300) },
        Timeout = new() { Total = TimeSpan.FromMinutes(3), Idle = TimeSpan.FromSeconds(30) },
        Cache = CachePolicy.For(TimeSpan.FromDays(7)),
    };

    // Someone watches this one, so it may not hang between two words.
    public static readonly StepPolicy Polish = new()
    {
        Route = Careful,
        Budget = Usd(0.25m),
        Retry = new() { MaxAttempts = 2, BaseDelay = TimeSpan.FromMilliseconds(200) },
        Timeout = new() { Total = TimeSpan.FromMinutes(4), FirstToken = TimeSpan.FromSeconds(60), Idle = TimeSpan.FromSeconds(20) },
        Cache = CachePolicy.For(TimeSpan.FromDays(7)),
    };

    public static readonly StepPolicy Seo = new()
    {
        Route = Fast,
        Budget = Usd(0.05m),
        Retry = new() { MaxAttempts = 3, BaseDelay = TimeSpan.FromMilliseconds(200) },
        Timeout = TimeSpan.FromMinutes(1),
        Cache = CachePolicy.For(TimeSpan.FromDays(1)),
    };

    /// <summary>The cap over all steps of a run. Less than the sum of theirs: not every step will need its worst case.</summary>
    public static readonly Budget Run = Usd(1.00m);

    // An endpoint of the reader's own may have no known price. A sample lets it pass and shows the cost as unknown; a business would refuse it.
    private static Budget Usd(decimal max) => new() { MaxUsd = max, UnknownPrice = UnknownPrice.Allow };
}
